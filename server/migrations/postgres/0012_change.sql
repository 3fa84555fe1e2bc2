CREATE TABLE change (
    scope TEXT NOT NULL,
    ver BIGINT NOT NULL,
    record UUID NOT NULL,
    entry TEXT NOT NULL,
    prev_hash BYTEA NOT NULL,
    PRIMARY KEY (scope, ver)
);
