-- AlterTable
ALTER TABLE "users" ADD COLUMN     "networks" INET[] DEFAULT ARRAY[]::INET[];

-- AlterTable
ALTER TABLE "applications" ADD COLUMN     "networks" INET[] DEFAULT ARRAY[]::INET[];

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "networks" INET[] DEFAULT ARRAY[]::INET[];

-- Whoever reads an owner of a whitelist finds its networks in the same row. The owner's row is locked before they are
-- gathered, so that of two entries written at once neither is missed.
CREATE FUNCTION "keep_networks"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry "ip_entries" := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF entry."user_id" IS NOT NULL THEN
    PERFORM FROM "users" WHERE "id" = entry."user_id" FOR NO KEY UPDATE;
    UPDATE "users" SET "networks" = ARRAY(SELECT "cidr" FROM "ip_entries" WHERE "user_id" = entry."user_id") WHERE "id" = entry."user_id";
  END IF;
  IF entry."application_id" IS NOT NULL THEN
    PERFORM FROM "applications" WHERE "id" = entry."application_id" FOR NO KEY UPDATE;
    UPDATE "applications" SET "networks" = ARRAY(SELECT "cidr" FROM "ip_entries" WHERE "application_id" = entry."application_id") WHERE "id" = entry."application_id";
  END IF;
  IF entry."api_key_id" IS NOT NULL THEN
    PERFORM FROM "api_keys" WHERE "id" = entry."api_key_id" FOR NO KEY UPDATE;
    UPDATE "api_keys" SET "networks" = ARRAY(SELECT "cidr" FROM "ip_entries" WHERE "api_key_id" = entry."api_key_id") WHERE "id" = entry."api_key_id";
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER "ip_entries_keep_networks" AFTER INSERT OR UPDATE OR DELETE ON "ip_entries"
  FOR EACH ROW EXECUTE FUNCTION "keep_networks"();

-- The entries there are
UPDATE "users" o SET "networks" = ARRAY(SELECT "cidr" FROM "ip_entries" WHERE "user_id" = o."id");
UPDATE "applications" o SET "networks" = ARRAY(SELECT "cidr" FROM "ip_entries" WHERE "application_id" = o."id");
UPDATE "api_keys" o SET "networks" = ARRAY(SELECT "cidr" FROM "ip_entries" WHERE "api_key_id" = o."id");
