-- What an integrator knows of the person, as JSON.

CREATE TABLE user_data (
    dossier TEXT PRIMARY KEY REFERENCES dossiers (id) ON DELETE CASCADE,
    sealed_data BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
