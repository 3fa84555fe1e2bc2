CREATE TABLE blob_upload (
    account UUID NOT NULL REFERENCES account (id),
    sha256 BYTEA NOT NULL,
    bytes BIGINT NOT NULL,
    received BYTEA NOT NULL,
    refusal TEXT,
    begun_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (account, sha256)
);
