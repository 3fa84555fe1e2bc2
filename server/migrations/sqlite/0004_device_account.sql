CREATE INDEX device_account ON device (account);
