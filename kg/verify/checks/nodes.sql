-- check node-twice
-- says two nodes have one id
SELECT id AS here, count(*) || ' times' AS detail FROM nodes GROUP BY id HAVING count(*) > 1

-- check node-label
-- says a node's label is not in the schema, or is one that has no place in this table
SELECT n.id AS here, n.label AS detail
FROM nodes n
LEFT JOIN schema_labels l ON l.label = n.label
WHERE l.label IS NULL OR n.label = 'Sentence'

-- check node-kind
-- says a node's kind is not one of its label
SELECT n.id AS here, n.kind AS detail
FROM nodes n
LEFT JOIN schema_kinds k ON k.label = n.label AND k.kind = n.kind
WHERE k.kind IS NULL AND n.kind IS DISTINCT FROM ''

-- check node-name
-- says a node has no name
SELECT COALESCE(id, '?') AS here, label AS detail
FROM nodes
WHERE id IS NULL OR id = '' OR name IS NULL OR name = ''

-- check node-place
-- says a node lies nowhere on earth
SELECT id AS here, concat_ws(' ', lat, lon) AS detail
FROM nodes
WHERE NOT (COALESCE(lat, 0) BETWEEN -90 AND 90 AND COALESCE(lon, 0) BETWEEN -180 AND 180)
  OR (lat IS NULL) <> (lon IS NULL)

-- check node-support
-- says a node's support is not the number of independent documents that have it
SELECT n.id AS here, n.support || ', they are ' || COALESCE(k.support, 0) AS detail
FROM nodes n
LEFT JOIN (
  SELECT e.id, count(DISTINCT d.origin) AS support
  FROM decided_entities e
  JOIN origins d ON d.id = e.document
  GROUP BY e.id
  UNION ALL
  SELECT node, count(DISTINCT origin) FROM figures GROUP BY node
  UNION ALL
  SELECT id, 1 FROM documents
) AS k ON k.id = n.id
WHERE n.support IS DISTINCT FROM COALESCE(k.support, 0)

-- check node-mentions
-- says a node's number of mentions is not that of the mentions
SELECT n.id AS here, n.mentions || ', they are ' || COALESCE(k.mentions, 0) AS detail
FROM nodes n
LEFT JOIN (SELECT node, count(*) AS mentions FROM decided_mentions GROUP BY node) AS k
  ON k.node = n.id
JOIN schema_entities t ON t.label = n.label
WHERE n.mentions IS DISTINCT FROM COALESCE(k.mentions, 0)

-- check node-unfounded
-- says a node is of no document and joined to nothing
SELECT n.id AS here, n.label AS detail
FROM nodes n
ANTI JOIN (
  SELECT id FROM decided_entities
  UNION ALL SELECT node FROM figures
  UNION ALL SELECT id FROM documents
  UNION ALL SELECT source FROM edges WHERE background
  UNION ALL SELECT target FROM edges WHERE background
) AS k ON k.id = n.id
