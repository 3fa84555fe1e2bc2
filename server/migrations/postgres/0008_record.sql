CREATE TABLE record (
    scope TEXT NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    parent UUID,
    ver BIGINT NOT NULL,
    doc TEXT NOT NULL,
    fver TEXT NOT NULL,
    life TEXT NOT NULL,
    made TEXT NOT NULL,
    touched TEXT NOT NULL,
    PRIMARY KEY (scope, id)
);
