CREATE TABLE "trusted_browsers" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_epoch" INTEGER NOT NULL,
    "proof_epoch" INTEGER NOT NULL,
    "ip" INET,
    "last_ip" INET,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trusted_browsers_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "trusted_browsers_secret_hash_key" ON "trusted_browsers"("secret_hash");
CREATE INDEX "trusted_browsers_user_id_idx" ON "trusted_browsers"("user_id");
CREATE INDEX "trusted_browsers_expires_at_idx" ON "trusted_browsers"("expires_at");

ALTER TABLE "trusted_browsers" ADD CONSTRAINT "trusted_browsers_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
