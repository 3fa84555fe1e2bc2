CREATE INDEX blob_link_record ON blob_link (record);
