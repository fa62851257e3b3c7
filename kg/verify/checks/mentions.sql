-- check mention-sentence
-- says a mention is in a sentence or document that is not there
SELECT m.sentence AS here, m.text AS detail
FROM mentions m
ANTI JOIN sentences s ON s.id = m.sentence AND s.document = m.document

-- check mention-span
-- says a mention's span is not inside its sentence
SELECT m.sentence AS here, m.start || '-' || m."end" AS detail
FROM mentions m
JOIN sentences s ON s.id = m.sentence
WHERE m.start IS NULL OR m."end" IS NULL OR m.start < s.start OR m."end" > s."end"
  OR m."end" <= m.start

-- check mention-type
-- says a mention's type is no entity of the schema
SELECT m.sentence AS here, m.type AS detail
FROM mentions m
ANTI JOIN schema_entities t ON t.label = m.type

-- check mention-node
-- says a mention means a node that is not there
SELECT DISTINCT m.document AS here, m.node AS detail
FROM decided_mentions m
ANTI JOIN nodes n ON n.id = m.node

-- check mention-entity
-- says a mention means an entity that its document's entities do not have
SELECT DISTINCT m.document AS here, m.node AS detail
FROM mentions m
ANTI JOIN entities e ON e.id = m.node AND e.document = m.document AND e.type = m.type
