CREATE TABLE mutation (
    device UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    outcome TEXT NOT NULL,
    body TEXT,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (device, seq)
);
