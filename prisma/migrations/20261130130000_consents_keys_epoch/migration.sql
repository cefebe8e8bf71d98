-- The account's epoch of API keys when the consent was given: under a later one it is asked for again.
ALTER TABLE "consents" ADD COLUMN "keys_epoch" INTEGER NOT NULL DEFAULT 0;
UPDATE "consents" c SET "keys_epoch" = u."keys_epoch" FROM "users" u WHERE u."id" = c."user_id" AND u."keys_epoch" <> 0;

-- A trigger, so that a consent that a node of the version before keeps is of the present epoch, too.
CREATE FUNCTION "mark_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."keys_epoch" := coalesce((SELECT u."keys_epoch" FROM "users" u WHERE u."id" = NEW."user_id"), 0);
  RETURN NEW;
END $$;

CREATE TRIGGER "consents_mark" BEFORE INSERT ON "consents" FOR EACH ROW EXECUTE FUNCTION "mark_consent"();
