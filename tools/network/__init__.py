"""Training of the network of :mod:`kg.neural`."""
