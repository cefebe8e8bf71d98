ALTER TABLE "users" ADD COLUMN "pending_email" TEXT;
ALTER TABLE "users" ADD COLUMN "email_self_given" BOOLEAN NOT NULL DEFAULT false;

-- Members could put any address in force themselves. Those whose last change of address the audit trail knows to be
-- their own keep it to sign in with; applications are told it again once an administrator confirms it.
UPDATE "users" u SET "email_self_given" = true
  FROM (SELECT DISTINCT ON ("target_id") "target_id", "actor_id"
          FROM "audit_events"
         WHERE "action" = 'user.update' AND "outcome" = 'success' AND "target_type" = 'user'
           AND "details" -> 'fields' @> '["email"]'
         ORDER BY "target_id", "at" DESC) last
 WHERE last."target_id" = u."id"::text AND last."actor_id" = last."target_id"
   AND u."role" = 'member' AND NOT u."email_verified";
