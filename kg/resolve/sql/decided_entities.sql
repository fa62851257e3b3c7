-- Entities as a person left them: a merged one counts as the other, under the other's name.
SELECT
  COALESCE(d.truth, e.id) AS id,
  COALESCE(o.type, e.type) AS type,
  COALESCE(o.name, e.name) AS name,
  COALESCE(o.kind, e.kind) AS kind,
  e.document AS document
FROM entities e
LEFT JOIN decided_merges d ON d.node = e.id
LEFT JOIN (
  SELECT id, min(type) AS type, min(name) AS name, min(kind) AS kind
  FROM entities
  GROUP BY id
) AS o ON o.id = d.truth
