-- All nodes but sentences: entities, indicators, documents.
SELECT
  n.id AS id, n.label AS label, n.name AS name, n.kind AS kind, f.aliases AS aliases,
  g.adcode AS adcode, i.code AS code, g.lat AS lat, g.lon AS lon,
  COALESCE(s.support, 0) AS support, COALESCE(s.mentions, 0) AS mentions,
  NULL AS value, NULL AS unit, NULL AS year,
  NULL AS title, NULL AS publisher, NULL AS published, NULL AS sha256, NULL AS path,
  NULL AS cluster
FROM names n
LEFT JOIN name_forms f ON f.id = n.id
LEFT JOIN gazetteer_regions g ON g.id = n.id
LEFT JOIN gazetteer_codes i ON i.id = n.id
LEFT JOIN seen s ON s.id = n.id
UNION ALL
SELECT
  node AS id, 'Indicator' AS label, name, 'value' AS kind, NULL AS aliases,
  NULL AS adcode, NULL AS code, NULL AS lat, NULL AS lon,
  count(DISTINCT origin) AS support, count(*) AS mentions,
  value, unit, year,
  NULL AS title, NULL AS publisher, NULL AS published, NULL AS sha256, NULL AS path,
  NULL AS cluster
FROM numbers
GROUP BY node, name, value, unit, year
UNION ALL
SELECT
  d.id AS id, 'Document' AS label, COALESCE(title, name) AS name, 'document' AS kind, NULL AS aliases,
  NULL AS adcode, NULL AS code, NULL AS lat, NULL AS lon,
  1 AS support, 1 AS mentions,
  NULL AS value, NULL AS unit, NULL AS year,
  title, publisher, published, sha256, path,
  c.cluster AS cluster
FROM documents d
LEFT JOIN copies c ON c.document = d.id
ORDER BY id
