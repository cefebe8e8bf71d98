-- What waits for a person and is too long to travel in an address.
CREATE TABLE "kept_requests" (
    "handle_hash" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_requests_pkey" PRIMARY KEY ("handle_hash")
);

CREATE INDEX "kept_requests_expires_at_idx" ON "kept_requests"("expires_at");
