-- Where images come from. camera is what the page said of it, as JSON, without the camera's name;
-- NULL for files. Marks are keyed hashes of a file and of parts of its fingerprint: pictures of two
-- dossiers that have them in common are the same picture.

ALTER TABLE images ADD COLUMN camera TEXT;

CREATE TABLE image_marks (
    process TEXT NOT NULL,
    depiction TEXT NOT NULL,
    mark BLOB NOT NULL,
    PRIMARY KEY (process, depiction, mark),
    FOREIGN KEY (process, depiction) REFERENCES images (process, depiction) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX images_by_mark ON image_marks (mark);
