CREATE TABLE scope (
    id TEXT PRIMARY KEY,
    epoch BIGINT NOT NULL,
    ver BIGINT NOT NULL,
    codes BIGINT NOT NULL,
    live BIGINT NOT NULL,
    checksum BIGINT NOT NULL,
    chain BLOB NOT NULL
);
