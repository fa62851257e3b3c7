-- Documents in the order in which they were published, undated ones last; first: the earliest with
-- the same letters and digits.
SELECT
  id, place,
  min(place) OVER (PARTITION BY text_hash) AS first
FROM (
  SELECT
    id, text_hash,
    row_number() OVER (ORDER BY COALESCE(published, '9999'), id) AS place
  FROM documents
) AS numbered
