-- A device that waits for a person to allow it elsewhere (RFC 8628). Rows live for minutes; housekeeping removes them.
CREATE TABLE "device_codes" (
    "id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_code" TEXT NOT NULL,
    "application_id" UUID NOT NULL,
    "scopes" TEXT[],
    "resources" TEXT[],
    "ip" INET,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "polled_at" TIMESTAMPTZ(3),
    "interval" INTEGER NOT NULL,
    "decision" TEXT,
    "user_id" UUID,
    "user_epoch" INTEGER,
    "session_id" UUID,
    "authenticated_at" TIMESTAMPTZ(3),
    "amr" TEXT[],
    "redeemed_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_codes_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "device_codes_user_code_key" ON "device_codes"("user_code");
CREATE INDEX "device_codes_expires_at_idx" ON "device_codes"("expires_at");

ALTER TABLE "device_codes" ADD CONSTRAINT "device_codes_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "device_codes" ADD CONSTRAINT "device_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
