-- Documents that are copies or have some, each with the earliest of its cluster.
SELECT d.id AS document, c.id AS cluster
FROM (
  SELECT later AS place, earlier AS cluster FROM copies_links
  UNION
  SELECT earlier AS place, earlier AS cluster FROM copies_links
) AS member
JOIN copies_ordered d ON d.place = member.place
JOIN copies_ordered c ON c.place = member.cluster
