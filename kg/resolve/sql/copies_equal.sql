-- Documents whose letters and digits are those of an earlier one.
SELECT place AS later, first AS earlier FROM copies_ordered WHERE first < place
