"""Words that tell what exists, what is planned, what is supposed (``rules/status.toml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.data import rules
from kg.model import Stage


@dataclass(frozen=True, slots=True)
class Cues:
    """The patterns of each sort of words; stages in the order in which they are tried."""

    existing: re.Pattern[str]
    planned: re.Pattern[str]
    past_heading: re.Pattern[str]
    future_heading: re.Pattern[str]
    supposing: re.Pattern[str]
    stages: tuple[tuple[Stage, re.Pattern[str]], ...]


@cache
def cues() -> Cues:
    """The patterns of the table, compiled once."""
    table = rules.table("status")
    join = {k: re.compile("|".join(v)) for k, v in table.items() if isinstance(v, list)}
    stages = tuple((k, re.compile("|".join(v))) for k, v in table["stages"].items())
    return Cues(
        join["existing"], join["planned"], join["past_heading"], join["future_heading"],
        join["supposing"], stages,
    )  # fmt: skip
