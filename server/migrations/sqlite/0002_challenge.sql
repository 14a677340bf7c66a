-- The active challenge of a capture session; challenge is NULL where none is asked for, else
-- 'open', 'answered' or 'givenUp'. The nonce is a 64-bit number, its bits as they are.

ALTER TABLE sessions ADD COLUMN challenge TEXT;
ALTER TABLE sessions ADD COLUMN challenge_nonce INTEGER;
ALTER TABLE sessions ADD COLUMN challenge_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN challenge_blob TEXT; -- the sampled frames, sealed
