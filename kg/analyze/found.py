"""What an analysis gives, and what its measures mean."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A measure in plain words."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one analysis, best first, with how they were made.

    ``engine`` is "networkx" or "rustworkx"; ``about`` has the size of the graph and the bounds that
    applied; ``members`` lists the community of every node (of communities alone).
    """

    measure: str
    engine: str
    about: Row
    rows: Sequence[Row]
    members: Sequence[Row] = field(default=(), repr=False)

    @property
    def meanings(self) -> dict[str, Meaning]:
        """What the measures among the columns mean, by name."""
        known = meanings()
        names = dict.fromkeys((self.measure, *(self.rows[0] if self.rows else ())))
        return {name: known[name] for name in names if name in known}


@cache
def meanings() -> dict[str, Meaning]:
    """Every measure by name."""
    text = files(__package__).joinpath("measures.toml").read_text(encoding="utf-8")
    return {name: Meaning(**entry) for name, entry in tomllib.loads(text).items()}
