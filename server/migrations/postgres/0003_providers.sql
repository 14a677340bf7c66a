-- Who verifies a process, and what else was asked for when it was made. process_type is '' where the
-- provider has no types; client is that of the dossier, for the list of a client's processes.

ALTER TABLE processes ADD COLUMN provider TEXT NOT NULL DEFAULT 'signicatpictureid';
ALTER TABLE processes ADD COLUMN sealed_request BYTEA;
ALTER TABLE processes ADD COLUMN external_id TEXT;
ALTER TABLE processes ADD COLUMN client TEXT NOT NULL DEFAULT '';

UPDATE processes SET client = (SELECT client FROM dossiers WHERE dossiers.id = processes.dossier);

CREATE INDEX processes_of_client ON processes (client, created_at, id);
