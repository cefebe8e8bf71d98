-- What OpenID Connect can tell of a person beyond the name.
ALTER TABLE "users" ADD COLUMN "profile" JSONB NOT NULL DEFAULT '{}';

INSERT INTO "scopes" ("name", "description", "admin_only", "built_in") VALUES
  ('address', 'See your postal address', false, true),
  ('phone', 'See your phone number', false, true)
ON CONFLICT ("name") DO UPDATE SET "admin_only" = false, "built_in" = true;

UPDATE "scopes" SET "description" = 'See your name and profile' WHERE "name" = 'profile';
