CREATE INDEX record_parent ON record (parent);
