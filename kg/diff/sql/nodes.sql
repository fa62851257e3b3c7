-- One row an entity.
SELECT
  label, name, COALESCE(adcode, '') AS adcode, kind, list_sort(aliases) AS aliases, code,
  round(lat, 6) AS lat, round(lon, 6) AS lon, support, mentions
FROM nodes
WHERE label NOT IN ('Indicator', 'Document')
