CREATE UNIQUE INDEX record_ver ON record (scope, ver);
