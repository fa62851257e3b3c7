"""A small convolutional network over characters: what it reads, and how it is run in numpy.

It turns documents into the energies of name labels, some a character, which
:mod:`kg.mentions.tagger` decodes. Trained by ``tools/network``; the weights are data
(``data/models/network.npz``).
"""

from kg.neural.inputs import CLASSES, Line, Reading, read_line
from kg.neural.network import Network

__all__ = ["CLASSES", "Line", "Network", "Reading", "read_line"]
