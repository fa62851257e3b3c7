-- check edge-twice
-- says two edges have one id
SELECT id AS here, count(*) || ' times' AS detail FROM edges GROUP BY id HAVING count(*) > 1

-- check edge-parallel
-- says two edges of one type join the same nodes
SELECT source AS here, concat_ws(' ', type, target) AS detail
FROM edges
GROUP BY type, source, target
HAVING count(*) > 1

-- check edge-id
-- says an edge's id is not that of its type and ends
SELECT id AS here, concat_ws(' ', source, type, target) AS detail
FROM edges
WHERE id IS DISTINCT FROM left(md5(concat_ws(chr(31), type, source, target)), 20)

-- check edge-type
-- says an edge's type is not in the schema
SELECT e.id AS here, e.type AS detail FROM edges e ANTI JOIN schema_relations r ON r.type = e.type

-- check edge-in-document
-- says IN_DOCUMENT stands among the edges, where the sentences say it already
SELECT id AS here, concat_ws(' ', source, target) AS detail FROM edges WHERE type = 'IN_DOCUMENT'

-- check edge-source
-- says an edge starts at a node that is not there
SELECT e.id AS here, e.source AS detail FROM edges e ANTI JOIN nodes n ON n.id = e.source

-- check edge-target
-- says an edge leads to a node that is not there
SELECT e.id AS here, e.target AS detail FROM edges e ANTI JOIN nodes n ON n.id = e.target

-- check edge-ends
-- says the schema does not let an edge's type join these nodes
SELECT e.id AS here, concat_ws(' ', s.label, e.type, t.label) AS detail
FROM edges e
JOIN labels s ON s.id = e.source
JOIN labels t ON t.id = e.target
ANTI JOIN schema_ends x ON x.type = e.type AND x.source = s.label AND x.target = t.label

-- check edge-loop
-- says an edge leads back to where it starts
SELECT id AS here, source AS detail FROM edges WHERE source = target

-- check edge-confidence
-- says an edge's confidence is not in 0..1
SELECT id AS here, CAST(confidence AS VARCHAR) AS detail
FROM edges
WHERE confidence IS NULL OR NOT (confidence >= 0 AND confidence <= 1)

-- check edge-support
-- says an edge has no support and is not the gazetteer's
SELECT id AS here, CAST(support AS VARCHAR) AS detail
FROM edges
WHERE support IS NULL OR support < 0
  OR (support = 0 AND NOT (background AND type = 'PART_OF' AND len(evidence) = 0))

-- check edge-dates
-- says an edge is last seen before it is first seen, or seen and never
SELECT id AS here, concat_ws(' ', first_seen, last_seen) AS detail
FROM edges
WHERE first_seen > last_seen OR (first_seen IS NULL) <> (last_seen IS NULL)

-- check edge-evidence
-- says an edge's evidence is a sentence that is not there
SELECT e.edge AS here, e.sentence AS detail FROM evidence e ANTI JOIN sentences s ON s.id = e.sentence

-- check edge-evidence-facts
-- says an edge's evidence is a sentence that does not state it
SELECT e.edge AS here, e.sentence AS detail
FROM evidence e
ANTI JOIN counted s
  ON s.type = e.type AND s.source = e.source AND s.target = e.target AND s.sentence = e.sentence

-- check edge-evidence-number
-- says a stated edge has no evidence, more than twenty sentences, or one twice
SELECT id AS here, len(evidence) || ' sentences' AS detail
FROM stated_edges
WHERE len(evidence) NOT BETWEEN 1 AND 20 OR len(evidence) <> len(list_distinct(evidence))
  OR evidence IS NULL

-- check edge-unfounded
-- says no fact states an edge
SELECT e.id AS here, concat_ws(' ', e.source, e.type, e.target) AS detail
FROM stated_edges e
ANTI JOIN sums s ON s.type = e.type AND s.source = e.source AND s.target = e.target

-- check edge-support-facts
-- says an edge's support is not the number of independent documents that state it
SELECT e.id AS here, e.support || ', the facts give ' || s.support AS detail
FROM stated_edges e
JOIN sums s ON s.type = e.type AND s.source = e.source AND s.target = e.target
WHERE e.support IS DISTINCT FROM s.support

-- check edge-status
-- says an edge's status or background is not what its facts give
SELECT e.id AS here, concat_ws(', the facts give ', e.status, s.status) AS detail
FROM stated_edges e
JOIN sums s ON s.type = e.type AND s.source = e.source AND s.target = e.target
WHERE e.status IS DISTINCT FROM s.status OR e.background IS DISTINCT FROM s.background

-- check edge-confidence-facts
-- says an edge's confidence is not what its facts give
SELECT e.id AS here, e.confidence || ', the facts give ' || round(s.confidence, 4) AS detail
FROM stated_edges e
JOIN sums s ON s.type = e.type AND s.source = e.source AND s.target = e.target
WHERE abs(e.confidence - s.confidence) > 0.0002

-- check edge-dates-facts
-- says an edge's dates are not those of its facts
SELECT e.id AS here, concat_ws(' ', e.first_seen, e.last_seen) AS detail
FROM stated_edges e
JOIN sums s ON s.type = e.type AND s.source = e.source AND s.target = e.target
WHERE e.first_seen IS DISTINCT FROM s.first_seen OR e.last_seen IS DISTINCT FROM s.last_seen

-- check edge-stages
-- says an edge's stages are not those of its facts
SELECT e.id AS here, array_to_string(e.stages, ' ') AS detail
FROM stated_edges e
LEFT JOIN (
  SELECT type, source, target, list_sort(list(DISTINCT stage)) AS stages
  FROM counted
  WHERE stage IS NOT NULL
  GROUP BY type, source, target
) AS k ON k.type = e.type AND k.source = e.source AND k.target = e.target
WHERE list_sort(e.stages) IS DISTINCT FROM COALESCE(k.stages, [])

-- check edge-mentions
-- says an edge says otherwise than the mentions what is mentioned in a document how often
SELECT COALESCE(e.source, m.node) AS here, COALESCE(e.target, m.document) AS detail
FROM (SELECT * FROM edges WHERE type = 'MENTIONED_IN') AS e
FULL JOIN (
  SELECT node, document, count(*) AS times FROM decided_mentions GROUP BY node, document
) AS m ON m.node = e.source AND m.document = e.target
WHERE e.support IS DISTINCT FROM m.times OR e.status IS NOT NULL
