-- The signature of each different text, at its earliest document.
SELECT o.place AS place, d.signature AS signature
FROM copies_ordered o
JOIN documents d ON d.id = o.id
WHERE o.first = o.place AND d.signature IS NOT NULL
