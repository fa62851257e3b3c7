"""A small convolutional network over characters: what it reads, and how it is run in numpy.

It turns a document into one vector a character, and these into the energies of name labels, which
:mod:`kg.mentions.tagger` decodes. Trained by ``tools/network``; the weights are data
(``data/models/network.npz``).
"""

from kg.neural.inputs import CLASSES, Line, read_line
from kg.neural.network import Network

__all__ = ["CLASSES", "Line", "Network", "read_line"]
