-- The newest sign-ins of a person come in order. No refresh changes a column of these.
CREATE INDEX "sign_ins_user_id_id_idx" ON "sign_ins"("user_id", "id");

-- Those of one application in a session are found without reading the others'.
CREATE INDEX "sign_ins_session_id_application_id_idx" ON "sign_ins"("session_id", "application_id");
