-- Frames of the live picture before a selfie, sealed, as one file. They go with their selfie.

ALTER TABLE images ADD COLUMN burst TEXT;
