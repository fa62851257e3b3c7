-- check indicator-node
-- says a figure has no node that says the same, or no subject
SELECT f.node AS here, concat_ws(' ', f.subject, f.name, f.value, f.unit, f.year) AS detail
FROM figures f
LEFT JOIN nodes n ON n.id = f.node AND n.label = 'Indicator'
LEFT JOIN nodes s ON s.id = f.subject
WHERE n.id IS NULL OR s.id IS NULL OR n.name IS DISTINCT FROM f.name
  OR n.value IS DISTINCT FROM f.value OR n.unit IS DISTINCT FROM f.unit
  OR n.year IS DISTINCT FROM f.year
