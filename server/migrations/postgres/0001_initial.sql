-- The schema of migrations/sqlite up to 0004, for PostgreSQL. Times are milliseconds since 1970
-- (UTC). Columns named sealed_* hold personal data, sealed with the dossier's data key; wrapped_key is
-- that key, sealed with the master key.

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    salt BYTEA NOT NULL,
    secret BYTEA,
    redirect_prefixes TEXT NOT NULL, -- one a line
    created_at BIGINT NOT NULL
);

CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL REFERENCES clients (id),
    wrapped_key BYTEA NOT NULL,
    sealed_external_reference BYTEA,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX dossiers_of_client ON dossiers (client, created_at);

CREATE TABLE processes (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    process_type TEXT NOT NULL,
    status TEXT NOT NULL,
    document_id BIGINT,
    failure TEXT,
    first_image_at BIGINT,
    sealed_record BYTEA,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX processes_of_dossier ON processes (dossier, created_at);
CREATE INDEX pending_processes ON processes (first_image_at) WHERE status = 'pending';

CREATE TABLE images (
    process TEXT NOT NULL REFERENCES processes (id) ON DELETE CASCADE,
    depiction TEXT NOT NULL,
    blob TEXT NOT NULL,
    media_type TEXT NOT NULL,
    camera TEXT, -- what the page said of it, as JSON, without the camera's name
    burst TEXT, -- frames of the live picture before a selfie, sealed, as one file
    PRIMARY KEY (process, depiction)
);

-- Keyed hashes of a file and of parts of its fingerprint: pictures of two dossiers that have them in
-- common are the same picture.
CREATE TABLE image_marks (
    process TEXT NOT NULL,
    depiction TEXT NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (process, depiction, mark),
    FOREIGN KEY (process, depiction) REFERENCES images (process, depiction) ON DELETE CASCADE
);

CREATE INDEX images_by_mark ON image_marks (mark);

-- challenge is NULL where none is asked for, else 'open', 'answered' or 'givenUp'. The nonce is a
-- 64-bit number, its bits as they are.
CREATE TABLE sessions (
    process TEXT PRIMARY KEY REFERENCES processes (id) ON DELETE CASCADE,
    sealed_details BYTEA NOT NULL,
    handover TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    challenge TEXT,
    challenge_nonce BIGINT,
    challenge_attempts BIGINT NOT NULL DEFAULT 0,
    challenge_blob TEXT -- the sampled frames, sealed
);

CREATE TABLE accesses (
    artifact BYTEA PRIMARY KEY, -- hash
    token BYTEA UNIQUE, -- hash
    process TEXT NOT NULL REFERENCES processes (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX accesses_of_process ON accesses (process);

CREATE TABLE jobs (
    process TEXT PRIMARY KEY REFERENCES processes (id) ON DELETE CASCADE,
    queued_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    free_at BIGINT NOT NULL DEFAULT 0, -- end of the lease, or of the wait before another attempt
    node TEXT,
    worker TEXT
);

CREATE INDEX free_jobs ON jobs (free_at, queued_at);
