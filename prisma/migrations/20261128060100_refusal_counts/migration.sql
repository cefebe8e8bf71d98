-- How many refusals a row of the audit trail stands for. Rows of before stand for one; an older program writes none else.
ALTER TABLE "audit_events" ADD COLUMN "count" INTEGER NOT NULL DEFAULT 1;
