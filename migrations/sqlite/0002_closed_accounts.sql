-- A session of an account that was closed opens nothing any more. It is kept, until it would have
-- expired, so that a device which was away then can be told why it is signed out.

ALTER TABLE sessions ADD COLUMN closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1));
