-- The addresses that an account had before, by which administrators find it, for as long as the audit trail is kept.
CREATE TABLE "former_addresses" (
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "left_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_addresses_pkey" PRIMARY KEY ("user_id","address")
);

CREATE INDEX "former_addresses_left_at_idx" ON "former_addresses"("left_at");

CREATE INDEX "former_addresses_parts" ON "former_addresses" USING gin ("parts_of"("address"));

CREATE INDEX "former_addresses_beginning" ON "former_addresses"("address" text_pattern_ops);

ALTER TABLE "former_addresses" ADD CONSTRAINT "former_addresses_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit trail is searched by the beginning of a person's name, too.
CREATE INDEX "users_name_beginning" ON "users"(lower("name") text_pattern_ops);

-- A trigger, so that nodes of the version before keep it, too. The twenty that were left last stay.
CREATE FUNCTION "keep_former_address"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "former_addresses" ("user_id", "address", "left_at") VALUES (OLD."id", OLD."email", NEW."updated_at")
  ON CONFLICT ("user_id", "address") DO UPDATE SET "left_at" = excluded."left_at";
  DELETE FROM "former_addresses" f WHERE f."user_id" = NEW."id"
     AND (f."address" = NEW."email" OR f."address" IN (
       SELECT o."address" FROM "former_addresses" o WHERE o."user_id" = NEW."id" ORDER BY o."left_at" DESC OFFSET 20));
  RETURN NULL;
END $$;

CREATE TRIGGER "users_keep_former_address" AFTER UPDATE OF "email" ON "users"
  FOR EACH ROW WHEN (OLD."email" <> NEW."email") EXECUTE FUNCTION "keep_former_address"();

-- Those of the last days are known still: they can be put back.
INSERT INTO "former_addresses" ("user_id", "address", "left_at")
SELECT l."user_id", l."address", max(l."created_at") FROM "account_links" l JOIN "users" u ON u."id" = l."user_id"
 WHERE l."purpose" = 'undo' AND l."address" IS NOT NULL AND l."address" <> u."email"
 GROUP BY l."user_id", l."address"
ON CONFLICT DO NOTHING;
