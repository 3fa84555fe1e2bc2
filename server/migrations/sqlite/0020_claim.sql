CREATE TABLE claim (
    key TEXT NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (key, record)
) WITHOUT ROWID;
