CREATE TABLE change (
    scope TEXT NOT NULL,
    ver BIGINT NOT NULL,
    record BLOB NOT NULL,
    entry TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    PRIMARY KEY (scope, ver)
);
