"""Packages that are installed but not to be imported.

Where pandas is installed, Arrow imports it to see that no list is a column of pandas, which takes
longer than a small build. The command line, a process of its own, hides it; Spark, which needs it,
brings it back.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Hidden:
    """Says of one package that it is not there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As of :class:`importlib.abc.MetaPathFinder`: the next finder is asked for the others."""
        if name == self.name:
            raise ModuleNotFoundError(f"{name} is hidden", name=name)
        return None


def hide(name: str) -> None:
    """Let no module of this process import the package from now on."""
    sys.meta_path.insert(0, _Hidden(name))


def show(name: str) -> None:
    """Let it be imported again."""
    sys.meta_path[:] = [f for f in sys.meta_path if not (isinstance(f, _Hidden) and f.name == name)]
