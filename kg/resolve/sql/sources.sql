-- What each document counts as: a text and its reprints have one origin.
SELECT d.id AS id, COALESCE(c.cluster, d.id) AS origin
FROM documents d
LEFT JOIN copies c ON c.document = d.id
