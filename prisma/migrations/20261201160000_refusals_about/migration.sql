-- The refusals of an application are found without reading all its events. Other events pay nothing for it.
CREATE INDEX "audit_events_refused_actor" ON "audit_events"("actor_id", "at", "id")
    WHERE outcome = 'refused' AND actor_id IS NOT NULL;

CREATE INDEX "audit_events_refused_target" ON "audit_events"("target_id", "at", "id")
    WHERE outcome = 'refused' AND target_id IS NOT NULL;

CREATE INDEX "audit_events_refused_client" ON "audit_events"("client_id", "at", "id")
    WHERE outcome = 'refused' AND client_id IS NOT NULL;
