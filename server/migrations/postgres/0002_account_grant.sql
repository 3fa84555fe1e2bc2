CREATE TABLE account_grant (
    account UUID NOT NULL REFERENCES account (id),
    scope TEXT NOT NULL,
    role TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    PRIMARY KEY (account, scope, role)
);
