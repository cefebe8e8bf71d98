-- An application can be told that all of a person's sign-ins there are over, when no session goes with them.
ALTER TABLE "logout_deliveries" ALTER COLUMN "session_id" DROP NOT NULL;
