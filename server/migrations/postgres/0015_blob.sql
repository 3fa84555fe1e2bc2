CREATE TABLE blob (
    sha256 BYTEA PRIMARY KEY,
    bytes BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    kept_sha256 BYTEA NOT NULL,
    kept_bytes BIGINT NOT NULL,
    kept_at BIGINT NOT NULL
);
