-- What the sentences of an edge say, whatever their ids are.
SELECT e.id AS edge, list_sort(list(hash(s.text))) AS texts
FROM (SELECT id, unnest(evidence) AS sentence FROM edges) AS e
JOIN sentences s ON s.id = e.sentence
GROUP BY e.id
