-- check {kind}-twice
-- says two {noun}s have one id
SELECT id AS here, count(*) || ' times' AS detail FROM {table} GROUP BY id HAVING count(*) > 1

-- check {kind}-document
-- says a {noun} is of a document that is not there
SELECT f.id AS here, f.document AS detail FROM {table} f ANTI JOIN documents d ON d.id = f.document

-- check {kind}-sentence
-- says a {noun} is in a sentence that is not there or not of its document
SELECT f.id AS here, f.sentence AS detail
FROM {table} f
ANTI JOIN sentences s ON s.id = f.sentence AND s.document = f.document

-- check {kind}-span
-- says a {noun}'s span is not inside its sentence or not as long as its evidence
SELECT f.id AS here, f.start || '-' || f."end" AS detail
FROM {table} f
JOIN sentences s ON s.id = f.sentence
WHERE f.start IS NULL OR f."end" IS NULL OR f.start < s.start OR f."end" > s."end"
  OR f."end" <= f.start OR f."end" - f.start <> length(f.evidence)

-- check {kind}-evidence
-- says a {noun}'s evidence is not what its sentence says there, letter by letter
SELECT f.id AS here, f.evidence AS detail
FROM {table} f
JOIN sentences s ON s.id = f.sentence
WHERE f.evidence IS NULL OR f.evidence <> substring(s.text, f.start - s.start + 1, length(f.evidence))

-- check {kind}-status
-- says a {noun} is neither existing nor planned
SELECT id AS here, status AS detail
FROM {table}
WHERE status IS NULL OR status NOT IN ('existing', 'planned')

-- check {kind}-confidence
-- says a {noun}'s confidence is not in 0..1
SELECT id AS here, CAST(confidence AS VARCHAR) AS detail
FROM {table}
WHERE confidence IS NULL OR NOT (confidence >= 0 AND confidence <= 1)

-- check {kind}-date
-- says a {noun} has another date than its document
SELECT f.id AS here, f.published AS detail
FROM {table} f
JOIN documents d ON d.id = f.document
WHERE f.published IS DISTINCT FROM d.published
