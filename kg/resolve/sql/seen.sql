-- How often each node is mentioned, and in how many independent documents it occurs.
SELECT
  e.id AS id,
  count(DISTINCT d.origin) AS support,
  COALESCE(max(m.times), 0) AS mentions
FROM entities e
JOIN sources d ON d.id = e.document
LEFT JOIN (SELECT node, count(*) AS times FROM mentions GROUP BY node) AS m ON m.node = e.id
GROUP BY e.id
