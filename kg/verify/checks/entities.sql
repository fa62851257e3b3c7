-- check entity-twice
-- says an entity stands twice in one document
SELECT id AS here, document AS detail FROM entities GROUP BY id, document HAVING count(*) > 1

-- check entity-document
-- says an entity is of a document that is not there
SELECT e.id AS here, e.document AS detail FROM entities e ANTI JOIN documents d ON d.id = e.document

-- check entity-type
-- says an entity's type is not in the schema or is not that of its id
SELECT e.id AS here, e.type AS detail
FROM entities e
LEFT JOIN schema_entities t ON t.label = e.type
WHERE t.label IS NULL OR NOT starts_with(e.id, lower(e.type) || ':')

-- check entity-kind
-- says an entity's kind is not one of its type
SELECT e.id AS here, e.kind AS detail
FROM entities e
LEFT JOIN schema_kinds k ON k.label = e.type AND k.kind = e.kind
WHERE k.kind IS NULL AND e.kind IS DISTINCT FROM ''

-- check entity-node
-- says an entity has no node of its type
SELECT e.extracted AS here, e.type AS detail
FROM decided_entities e
ANTI JOIN nodes n ON n.id = e.id AND n.label = e.type
