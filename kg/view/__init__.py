"""Stage or sink: view."""
