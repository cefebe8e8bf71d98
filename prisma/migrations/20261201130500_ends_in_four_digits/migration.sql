-- An end in the year 10000 was taken, by an offset from UTC, and could not be read back.
UPDATE "api_keys" SET "expires_at" = '9999-12-31T23:59:59Z' WHERE "expires_at" >= '10000-01-01T00:00:00Z';
UPDATE "application_secrets" SET "expires_at" = '9999-12-31T23:59:59Z' WHERE "expires_at" >= '10000-01-01T00:00:00Z';
