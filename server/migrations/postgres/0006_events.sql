-- Who is told of what became of processes, and what was told. An event holds no personal data and
-- outlives its dossier. Columns named sealed_* are sealed with the master key: a URL may hold a secret.

CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL REFERENCES clients (id),
    sealed_url BYTEA NOT NULL,
    sealed_secret BYTEA NOT NULL,
    sealed_previous_secret BYTEA,
    previous_secret_until BIGINT,
    created_at BIGINT NOT NULL
);

CREATE INDEX subscriptions_of_client ON subscriptions (client);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL,
    dossier TEXT NOT NULL,
    process TEXT NOT NULL,
    provider TEXT NOT NULL,
    process_type TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- state is 'pending', 'delivered' or 'failed'; next_at is the end of a lease while one delivers.
CREATE TABLE deliveries (
    event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    subscription TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    worker TEXT,
    last_status BIGINT,
    last_error TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (event, subscription)
);

CREATE INDEX due_deliveries ON deliveries (next_at) WHERE state = 'pending';
CREATE INDEX deliveries_of_subscription ON deliveries (subscription, updated_at);
