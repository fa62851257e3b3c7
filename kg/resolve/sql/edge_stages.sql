-- Distinct stages of an edge, each behind its place on the ladder.
SELECT
  edge,
  array_sort(array_agg(DISTINCT concat(
    CASE stage
      WHEN 'operating' THEN '01'
      WHEN 'building' THEN '02'
      WHEN 'promoting' THEN '03'
      WHEN 'planned' THEN '04'
      WHEN 'exploring' THEN '05'
      ELSE '06'
    END, ' ', stage))) AS stages
FROM statements
WHERE stage IS NOT NULL
GROUP BY edge
