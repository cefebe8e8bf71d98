-- A client that is described by the document at its client_id has no row until a person allows it something; what it
-- pushed and the device that waits live for minutes, and are of no use to anybody without the client.
ALTER TABLE "pushed_requests" DROP CONSTRAINT "pushed_requests_application_id_fkey";
DROP INDEX "pushed_requests_application_id_idx";

ALTER TABLE "device_codes" DROP CONSTRAINT "device_codes_application_id_fkey";
ALTER TABLE "device_codes" ADD COLUMN "client_id" TEXT;
UPDATE "device_codes" d SET "client_id" = a."client_id" FROM "applications" a WHERE a."id" = d."application_id";
ALTER TABLE "device_codes" ALTER COLUMN "client_id" SET NOT NULL;
