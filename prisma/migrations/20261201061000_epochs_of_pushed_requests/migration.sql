-- The epoch of its application when a request was pushed: one that was pushed before everything of it ended counts no more.
ALTER TABLE "pushed_requests" ADD COLUMN "application_epoch" INTEGER;
