-- check read-document
-- says a file is told to hold a document that is not there
SELECT s.document AS here, s.path AS detail
FROM sources s
ANTI JOIN documents d ON d.id = s.document

-- check read-file
-- says a document is told to come from no file, or from another one
SELECT d.id AS here, d.path AS detail
FROM documents d
LEFT JOIN sources s ON s.document = d.id AND NOT s.copy AND s.path = d.path
GROUP BY d.id, d.path
HAVING count(s.document) <> 1

-- check read-rows
-- says a document has another number of rows in a table than is told
SELECT s.document AS here, k.table_name AS detail
FROM sources s
CROSS JOIN (
  VALUES ('sentences'), ('mentions'), ('entities'), ('facts'), ('indicators')
) AS k(table_name)
LEFT JOIN (
  SELECT document, 'sentences' AS table_name, count(*) AS rows FROM sentences GROUP BY document
  UNION ALL SELECT document, 'mentions', count(*) FROM mentions GROUP BY document
  UNION ALL SELECT document, 'entities', count(*) FROM entities GROUP BY document
  UNION ALL SELECT document, 'facts', count(*) FROM facts GROUP BY document
  UNION ALL SELECT document, 'indicators', count(*) FROM indicators GROUP BY document
) AS n ON n.document = s.document AND n.table_name = k.table_name
WHERE NOT s.copy AND COALESCE(n.rows, 0) <> CASE k.table_name
  WHEN 'sentences' THEN s.sentences
  WHEN 'mentions' THEN s.mentions
  WHEN 'entities' THEN s.entities
  WHEN 'facts' THEN s.facts
  ELSE s.indicators
END
