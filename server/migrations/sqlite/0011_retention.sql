-- How long dossiers of a client are kept after their last change; NULL for the service's own time.

ALTER TABLE clients ADD COLUMN retention_days INTEGER;

CREATE INDEX dossiers_by_change ON dossiers (updated_at);
CREATE INDEX events_by_age ON events (created_at);
