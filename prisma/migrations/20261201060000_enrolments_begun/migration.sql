-- How many set-ups of an authenticator app were begun: the last one alone is finished.
ALTER TABLE "users" ADD COLUMN "enrolments_begun" INTEGER NOT NULL DEFAULT 0;
