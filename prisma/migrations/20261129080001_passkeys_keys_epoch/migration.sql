-- The account's epoch of API keys when the passkey was made, or last used after the password: under a later one it does not sign in alone.
ALTER TABLE "passkeys" ADD COLUMN "keys_epoch" INTEGER NOT NULL DEFAULT 0;
UPDATE "passkeys" p SET "keys_epoch" = u."keys_epoch" FROM "users" u WHERE u."id" = p."user_id";
