-- What the statements of an edge add up to. support: independent documents, counted by origin.
-- confidence: the chance that at least one of them is right, each taken at its best statement
-- (noisy or), 0.99 at most for one, so that none alone is certain.
-- 'existing' < 'planned', so the smaller status is the stronger one.
SELECT
  edge, type, source, target,
  min(status) AS status,
  count(*) AS support,
  round(1.0 - exp(sum(ln(1.0 - CASE WHEN confidence > 0.99 THEN 0.99 ELSE confidence END))), 4)
    AS confidence,
  min(first_seen) AS first_seen,
  max(last_seen) AS last_seen,
  max(background) AS background
FROM (
  SELECT
    edge, type, source, target, origin,
    min(status) AS status,
    max(confidence) AS confidence,
    min(published) AS first_seen,
    max(published) AS last_seen,
    max(background) AS background
  FROM statements
  GROUP BY edge, type, source, target, origin
) AS by_origin
GROUP BY edge, type, source, target
