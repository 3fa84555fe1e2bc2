CREATE TABLE blob (
    sha256 BLOB PRIMARY KEY,
    bytes BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    kept_sha256 BLOB NOT NULL,
    kept_bytes BIGINT NOT NULL,
    kept_at BIGINT NOT NULL
) WITHOUT ROWID;
