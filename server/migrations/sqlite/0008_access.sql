-- What clients may do, two secrets while one is replaced, and the log of who did what.

ALTER TABLE clients ADD COLUMN scopes TEXT NOT NULL DEFAULT 'signicat-api'; -- blanks between them
ALTER TABLE clients ADD COLUMN previous_secret BLOB;
ALTER TABLE clients ADD COLUMN previous_secret_until INTEGER;
ALTER TABLE clients ADD COLUMN revoked_at INTEGER;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    client TEXT NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    status INTEGER NOT NULL,
    dossier TEXT,
    process TEXT,
    trace_id TEXT NOT NULL
) STRICT;

CREATE INDEX audit_of_client ON audit (client, at);
CREATE INDEX audit_of_dossier ON audit (dossier, at);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
