-- Whether an application that registered itself may ask people for the scopes of any API, which it does at a step-up. One whose row
-- has changed since may have had its scopes set by an administrator: it keeps to them. A document is read again and again.
ALTER TABLE "applications" ADD COLUMN IF NOT EXISTS "asks_any_api" BOOLEAN NOT NULL DEFAULT false;
UPDATE "applications" SET "asks_any_api" = true
 WHERE "registered" = 'document' OR "registered" IS NOT NULL AND "updated_at" = "created_at";
