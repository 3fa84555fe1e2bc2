CREATE INDEX record_id ON record (id);
