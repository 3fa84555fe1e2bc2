CREATE TABLE blob_link (
    sha256 BYTEA NOT NULL,
    scope TEXT NOT NULL,
    record UUID NOT NULL,
    part TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    live BOOLEAN NOT NULL,
    proven BOOLEAN NOT NULL,
    PRIMARY KEY (sha256, scope, record)
);
