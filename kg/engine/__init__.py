"""A build on a Spark cluster: the same documents, the same tables, many machines.

Nothing here is imported unless ``--engine spark`` asks for it; the extra ``spark`` brings what it
needs. See docs/cluster.md.
"""

from kg.engine.build import build
from kg.engine.options import Options

__all__ = ["Options", "build"]
