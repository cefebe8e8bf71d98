-- Wrong codes of an authenticator app in a row, and when its owner was told of them last.
ALTER TABLE "authenticators"
  ADD COLUMN "wrong_codes" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "wrong_codes_told_at" TIMESTAMPTZ(3);
