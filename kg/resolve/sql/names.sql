-- One name, label and kind a node: what the gazetteer calls it, else what most documents do.
SELECT
  c.id AS id,
  c.label AS label,
  COALESCE(g.name, c.name) AS name,
  COALESCE(g.kind, c.kind) AS kind
FROM (
  SELECT
    id, label, name, kind,
    row_number() OVER (PARTITION BY id ORDER BY times DESC, label, name, kind) AS place
  FROM (
    SELECT id, type AS label, name, kind, count(*) AS times
    FROM entities
    GROUP BY id, type, name, kind
  ) AS counted
) AS c
LEFT JOIN gazetteer_regions g ON g.id = c.id
WHERE c.place = 1
UNION ALL
SELECT g.id AS id, 'Region' AS label, g.name AS name, g.kind AS kind
FROM gazetteer_regions g
JOIN present p ON p.id = g.id
LEFT JOIN entities e ON e.id = g.id
WHERE e.id IS NULL
