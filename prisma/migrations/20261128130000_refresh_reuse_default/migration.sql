-- Null, "until its successor was used", is what an application has that says nothing else. 30 seconds were so far;
-- a row that holds them never chose otherwise, one that is strict (0) or names another number did.
ALTER TABLE "applications" ALTER COLUMN "refresh_reuse" DROP DEFAULT;
UPDATE "applications" SET "refresh_reuse" = NULL WHERE "refresh_reuse" = 30;
