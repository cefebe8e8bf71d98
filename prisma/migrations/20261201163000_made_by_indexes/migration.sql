-- Housekeeping asks for each unused registration what it made, and which API it is.
CREATE INDEX "api_keys_made_by_idx" ON "api_keys"("made_by");
CREATE INDEX "applications_made_by_idx" ON "applications"("made_by");
CREATE INDEX "resources_application_id_idx" ON "resources"("application_id");
