CREATE TABLE claim (
    key TEXT NOT NULL,
    record UUID NOT NULL,
    PRIMARY KEY (key, record)
);
