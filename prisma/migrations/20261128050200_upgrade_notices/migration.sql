-- CreateTable
CREATE TABLE "upgrade_notices" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "application_id" UUID NOT NULL,
    "ip" INET,
    "at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "upgrade_notices_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "upgrade_notices_kind" CHECK ("kind" IN ('exchange-targets', 'outside-owner-list'))
);

-- CreateIndex
CREATE INDEX "upgrade_notices_application_id_idx" ON "upgrade_notices"("application_id");

-- AddForeignKey
ALTER TABLE "upgrade_notices" ADD CONSTRAINT "upgrade_notices_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Applications that exchange tokens: what they may ask for is a list from here on, to be shortened.
INSERT INTO "upgrade_notices" ("kind", "application_id")
SELECT 'exchange-targets', "id" FROM "applications"
 WHERE 'urn:ietf:params:oauth:grant-type:token-exchange' = ANY ("grant_types");

-- Applications that act without a person and were last used from outside their owner's whitelist, which holds for them
-- from here on. By a secret, the secret says from where; by a key or certificate, the last event of the audit trail.
INSERT INTO "upgrade_notices" ("kind", "application_id", "ip", "at")
SELECT 'outside-owner-list', a."id", used."ip", used."at"
  FROM "applications" a
  JOIN "users" u ON u."id" = a."owner_id"
  CROSS JOIN LATERAL (
    SELECT "ip", "at" FROM (
      (SELECT s."last_used_ip" AS "ip", s."last_used_at" AS "at" FROM "application_secrets" s
        WHERE s."application_id" = a."id" AND s."last_used_ip" IS NOT NULL
        ORDER BY s."last_used_at" DESC LIMIT 1)
      UNION ALL
      (SELECT e."ip", e."at" FROM "audit_events" e
        WHERE e."actor_id" = a."client_id" AND e."actor_type" = 'application' AND e."outcome" = 'success'
          AND e."ip" IS NOT NULL
        ORDER BY e."at" DESC LIMIT 1)
    ) AS last
    ORDER BY "at" DESC LIMIT 1
  ) AS used
 WHERE cardinality(u."networks") > 0
   AND a."grant_types" && ARRAY['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange']
   AND NOT used."ip" <<= ANY (u."networks");
