-- AlterTable
ALTER TABLE "users" ADD COLUMN     "keys_epoch" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "keys_epoch" INTEGER NOT NULL DEFAULT 0;
