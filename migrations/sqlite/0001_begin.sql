-- Rows, the log they follow from, and who may come in. Instants are epoch milliseconds, ids UUID
-- text, bodies JSON as the program reads it.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One line a workspace. The epoch changes when the database is restored.
CREATE TABLE heads (
    workspace TEXT NOT NULL PRIMARY KEY,
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every row as it now is, removed ones included.
CREATE TABLE rows (
    workspace TEXT NOT NULL,
    tbl TEXT NOT NULL,
    id TEXT NOT NULL,
    rev INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workspace, tbl, id)
) STRICT;

-- One line a revision, without gaps.
CREATE TABLE log (
    workspace TEXT NOT NULL,
    revision INTEGER NOT NULL,
    command TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    replica TEXT NOT NULL,
    at INTEGER NOT NULL,
    now INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workspace, revision)
) STRICT;

CREATE UNIQUE INDEX log_by_command ON log (workspace, command);

-- What became of each command, refusals too: the same id gets the same answer for ever.
CREATE TABLE commands (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    actor TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT;

CREATE TABLE accounts (
    user TEXT NOT NULL PRIMARY KEY,
    workspace TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Only the hash of a session's token is kept.
CREATE TABLE sessions (
    token TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL,
    workspace TEXT NOT NULL,
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_user ON sessions (user);
