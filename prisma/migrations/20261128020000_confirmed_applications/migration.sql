-- Pages say of an application that no administrator has made or looked at who put it there. An older program that
-- knows no such column leaves it false: pages then say more than they need to.
ALTER TABLE "applications" ADD COLUMN "confirmed" BOOLEAN NOT NULL DEFAULT false;

UPDATE "applications" SET "confirmed" = true
 WHERE "registered" IS NULL
   AND ("built_in" OR "first_party" OR "owner_id" IS NULL
        OR "owner_id" IN (SELECT "id" FROM "users" WHERE "role" = 'admin'));
