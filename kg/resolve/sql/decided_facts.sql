-- Facts as a person left them: without the wrong ones, the confirmed ones certain, merged nodes under
-- the id of what they are in truth.
SELECT
  f.id AS id, f.document AS document, f.sentence AS sentence,
  COALESCE(h.truth, f.head) AS head, f.type AS type, COALESCE(t.truth, f.tail) AS tail,
  f.status AS status, f.stage AS stage, f.trigger AS trigger, f.rule AS rule,
  CASE WHEN r.fact IS NULL THEN f.confidence ELSE 1.0 END AS confidence,
  f.implicit AS implicit, f.background AS background, f.start AS start, f."end" AS "end",
  f.evidence AS evidence, f.published AS published
FROM facts f
LEFT JOIN decided_wrong w ON w.fact = f.id
LEFT JOIN decided_right r ON r.fact = f.id
LEFT JOIN decided_merges h ON h.node = f.head
LEFT JOIN decided_merges t ON t.node = f.tail
WHERE w.fact IS NULL
