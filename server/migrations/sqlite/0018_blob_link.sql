CREATE TABLE blob_link (
    sha256 BLOB NOT NULL,
    scope TEXT NOT NULL,
    record BLOB NOT NULL,
    part TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    live BOOLEAN NOT NULL,
    proven BOOLEAN NOT NULL,
    PRIMARY KEY (sha256, scope, record)
) WITHOUT ROWID;
