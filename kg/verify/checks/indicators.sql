-- check indicator-twice
-- says two figures have one id
SELECT id AS here, count(*) || ' times' AS detail FROM indicators GROUP BY id HAVING count(*) > 1

-- check indicator-document
-- says a figure is of a document that is not there
SELECT f.id AS here, f.document AS detail FROM indicators f ANTI JOIN documents d ON d.id = f.document

-- check indicator-sentence
-- says a figure is in a sentence that is not there or not of its document
SELECT f.id AS here, f.sentence AS detail
FROM indicators f
ANTI JOIN sentences s ON s.id = f.sentence AND s.document = f.document

-- check indicator-span
-- says a figure's span is not inside its sentence or not as long as its evidence
SELECT f.id AS here, f.start || '-' || f."end" AS detail
FROM indicators f
JOIN sentences s ON s.id = f.sentence
WHERE f.start IS NULL OR f."end" IS NULL OR f.start < s.start OR f."end" > s."end"
  OR f."end" <= f.start OR f."end" - f.start <> length(f.evidence)

-- check indicator-evidence
-- says a figure's evidence is not what its sentence says there, letter by letter
SELECT f.id AS here, f.evidence AS detail
FROM indicators f
JOIN sentences s ON s.id = f.sentence
WHERE f.evidence IS NULL OR f.evidence <> substring(s.text, f.start - s.start + 1, length(f.evidence))

-- check indicator-status
-- says a figure is neither existing nor planned
SELECT id AS here, status AS detail
FROM indicators
WHERE status IS NULL OR status NOT IN ('existing', 'planned')

-- check indicator-confidence
-- says a figure's confidence is not in 0..1
SELECT id AS here, CAST(confidence AS VARCHAR) AS detail
FROM indicators
WHERE confidence IS NULL OR NOT (confidence >= 0 AND confidence <= 1)

-- check indicator-date
-- says a figure has another date than its document
SELECT f.id AS here, f.published AS detail
FROM indicators f
JOIN documents d ON d.id = f.document
WHERE f.published IS DISTINCT FROM d.published

-- check indicator-node
-- says a figure has no node that says the same, or no subject
SELECT f.node AS here, concat_ws(' ', f.subject, f.name, f.value, f.unit, f.year) AS detail
FROM figures f
LEFT JOIN nodes n ON n.id = f.node AND n.label = 'Indicator'
LEFT JOIN nodes s ON s.id = f.subject
WHERE n.id IS NULL OR s.id IS NULL OR n.name IS DISTINCT FROM f.name
  OR n.value IS DISTINCT FROM f.value OR n.unit IS DISTINCT FROM f.unit
  OR n.year IS DISTINCT FROM f.year
