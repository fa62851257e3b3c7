-- One row a figure, with its subject.
SELECT
  s.key AS subject_key, s.name AS subject, n.name, n.unit, n.year, n.value, e.status, e.support,
  round(e.confidence, 4) AS confidence, e.first_seen, e.last_seen, x.texts, e.evidence AS sentences
FROM edges e
JOIN node_keys s ON s.id = e.source
JOIN nodes n ON n.id = e.target
LEFT JOIN edge_texts x ON x.edge = e.id
WHERE e.type = 'HAS_INDICATOR'
