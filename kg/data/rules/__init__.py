"""Rules as data: TOML tables under ``kg/data/rules``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from kg.data import read_text


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed TOML file ``rules/<name>.toml``."""
    return tomllib.loads(read_text(f"rules/{name}.toml"))
