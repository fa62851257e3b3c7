-- At most 20 sentences an edge, strongest first, newer before older, each wording of a text and each
-- sentence once. The rank in front of each id keeps the order through array_sort.
SELECT
  edge,
  array_sort(array_agg(concat(lpad(CAST(place AS STRING), 2, '0'), ' ', sentence))) AS evidence
FROM (
  SELECT
    edge, sentence,
    row_number() OVER (
      PARTITION BY edge ORDER BY confidence DESC, COALESCE(published, '') DESC, sentence
    ) AS place
  FROM (
    SELECT edge, sentence, max(confidence) AS confidence, max(published) AS published
    FROM (
      SELECT
        edge, sentence, confidence, published,
        row_number() OVER (
          PARTITION BY edge, origin, evidence ORDER BY confidence DESC, sentence
        ) AS copy
      FROM statements
    ) AS wordings
    WHERE copy = 1
    GROUP BY edge, sentence
  ) AS sentences_of_edges
) AS placed
WHERE place <= 20
GROUP BY edge
