"""Stage or sink: export."""
