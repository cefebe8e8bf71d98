-- Whether an address was proved to be its user's: the claim email_verified of OpenID Connect.
ALTER TABLE "users" ADD COLUMN "email_verified" BOOLEAN NOT NULL DEFAULT false;
