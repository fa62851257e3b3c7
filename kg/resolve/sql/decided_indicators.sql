-- Numeric statements of what a person left as a node.
SELECT
  i.id AS id, i.document AS document, i.sentence AS sentence,
  COALESCE(d.truth, i.subject) AS subject, i.name AS name, i.value AS value, i.unit AS unit,
  i.year AS year, i.status AS status, i.rule AS rule, i.confidence AS confidence,
  i.implicit AS implicit, i.start AS start, i."end" AS "end", i.evidence AS evidence,
  i.published AS published
FROM indicators i
LEFT JOIN decided_merges d ON d.node = i.subject
