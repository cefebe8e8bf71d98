-- AlterTable
ALTER TABLE "applications" ADD COLUMN     "exchange_targets" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "resources" ADD COLUMN     "application_id" UUID;

-- So far every registered API could be asked for.
UPDATE "applications" SET "exchange_targets" = ARRAY(SELECT "identifier" FROM "resources" ORDER BY "identifier")
 WHERE 'urn:ietf:params:oauth:grant-type:token-exchange' = ANY ("grant_types");
