CREATE INDEX blob_upload_touched ON blob_upload (touched_at);
