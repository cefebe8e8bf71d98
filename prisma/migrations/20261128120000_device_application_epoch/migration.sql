-- What a device was allowed dies with the application's epoch. Null: decided by a program that did not know it.
ALTER TABLE "device_codes" ADD COLUMN "application_epoch" INTEGER;
