-- The ends of sessions that applications are still to be told of (OpenID Connect Back-Channel Logout).
CREATE TABLE "logout_deliveries" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "logout_deliveries_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "logout_deliveries_application_id_idx" ON "logout_deliveries"("application_id");

CREATE INDEX "logout_deliveries_next_attempt_at_idx" ON "logout_deliveries"("next_attempt_at");

ALTER TABLE "logout_deliveries" ADD CONSTRAINT "logout_deliveries_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;
