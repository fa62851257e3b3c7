-- All edges: stated ones, PART_OF of the gazetteer, and what is mentioned where.
SELECT
  s.edge AS id, s.type AS type, s.source AS source, s.target AS target, s.status AS status,
  g.stages AS stages, s.support AS support, s.confidence AS confidence,
  s.first_seen AS first_seen, s.last_seen AS last_seen, e.evidence AS evidence,
  t.words AS triggers, r.words AS rules, s.background = 1 AS background
FROM edge_sums s
JOIN edge_evidence e ON e.edge = s.edge
LEFT JOIN edge_stages g ON g.edge = s.edge
LEFT JOIN edge_words t ON t.edge = s.edge AND t.kind = 'trigger'
LEFT JOIN edge_words r ON r.edge = s.edge AND r.kind = 'rule'
UNION ALL
SELECT
  substr(md5(concat_ws(chr(31), 'PART_OF', source, target)), 1, 20) AS id,
  'PART_OF' AS type, source, target, 'existing' AS status,
  NULL AS stages, 0 AS support, 1.0 AS confidence,
  NULL AS first_seen, NULL AS last_seen, NULL AS evidence,
  NULL AS triggers, split('01 gazetteer', ',') AS rules, TRUE AS background
FROM background_edges
UNION ALL
SELECT
  substr(md5(concat_ws(chr(31), 'MENTIONED_IN', m.node, m.document)), 1, 20) AS id,
  'MENTIONED_IN' AS type, m.node AS source, m.document AS target, NULL AS status,
  NULL AS stages, count(*) AS support, 1.0 AS confidence,
  min(d.published) AS first_seen, min(d.published) AS last_seen, NULL AS evidence,
  NULL AS triggers, NULL AS rules, FALSE AS background
FROM mentions m
JOIN documents d ON d.id = m.document
GROUP BY m.node, m.document
ORDER BY type, source, target
