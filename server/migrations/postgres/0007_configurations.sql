-- Matching and capture configurations of clients, as JSON.

CREATE TABLE configurations (
    client TEXT NOT NULL REFERENCES clients (id),
    kind TEXT NOT NULL, -- 'matching' or 'capture'
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (client, kind, id)
);
