-- Texts to compare, with their signatures.
SELECT
  n.later AS later, n.earlier AS earlier,
  a.signature AS later_signature, b.signature AS earlier_signature
FROM copies_neighbours n
JOIN copies_signatures a ON a.place = n.later
JOIN copies_signatures b ON b.place = n.earlier
