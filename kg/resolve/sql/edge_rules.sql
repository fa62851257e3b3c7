-- The ten most frequent rules of an edge, each behind its rank.
SELECT
  edge,
  array_sort(array_agg(concat(lpad(CAST(place AS STRING), 2, '0'), ' ', rule))) AS rules
FROM (
  SELECT
    edge, rule,
    row_number() OVER (PARTITION BY edge ORDER BY times DESC, rule) AS place
  FROM (
    SELECT edge, rule, count(*) AS times FROM statements WHERE rule <> '' GROUP BY edge, rule
  ) AS counted
) AS placed
WHERE place <= 10
GROUP BY edge
