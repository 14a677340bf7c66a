-- When a pending process that was handed over to a phone is canceled, if it is by then.

ALTER TABLE processes ADD COLUMN cancel_at INTEGER;

CREATE INDEX handed_over_processes ON processes (cancel_at) WHERE status = 'pending';
