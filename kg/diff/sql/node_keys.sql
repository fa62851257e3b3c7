-- What names a node without its id: label, name and code; a document has the number that it shares
-- with the same document of the other build.
SELECT id, name, concat_ws(chr(31), label, name, COALESCE(adcode, '')) AS key
FROM nodes
WHERE label <> 'Document'
UNION ALL
SELECT d.id, d.path AS name, concat_ws(chr(31), 'Document', p.pair) AS key
FROM document_pairs p
JOIN documents d ON d.id = p.id
