-- Lists are searched by a part of a name: every three letters in a row of it, by an index. An extension would do the
-- same, and is not at hand everywhere.
CREATE FUNCTION "parts_of"(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(array_agg(DISTINCT substr(lower(words), at, 3)), '{}') FROM generate_series(1, length(lower(words)) - 2) AS at $$;

CREATE INDEX "users_parts" ON "users"
  USING gin ("parts_of"("email" || ' ' || coalesce("username", '') || ' ' || coalesce("name", '')));

CREATE INDEX "applications_parts" ON "applications" USING gin ("parts_of"("name"));

CREATE INDEX "applications_by_name" ON "applications"(lower("name"), "id");

-- What one application was issued, and when.
CREATE INDEX "usage_counts_subject_day_idx" ON "usage_counts"("subject", "day");
