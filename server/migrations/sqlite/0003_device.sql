CREATE TABLE device (
    id BLOB PRIMARY KEY,
    account BLOB NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    user_agent_hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    newest_seq BIGINT NOT NULL,
    received_seq BIGINT NOT NULL,
    revoked_at BIGINT
) WITHOUT ROWID;
