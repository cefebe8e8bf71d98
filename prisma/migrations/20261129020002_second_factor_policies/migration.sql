ALTER TABLE "applications" ADD COLUMN "second_factor" TEXT
  CONSTRAINT "applications_second_factor_check" CHECK ("second_factor" IN ('off', 'optional', 'required'));
ALTER TABLE "brands" ADD COLUMN "second_factor" TEXT
  CONSTRAINT "brands_second_factor_check" CHECK ("second_factor" IN ('off', 'optional', 'required'));
