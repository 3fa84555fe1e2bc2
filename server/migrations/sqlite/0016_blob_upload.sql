CREATE TABLE blob_upload (
    account BLOB NOT NULL REFERENCES account (id),
    sha256 BLOB NOT NULL,
    bytes BIGINT NOT NULL,
    received BLOB NOT NULL,
    refusal TEXT,
    begun_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (account, sha256)
) WITHOUT ROWID;
