-- Which texts to compare: in each band every one with the first and with the eight before it, so
-- that a band that many texts share costs no more than many bands that two share.
SELECT a.place AS later, b.place AS earlier
FROM copies_numbered a
CROSS JOIN (
  SELECT 1 AS step UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8
) AS s
JOIN copies_numbered b ON b.band = a.band AND b.number = a.number - s.step
UNION
SELECT a.place AS later, b.place AS earlier
FROM copies_numbered a
JOIN copies_numbered b ON b.band = a.band AND b.number = 1
WHERE a.number > 1
