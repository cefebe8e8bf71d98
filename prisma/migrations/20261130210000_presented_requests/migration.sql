-- Until when a browser may come with a request that waits for a person: it is kept for longer then, by "expires_at".
ALTER TABLE "pushed_requests" ADD COLUMN "present_by" TIMESTAMPTZ(3);
