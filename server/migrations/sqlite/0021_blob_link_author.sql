-- Links of before have no author: whoever holds their scope sends their bytes, as until now.
ALTER TABLE blob_link ADD COLUMN author BLOB;
