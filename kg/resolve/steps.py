"""The SQL of each step, one SELECT a file."""

from __future__ import annotations

from importlib.resources import files


def sql(name: str) -> str:
    """The SELECT of one step."""
    return files(__package__).joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
