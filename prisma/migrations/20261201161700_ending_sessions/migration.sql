-- Whether sign-ins are left that are to end with a session that has ended: the few that were cut off are found by an index.
ALTER TABLE "sessions" ADD COLUMN "ending" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "sessions_ending" ON "sessions"("id") WHERE "ending";
