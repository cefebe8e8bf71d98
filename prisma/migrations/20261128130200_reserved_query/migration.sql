ALTER TABLE "upgrade_notices" DROP CONSTRAINT "upgrade_notices_kind",
  ADD CONSTRAINT "upgrade_notices_kind" CHECK ("kind" IN ('exchange-targets', 'outside-owner-list', 'reserved-query'));

-- Redirect URIs whose query has a parameter that answers carry: they go on working, and no more are taken.
INSERT INTO "upgrade_notices" ("kind", "application_id")
SELECT 'reserved-query', "id" FROM "applications"
 WHERE EXISTS (SELECT FROM unnest("redirect_uris") AS u ("uri")
                WHERE "uri" ~ '[?&](code|state|iss|error|error_description|session_state|response)(=|&|$)')
    OR EXISTS (SELECT FROM unnest("post_logout_redirect_uris") AS u ("uri") WHERE "uri" ~ '[?&]state(=|&|$)');
