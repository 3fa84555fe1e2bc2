CREATE INDEX session_account ON session (account);
