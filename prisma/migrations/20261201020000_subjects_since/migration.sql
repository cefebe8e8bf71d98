-- When an application came to know people by other subjects: an id_token of before counts as absent.
ALTER TABLE "applications" ADD COLUMN "subjects_since" TIMESTAMPTZ(3);
