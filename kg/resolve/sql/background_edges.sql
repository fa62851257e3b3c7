-- PART_OF as the gazetteer has it, between nodes that are there, unless a document states it.
SELECT b.source AS source, b.target AS target
FROM (
  SELECT a.source AS source, a.target AS target
  FROM gazetteer_above a
  JOIN present p ON p.id = a.node
  UNION
  SELECT m.source AS source, m.target AS target
  FROM gazetteer_members m
  JOIN present p ON p.id = m.source
  JOIN present q ON q.id = m.target
) AS b
LEFT JOIN edge_sums s
  ON s.type = 'PART_OF' AND s.source = b.source AND s.target = b.target
WHERE s.edge IS NULL
