"""Training and validation of the statistical tagger."""
