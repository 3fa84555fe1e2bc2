CREATE TABLE mutation (
    device BLOB NOT NULL,
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL,
    outcome TEXT NOT NULL,
    body TEXT,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (device, seq)
);
