-- check sentence-twice
-- says two sentences have one id
SELECT id AS here, count(*) || ' times' AS detail FROM sentences GROUP BY id HAVING count(*) > 1

-- check sentence-document
-- says a sentence is of a document that is not there (its IN_DOCUMENT leads nowhere)
SELECT s.id AS here, s.document AS detail FROM sentences s ANTI JOIN documents d ON d.id = s.document

-- check sentence-id
-- says a sentence's id is not that of its document and place
SELECT id AS here, document || ' ' || index AS detail
FROM sentences
WHERE id IS DISTINCT FROM document || '#' || index

-- check sentence-kind
-- says a sentence is of an unknown kind
SELECT id AS here, kind AS detail FROM sentences WHERE kind IS NULL OR kind NOT IN ('heading', 'body')

-- check sentence-span
-- says a sentence's span does not fit its text or its document
SELECT s.id AS here, s.start || '-' || s."end" AS detail
FROM sentences s
JOIN documents d ON d.id = s.document
WHERE s.start IS NULL OR s."end" IS NULL OR s.text IS NULL OR s.start < 0 OR s."end" <= s.start
  OR s."end" > d.chars OR length(s.text) <> s."end" - s.start

-- check sentence-order
-- says a sentence begins before the one before it ends
SELECT id AS here, start || ' before ' || before AS detail
FROM (
  SELECT id, start, lag("end") OVER (PARTITION BY document ORDER BY index) AS before
  FROM sentences
) AS in_order
WHERE start < before
