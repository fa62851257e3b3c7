-- Mentions of what a person left as a node.
SELECT
  m.document AS document, m.sentence AS sentence, m.start AS start, m."end" AS "end",
  m.text AS text, COALESCE(d.truth, m.node) AS node, m.type AS type, m.implied AS implied
FROM mentions m
LEFT JOIN decided_merges d ON d.node = m.node
