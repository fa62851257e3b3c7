-- check fact-twice
-- says two facts have one id
SELECT id AS here, count(*) || ' times' AS detail FROM facts GROUP BY id HAVING count(*) > 1

-- check fact-document
-- says a fact is of a document that is not there
SELECT f.id AS here, f.document AS detail FROM facts f ANTI JOIN documents d ON d.id = f.document

-- check fact-sentence
-- says a fact is in a sentence that is not there or not of its document
SELECT f.id AS here, f.sentence AS detail
FROM facts f
ANTI JOIN sentences s ON s.id = f.sentence AND s.document = f.document

-- check fact-span
-- says a fact's span is not inside its sentence or not as long as its evidence
SELECT f.id AS here, f.start || '-' || f."end" AS detail
FROM facts f
JOIN sentences s ON s.id = f.sentence
WHERE f.start IS NULL OR f."end" IS NULL OR f.start < s.start OR f."end" > s."end"
  OR f."end" <= f.start OR f."end" - f.start <> length(f.evidence)

-- check fact-evidence
-- says a fact's evidence is not what its sentence says there, letter by letter
SELECT f.id AS here, f.evidence AS detail
FROM facts f
JOIN sentences s ON s.id = f.sentence
WHERE f.evidence IS NULL OR f.evidence <> substring(s.text, f.start - s.start + 1, length(f.evidence))

-- check fact-status
-- says a fact is neither existing nor planned
SELECT id AS here, status AS detail
FROM facts
WHERE status IS NULL OR status NOT IN ('existing', 'planned')

-- check fact-confidence
-- says a fact's confidence is not in 0..1
SELECT id AS here, CAST(confidence AS VARCHAR) AS detail
FROM facts
WHERE confidence IS NULL OR NOT (confidence >= 0 AND confidence <= 1)

-- check fact-date
-- says a fact has another date than its document
SELECT f.id AS here, f.published AS detail
FROM facts f
JOIN documents d ON d.id = f.document
WHERE f.published IS DISTINCT FROM d.published

-- check fact-stage
-- says a fact's stage is unknown
SELECT id AS here, stage AS detail
FROM facts
WHERE stage IS NULL
  OR stage NOT IN ('operating', 'building', 'promoting', 'planned', 'exploring', 'restricted')

-- check fact-type
-- says a fact's relation is not in the schema
SELECT f.id AS here, f.type AS detail
FROM facts f
ANTI JOIN schema_relations r ON r.type = f.type AND r.fact

-- check fact-head
-- says a fact's head is a node that is not there
SELECT f.id AS here, f.head AS detail FROM decided_facts f ANTI JOIN nodes n ON n.id = f.head

-- check fact-tail
-- says a fact's tail is a node that is not there
SELECT f.id AS here, f.tail AS detail FROM decided_facts f ANTI JOIN nodes n ON n.id = f.tail

-- check fact-ends
-- says the schema does not let a fact's relation join these nodes
SELECT f.id AS here, concat_ws(' ', h.label, f.type, t.label) AS detail
FROM decided_facts f
JOIN labels h ON h.id = f.head
JOIN labels t ON t.id = f.tail
ANTI JOIN schema_ends x ON x.type = f.type AND x.source = h.label AND x.target = t.label

-- check fact-edge
-- says a fact has no edge
SELECT s.source AS here, concat_ws(' ', s.type, s.target) AS detail
FROM counted s
ANTI JOIN edges e ON e.type = s.type AND e.source = s.source AND e.target = s.target
