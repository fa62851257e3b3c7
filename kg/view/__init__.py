"""The viewer: one offline HTML page in which every edge leads to its sentences.

pyvis gives the vis-network data, options and library; template, style and behaviour are ours and
live in ``static/``.
"""

from kg.view.page import page

__all__ = ["page"]
