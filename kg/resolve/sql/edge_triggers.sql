-- The ten most frequent triggers of an edge, each behind its rank.
SELECT
  edge,
  array_sort(array_agg(concat(lpad(CAST(place AS STRING), 2, '0'), ' ', trigger))) AS triggers
FROM (
  SELECT
    edge, trigger,
    row_number() OVER (PARTITION BY edge ORDER BY times DESC, trigger) AS place
  FROM (
    SELECT edge, trigger, count(*) AS times FROM statements WHERE trigger <> '' GROUP BY edge, trigger
  ) AS counted
) AS placed
WHERE place <= 10
GROUP BY edge
