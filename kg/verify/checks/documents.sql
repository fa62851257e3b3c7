-- check document-twice
-- says two documents have one id
SELECT id AS here, count(*) || ' times' AS detail FROM documents GROUP BY id HAVING count(*) > 1

-- check document-hash
-- says a document's id is not the beginning of its hash
SELECT id AS here, sha256 AS detail
FROM documents
WHERE id IS NULL OR sha256 IS NULL OR NOT regexp_full_match(sha256, '[0-9a-f]{64}')
  OR id <> left(sha256, 16)

-- check document-fields
-- says a document has no path, text hash or length
SELECT id AS here, path AS detail
FROM documents
WHERE path IS NULL OR text_hash IS NULL OR chars IS NULL OR chars < 1

-- check document-node
-- says a document has no node that says the same of it
SELECT d.id AS here, d.path AS detail
FROM documents d
LEFT JOIN nodes n ON n.id = d.id AND n.label = 'Document'
WHERE n.id IS NULL OR n.sha256 IS DISTINCT FROM d.sha256 OR n.path IS DISTINCT FROM d.path
  OR n.title IS DISTINCT FROM d.title OR n.publisher IS DISTINCT FROM d.publisher
  OR n.published IS DISTINCT FROM d.published

-- check document-cluster
-- says the source of a reprint is no document, a reprint itself, or not that of an equal text
SELECT n.id AS here, n.cluster AS detail
FROM nodes n
LEFT JOIN nodes c ON c.id = n.cluster AND c.label = 'Document'
WHERE n.cluster IS NOT NULL AND (n.label <> 'Document' OR c.id IS NULL OR c.cluster IS DISTINCT FROM c.id)
UNION ALL
SELECT min(d.id), max(d.id)
FROM documents d
JOIN origins o ON o.id = d.id
GROUP BY d.text_hash
HAVING count(DISTINCT o.origin) > 1
