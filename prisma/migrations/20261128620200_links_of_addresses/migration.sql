ALTER TABLE "account_links" DROP CONSTRAINT "account_links_purpose";
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_purpose"
  CHECK ("purpose" IN ('reset', 'invitation', 'verify', 'undo'));

ALTER TABLE "account_links" ADD COLUMN "address" TEXT;
ALTER TABLE "account_links" ADD COLUMN "code_mac" BYTEA;
ALTER TABLE "account_links" ADD COLUMN "code_tries" INTEGER NOT NULL DEFAULT 0;
