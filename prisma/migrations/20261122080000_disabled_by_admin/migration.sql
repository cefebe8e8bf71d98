-- Only an admin enables again what an admin has disabled.
ALTER TABLE "applications" ADD COLUMN "disabled_by_admin" BOOLEAN NOT NULL DEFAULT false;
