-- The ten most frequent triggers and rules of an edge, each behind its rank.
SELECT
  edge, kind,
  array_sort(array_agg(concat(lpad(CAST(place AS STRING), 2, '0'), ' ', word))) AS words
FROM (
  SELECT
    edge, kind, word,
    row_number() OVER (PARTITION BY edge, kind ORDER BY times DESC, word) AS place
  FROM (
    SELECT edge, kind, word, count(*) AS times
    FROM (
      SELECT edge, 'trigger' AS kind, trigger AS word FROM statements
      UNION ALL
      SELECT edge, 'rule' AS kind, rule AS word FROM statements
    ) AS said
    WHERE word <> ''
    GROUP BY edge, kind, word
  ) AS counted
) AS placed
WHERE place <= 10
GROUP BY edge, kind
