-- The next deliveries of one application are found without reading all that wait for it.
CREATE INDEX "logout_deliveries_application_id_next_attempt_at_idx" ON "logout_deliveries"("application_id", "next_attempt_at");

DROP INDEX "logout_deliveries_application_id_idx";
