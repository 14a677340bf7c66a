-- What an integrator knows of the person, as JSON.

CREATE TABLE user_data (
    dossier TEXT PRIMARY KEY REFERENCES dossiers (id) ON DELETE CASCADE,
    sealed_data BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
