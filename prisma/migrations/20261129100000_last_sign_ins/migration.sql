-- When each account last signed in, by which the list of users is sorted; -infinity: never. In a table of its own: an
-- update of a row of "users" is one of all its indexes, too, and its row is what sign-ins lock.
CREATE TABLE "last_sign_ins" (
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT '-infinity',

    CONSTRAINT "last_sign_ins_pkey" PRIMARY KEY ("user_id")
);

CREATE INDEX "last_sign_ins_at_user_id_idx" ON "last_sign_ins"("at", "user_id");

ALTER TABLE "last_sign_ins" ADD CONSTRAINT "last_sign_ins_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Triggers, so that nodes of the version before keep it, too.
CREATE FUNCTION "begin_last_sign_in"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "last_sign_ins" ("user_id") VALUES (NEW."id") ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION "keep_last_sign_in"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "last_sign_ins" AS l ("user_id", "at") VALUES (NEW."user_id", NEW."last_seen")
  ON CONFLICT ("user_id") DO UPDATE SET "at" = excluded."at" WHERE l."at" < excluded."at";
  RETURN NULL;
END $$;

CREATE TRIGGER "users_begin_last_sign_in" AFTER INSERT ON "users"
  FOR EACH ROW EXECUTE FUNCTION "begin_last_sign_in"();

CREATE TRIGGER "known_networks_keep_last_sign_in" AFTER INSERT OR UPDATE OF "last_seen" ON "known_networks"
  FOR EACH ROW EXECUTE FUNCTION "keep_last_sign_in"();

INSERT INTO "last_sign_ins" AS l ("user_id", "at")
SELECT u."id", coalesce(max(k."last_seen"), '-infinity') FROM "users" u
  LEFT JOIN "known_networks" k ON k."user_id" = u."id" GROUP BY u."id"
ON CONFLICT ("user_id") DO UPDATE SET "at" = greatest(l."at", excluded."at");
