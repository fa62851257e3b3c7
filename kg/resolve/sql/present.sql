-- Ids of the nodes that are there: named by a document, or above such a division in the gazetteer.
SELECT id FROM entities
UNION
SELECT a.target AS id FROM gazetteer_above a JOIN entities e ON e.id = a.node
