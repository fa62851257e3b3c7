-- The texts of each band in order; bands of one text alone lead nowhere.
SELECT band, place, number
FROM (
  SELECT
    band, place,
    row_number() OVER (PARTITION BY band ORDER BY place) AS number,
    count(*) OVER (PARTITION BY band) AS size
  FROM copies_bands
) AS every
WHERE size > 1
