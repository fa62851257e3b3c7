-- Every single statement of an edge. origin: copies of one text share it. Of a symmetric relation
-- the smaller id comes first. What a text restricts or forbids is no development.
SELECT
  f.type AS type,
  CASE WHEN f.type = 'COOPERATES_WITH' AND f.tail < f.head THEN f.tail ELSE f.head END AS source,
  CASE WHEN f.type = 'COOPERATES_WITH' AND f.tail < f.head THEN f.head ELSE f.tail END AS target,
  f.status AS status,
  f.stage AS stage,
  f.trigger AS trigger,
  f.rule AS rule,
  f.confidence AS confidence,
  CASE WHEN f.background THEN 1 ELSE 0 END AS background,
  f.sentence AS sentence,
  f.evidence AS evidence,
  f.published AS published,
  d.origin AS origin
FROM facts f
JOIN sources d ON d.id = f.document
WHERE f.head <> f.tail
  AND NOT (f.type = 'DEVELOPS' AND f.stage = 'restricted')
UNION ALL
SELECT
  'HAS_INDICATOR' AS type,
  subject AS source,
  node AS target,
  status,
  NULL AS stage,
  NULL AS trigger,
  rule,
  confidence,
  0 AS background,
  sentence,
  evidence,
  published,
  origin
FROM numbers
