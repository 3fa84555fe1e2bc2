CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    account UUID NOT NULL REFERENCES account (id),
    device UUID NOT NULL REFERENCES device (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
