-- What a consent allows at other APIs than this server: `<resource> <scope>`, one entry for each.
ALTER TABLE "consents" ADD COLUMN "for_resources" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Consents were kept with scopes that only admins may grant, shown or not. People who may grant them are asked again.
UPDATE "consents"
   SET "scopes" = ARRAY(SELECT s FROM unnest("scopes") AS s
                         WHERE s NOT IN (SELECT "name" FROM "scopes" WHERE "admin_only"))
 WHERE "scopes" && ARRAY(SELECT "name" FROM "scopes" WHERE "admin_only");
