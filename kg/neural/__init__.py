"""A small convolutional network over characters: what it reads, and how it is run in numpy.

It turns a document into one vector a character (:class:`Encoding`). From these come the energies of
name labels, which :mod:`kg.mentions.tagger` decodes, and scores of pairs of names, which
:mod:`kg.facts` weighs. Trained by ``tools/network``; the weights are data
(``data/models/network.npz``).
"""

from kg.neural.encoding import Encoding, Place
from kg.neural.inputs import CLASSES, Line, read_line
from kg.neural.network import Network

__all__ = ["CLASSES", "Encoding", "Line", "Network", "Place", "read_line"]
