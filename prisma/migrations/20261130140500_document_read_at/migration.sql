-- When the document at a "client_id" was last read: what was stored of it counts for some days without it.
ALTER TABLE "applications" ADD COLUMN IF NOT EXISTS "document_read_at" TIMESTAMPTZ(3);
UPDATE "applications" SET "document_read_at" = now() WHERE "registered" = 'document' AND "document_read_at" IS NULL;
