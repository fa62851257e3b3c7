-- Numeric statements with the node each belongs to: one a subject, name, value, unit and year,
-- however many documents state it. The node takes its id from the smallest of the statements' ids.
SELECT
  concat('indicator:', min(i.id) OVER (PARTITION BY i.subject, i.name, i.value, i.unit, i.year))
    AS node,
  i.subject AS subject,
  i.name AS name,
  i.value AS value,
  i.unit AS unit,
  i.year AS year,
  i.status AS status,
  i.rule AS rule,
  i.confidence AS confidence,
  i.sentence AS sentence,
  i.evidence AS evidence,
  i.published AS published,
  d.origin AS origin
FROM indicators i
JOIN sources d ON d.id = i.document
