-- How an application came here by itself: open, by a token, or by the document at its client_id; null: by hand.
ALTER TABLE "applications" ADD COLUMN "registered" TEXT;
-- By what such an application reads and changes its registration (RFC 7592); SHA-256.
ALTER TABLE "applications" ADD COLUMN "registration_token_hash" BYTEA;

INSERT INTO "scopes" ("name", "description", "admin_only", "built_in") VALUES
  ('register_clients', 'Let applications register themselves', true, true);
