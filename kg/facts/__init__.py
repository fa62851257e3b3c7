"""Stage or sink: facts."""
