-- Lists are filtered by what few rows are: each has an index of those alone.
CREATE INDEX "users_admins" ON "users"("id") WHERE "role" = 'admin';

CREATE INDEX "users_disabled" ON "users"("id") WHERE "disabled_at" IS NOT NULL;

CREATE INDEX "applications_disabled" ON "applications"("id") WHERE "disabled_at" IS NOT NULL;
