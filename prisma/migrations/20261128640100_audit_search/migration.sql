-- The audit trail is searched by application, by action, among refusals and among attempts to sign in.
CREATE INDEX "audit_events_client_id_at_idx" ON "audit_events"("client_id", "at");

CREATE INDEX "audit_events_action_at_idx" ON "audit_events"("action", "at");

CREATE INDEX "audit_events_refused" ON "audit_events"("at", "id") WHERE outcome = 'refused';

CREATE INDEX "audit_events_sign_ins" ON "audit_events"("at", "id")
    WHERE (action IN ('session.begin', 'sign-in.begin')
           OR details ->> 'attempt' = 'sign-in' OR starts_with(reason, 'invalid_credentials:'));

-- The beginning of what people and applications are called.
CREATE INDEX "users_email_beginning" ON "users"("email" text_pattern_ops);

CREATE INDEX "users_username_beginning" ON "users"("username" text_pattern_ops);

CREATE INDEX "applications_name_beginning" ON "applications"(lower("name") text_pattern_ops);
