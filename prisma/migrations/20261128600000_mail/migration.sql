CREATE TABLE "outgoing_mails" (
    "id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outgoing_mails_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "outgoing_mails_next_attempt_at_idx" ON "outgoing_mails"("next_attempt_at");

CREATE TABLE "account_links" (
    "hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "user_epoch" INTEGER NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_links_pkey" PRIMARY KEY ("hash"),
    CONSTRAINT "account_links_purpose" CHECK ("purpose" IN ('reset', 'invitation'))
);

CREATE INDEX "account_links_user_id_idx" ON "account_links"("user_id");

CREATE INDEX "account_links_expires_at_idx" ON "account_links"("expires_at");
