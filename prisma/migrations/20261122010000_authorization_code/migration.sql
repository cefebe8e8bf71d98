-- A sign-in that waits for its authorization code is a sign-in of generation -1: redeeming the code is one update in place.
ALTER TABLE "sign_ins" ADD COLUMN "request" JSONB;

-- What a client declares about itself beyond the columns.
ALTER TABLE "applications" ADD COLUMN "metadata" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "consents" (
    "user_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("user_id","application_id")
);

CREATE INDEX "consents_application_id_idx" ON "consents"("application_id");

ALTER TABLE "consents" ADD CONSTRAINT "consents_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "consents" ADD CONSTRAINT "consents_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;
