-- Times are milliseconds since 1970 (UTC). Columns named sealed_* hold personal data, sealed with
-- the dossier's data key; wrapped_key is that key, sealed with the master key.

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    salt BLOB NOT NULL,
    secret BLOB,
    redirect_prefixes TEXT NOT NULL, -- one a line
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL REFERENCES clients (id),
    wrapped_key BLOB NOT NULL,
    sealed_external_reference BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX dossiers_of_client ON dossiers (client, created_at);

CREATE TABLE processes (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    process_type TEXT NOT NULL,
    status TEXT NOT NULL,
    document_id INTEGER,
    failure TEXT,
    first_image_at INTEGER,
    sealed_record BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX processes_of_dossier ON processes (dossier, created_at);
CREATE INDEX pending_processes ON processes (first_image_at) WHERE status = 'pending';

CREATE TABLE images (
    process TEXT NOT NULL REFERENCES processes (id) ON DELETE CASCADE,
    depiction TEXT NOT NULL,
    blob TEXT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (process, depiction)
) STRICT;

CREATE TABLE sessions (
    process TEXT PRIMARY KEY REFERENCES processes (id) ON DELETE CASCADE,
    sealed_details BLOB NOT NULL,
    handover TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE accesses (
    artifact BLOB PRIMARY KEY, -- hash
    token BLOB UNIQUE, -- hash
    process TEXT NOT NULL REFERENCES processes (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX accesses_of_process ON accesses (process);

CREATE TABLE jobs (
    process TEXT PRIMARY KEY REFERENCES processes (id) ON DELETE CASCADE,
    queued_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    free_at INTEGER NOT NULL DEFAULT 0, -- end of the lease, or of the wait before another attempt
    node TEXT,
    worker TEXT
) STRICT;

CREATE INDEX free_jobs ON jobs (free_at, queued_at);
