-- What clients may do, two secrets while one is replaced, and the log of who did what.

ALTER TABLE clients ADD COLUMN scopes TEXT NOT NULL DEFAULT 'signicat-api'; -- blanks between them
ALTER TABLE clients ADD COLUMN previous_secret BYTEA;
ALTER TABLE clients ADD COLUMN previous_secret_until BIGINT;
ALTER TABLE clients ADD COLUMN revoked_at BIGINT;

CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    client TEXT NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    status BIGINT NOT NULL,
    dossier TEXT,
    process TEXT,
    trace_id TEXT NOT NULL
);

CREATE INDEX audit_of_client ON audit (client, at);
CREATE INDEX audit_of_dossier ON audit (dossier, at);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
