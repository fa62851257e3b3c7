-- Each link led on to where its end leads; moved: whether that is further.
SELECT
  l.later AS later,
  COALESCE(n.earlier, l.earlier) AS earlier,
  n.earlier IS NOT NULL AS moved
FROM copies_links l
LEFT JOIN copies_links n ON n.later = l.earlier
