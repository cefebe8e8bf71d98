ALTER TABLE "sign_ins" ADD COLUMN "left_out" TEXT;
ALTER TABLE "device_codes" ADD COLUMN "asked_scopes" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
