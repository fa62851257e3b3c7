-- One row a document; `original` is the document that it is a reprint of.
SELECT
  d.path, d.name, d.title, d.publisher, d.published, h.name AS home, o.path AS original, d.sha256,
  d.text_hash AS text, d.id
FROM documents d
LEFT JOIN nodes h ON h.id = d.home_region
LEFT JOIN nodes n ON n.id = d.id AND n.cluster <> n.id
LEFT JOIN documents o ON o.id = n.cluster
