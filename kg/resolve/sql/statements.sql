-- Statements with the id of their edge, a hash of its type and ends. Where anything is stated, what
-- extraction took from background knowledge says nothing more.
SELECT
  substr(md5(concat_ws(chr(31), type, source, target)), 1, 20) AS edge,
  type, source, target, status, stage, trigger, rule, confidence, background, sentence, evidence,
  published, origin
FROM (
  SELECT
    type, source, target, status, stage, trigger, rule, confidence, background, sentence, evidence,
    published, origin,
    min(background) OVER (PARTITION BY type, source, target) AS least
  FROM stated
) AS judged
WHERE background = least
