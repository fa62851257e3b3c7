-- How often each node is mentioned, and in how many independent documents it occurs.
SELECT
  e.id AS id,
  count(*) AS support,
  COALESCE(max(m.times), 0) AS mentions
FROM (
  SELECT DISTINCT n.id AS id, d.origin AS origin
  FROM entities n
  JOIN sources d ON d.id = n.document
) AS e
LEFT JOIN (SELECT node, count(*) AS times FROM mentions GROUP BY node) AS m ON m.node = e.id
GROUP BY e.id
