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
