-- What all programs of an installation share, sealed with the master key, such as the key that signs
-- access tokens. Its rows tell, too, whether a master key is the right one.

CREATE TABLE installation (
    name TEXT PRIMARY KEY,
    sealed_value BYTEA NOT NULL
);
