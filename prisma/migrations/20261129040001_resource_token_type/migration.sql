-- The typ of access tokens for this API; null: the application's, or at+jwt.
ALTER TABLE "resources" ADD COLUMN "access_token_typ" TEXT CHECK ("access_token_typ" IN ('at+jwt', 'JWT'));
