-- CreateTable
CREATE TABLE "secret_key_marks" (
    "fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secret_key_marks_pkey" PRIMARY KEY ("fingerprint")
);
