"""Stage or sink: mentions."""
