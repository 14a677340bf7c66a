-- Files of dossiers, which outlive the processes that they may come from.

CREATE TABLE files (
    dossier TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    depiction TEXT NOT NULL,
    blob TEXT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (dossier, depiction)
) STRICT;
