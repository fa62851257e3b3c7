-- One row an edge between entities; a symmetric one has its ends in the order of their names.
SELECT
  type,
  CASE WHEN both_ways AND target_key < source_key THEN target_key ELSE source_key END AS source_key,
  CASE WHEN both_ways AND target_key < source_key THEN source_key ELSE target_key END AS target_key,
  CASE WHEN both_ways AND target_key < source_key THEN target ELSE source END AS source,
  CASE WHEN both_ways AND target_key < source_key THEN source ELSE target END AS target,
  status, support, confidence, first_seen, last_seen, stages, background, texts, sentences
FROM (
  SELECT
    e.type, e.type IN (SELECT type FROM main.symmetric_types) AS both_ways,
    s.key AS source_key, t.key AS target_key, s.name AS source, t.name AS target, e.status,
    e.support, round(e.confidence, 4) AS confidence, e.first_seen, e.last_seen,
    list_sort(e.stages) AS stages, e.background, x.texts, e.evidence AS sentences
  FROM edges e
  JOIN node_keys s ON s.id = e.source
  JOIN node_keys t ON t.id = e.target
  LEFT JOIN edge_texts x ON x.edge = e.id
  WHERE e.type NOT IN ('HAS_INDICATOR', 'MENTIONED_IN')
) AS joined
