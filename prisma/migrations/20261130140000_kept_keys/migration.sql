-- What is sealed names its key, and no value is taken that is sealed with another than the one in force: a node that still
-- has the former key cannot write. Rows of earlier releases name none.
ALTER TABLE "secret_key_marks" ADD COLUMN "former" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

ALTER TABLE "signing_keys" ADD COLUMN "sealed_with" TEXT;
ALTER TABLE "authenticators" ADD COLUMN "sealed_with" TEXT;
ALTER TABLE "application_secrets" ADD COLUMN "sealed_with" TEXT;
ALTER TABLE "outgoing_mails" ADD COLUMN "sealed_with" TEXT;

-- CreateTable
CREATE TABLE "kept_keys" (
    "purpose" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "sealed_with" TEXT NOT NULL,

    CONSTRAINT "kept_keys_pkey" PRIMARY KEY ("purpose")
);

-- AddForeignKey
ALTER TABLE "signing_keys" ADD CONSTRAINT "signing_keys_sealed_with_fkey"
  FOREIGN KEY ("sealed_with") REFERENCES "secret_key_marks"("fingerprint") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "authenticators" ADD CONSTRAINT "authenticators_sealed_with_fkey"
  FOREIGN KEY ("sealed_with") REFERENCES "secret_key_marks"("fingerprint") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "application_secrets" ADD CONSTRAINT "application_secrets_sealed_with_fkey"
  FOREIGN KEY ("sealed_with") REFERENCES "secret_key_marks"("fingerprint") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "outgoing_mails" ADD CONSTRAINT "outgoing_mails_sealed_with_fkey"
  FOREIGN KEY ("sealed_with") REFERENCES "secret_key_marks"("fingerprint") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "kept_keys" ADD CONSTRAINT "kept_keys_sealed_with_fkey"
  FOREIGN KEY ("sealed_with") REFERENCES "secret_key_marks"("fingerprint") ON DELETE NO ACTION ON UPDATE NO ACTION;
