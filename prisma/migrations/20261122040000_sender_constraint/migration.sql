-- Signed assertions and proofs that were used: none is taken twice, on any node.
CREATE TABLE "used_assertions" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_assertions_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "used_assertions_expires_at_idx" ON "used_assertions"("expires_at");

-- Authorization requests that clients pushed (RFC 9126).
CREATE TABLE "pushed_requests" (
    "handle_hash" BYTEA NOT NULL,
    "application_id" UUID NOT NULL,
    "parameters" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "pushed_requests_pkey" PRIMARY KEY ("handle_hash")
);
CREATE INDEX "pushed_requests_application_id_idx" ON "pushed_requests"("application_id");
CREATE INDEX "pushed_requests_expires_at_idx" ON "pushed_requests"("expires_at");
ALTER TABLE "pushed_requests" ADD CONSTRAINT "pushed_requests_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- For client_secret_jwt, which needs the secret itself.
ALTER TABLE "application_secrets" ADD COLUMN "sealed_secret" BYTEA;

-- The key that a public client's refresh tokens are bound to (RFC 9449 section 5).
ALTER TABLE "sign_ins" ADD COLUMN "dpop_jkt" TEXT;
