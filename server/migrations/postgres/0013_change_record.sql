CREATE INDEX change_record ON change (scope, record, ver);
