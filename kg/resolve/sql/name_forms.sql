-- At most 20 other names a node: those of the gazetteer first, then surface forms by frequency.
-- References such as 该市 and single characters (粤) are no names. The rank stands in front.
SELECT
  id,
  array_sort(array_agg(concat(lpad(CAST(place AS STRING), 2, '0'), ' ', form))) AS aliases
FROM (
  SELECT
    b.id AS id, b.form AS form,
    row_number() OVER (PARTITION BY b.id ORDER BY b.origin, b.times DESC, b.form) AS place
  FROM (
    SELECT id, form, min(origin) AS origin, sum(times) AS times
    FROM (
      SELECT id, form, 0 AS origin, 0 AS times FROM gazetteer_names
      UNION ALL
      SELECT node AS id, text AS form, 1 AS origin, count(*) AS times
      FROM mentions
      WHERE NOT implied AND length(text) > 1
      GROUP BY node, text
    ) AS every_form
    GROUP BY id, form
  ) AS b
  JOIN names n ON n.id = b.id
  WHERE b.form <> n.name
) AS placed
WHERE place <= 20
GROUP BY id
