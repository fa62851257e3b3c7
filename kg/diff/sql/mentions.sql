-- One row an entity and document that mentions it; support is the number of mentions.
SELECT s.key AS node_key, t.key AS document_key, s.name AS node, t.name AS document, e.support
FROM edges e
JOIN node_keys s ON s.id = e.source
JOIN node_keys t ON t.id = e.target
WHERE e.type = 'MENTIONED_IN'
