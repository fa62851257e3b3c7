-- What several checks read. Each paragraph is a table of its own, made in this order; decided_* are
-- the tables of extraction as people's decisions leave them (see kg.decisions).

-- table origins
-- says what each document counts as: a text and its reprints are one
SELECT d.id, COALESCE(n.cluster, d.id) AS origin
FROM documents d
LEFT JOIN nodes n ON n.id = d.id AND n.label = 'Document'

-- table decided_facts
-- says facts without those judged wrong, the confirmed ones certain, merged nodes as what they are
SELECT
  f.* REPLACE (
    COALESCE(h.into_node, f.head) AS head, COALESCE(t.into_node, f.tail) AS tail,
    CASE WHEN r.fact IS NULL THEN f.confidence ELSE 1.0 END AS confidence
  )
FROM facts f
LEFT JOIN decision_merges h ON h.node = f.head
LEFT JOIN decision_merges t ON t.node = f.tail
LEFT JOIN decision_right r ON r.fact = f.id
ANTI JOIN decision_wrong w ON w.fact = f.id

-- table decided_indicators
-- says figures of merged nodes
SELECT i.* REPLACE (COALESCE(d.into_node, i.subject) AS subject)
FROM indicators i
LEFT JOIN decision_merges d ON d.node = i.subject

-- table decided_mentions
-- says mentions of merged nodes
SELECT m.document, m.node AS extracted, COALESCE(d.into_node, m.node) AS node
FROM mentions m
LEFT JOIN decision_merges d ON d.node = m.node

-- table decided_entities
-- says entities of merged nodes
SELECT e.id AS extracted, COALESCE(d.into_node, e.id) AS id, e.type, e.document
FROM entities e
LEFT JOIN decision_merges d ON d.node = e.id

-- table figures
-- says one row a numeric statement, with the node that all equal ones share
SELECT
  'indicator:' || min(i.id) OVER (PARTITION BY i.subject, i.name, i.value, i.unit, i.year) AS node,
  i.subject, i.name, i.value, i.unit, i.year, i.status, i.confidence, i.sentence, i.published,
  d.origin
FROM decided_indicators i
JOIN origins d ON d.id = i.document

-- table stated
-- says one row a statement and the edge it belongs to; a symmetric relation has its smaller end first
SELECT
  type, least(head, tail) AS source, greatest(head, tail) AS target, status, stage, confidence,
  background, sentence, published, origin
FROM (
  SELECT f.*, d.origin
  FROM decided_facts f
  JOIN origins d ON d.id = f.document
  JOIN schema_relations r ON r.type = f.type AND r.symmetric
) AS both_ways
WHERE head <> tail
UNION ALL
SELECT
  f.type, f.head, f.tail, f.status, f.stage, f.confidence, f.background, f.sentence, f.published,
  d.origin
FROM decided_facts f
JOIN origins d ON d.id = f.document
JOIN schema_relations r ON r.type = f.type AND NOT r.symmetric
WHERE f.head <> f.tail AND NOT (f.type = 'DEVELOPS' AND f.stage IS NOT DISTINCT FROM 'restricted')
UNION ALL
SELECT
  'HAS_INDICATOR', subject, node, status, NULL, confidence, FALSE, sentence, published, origin
FROM figures

-- table counted
-- says statements that count: of background knowledge only where nothing else is stated
SELECT s.*
FROM stated s
JOIN (
  SELECT type, source, target, bool_and(background) AS background
  FROM stated
  GROUP BY type, source, target
) AS k ON k.type = s.type AND k.source = s.source AND k.target = s.target
  AND k.background = s.background

-- table sums
-- says what the statements of an edge add up to, copies of one text counted once
SELECT
  type, source, target, min(status) AS status, count(*) AS support,
  1.0 - exp(sum(ln(1.0 - least(confidence, 0.99)))) AS confidence,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, bool_or(background) AS background
FROM (
  SELECT
    type, source, target, origin, min(status) AS status, max(confidence) AS confidence,
    min(published) AS first_seen, max(published) AS last_seen, bool_or(background) AS background
  FROM counted
  GROUP BY type, source, target, origin
) AS by_origin
GROUP BY type, source, target

-- table stated_edges
-- says edges that statements must stand behind: not what is mentioned where, nor the gazetteer's
SELECT e.*
FROM edges e
JOIN schema_relations r ON r.type = e.type AND r.fact
WHERE NOT (e.background AND e.support = 0)

-- table evidence
-- says one row an edge and sentence
SELECT id AS edge, type, source, target, unnest(evidence) AS sentence
FROM edges

-- table labels
-- says label of every node, once
SELECT id, min(label) AS label
FROM nodes
GROUP BY id
