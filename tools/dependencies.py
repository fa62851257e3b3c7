"""What the project needs to run and be worked on, as far as it is installed here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared() -> list[Requirement]:
    """Every requirement that pyproject.toml names: of running, of extras, of building."""
    told = project()
    lines = [*told["build-system"]["requires"], *told["project"]["dependencies"]]
    for extra in told["project"]["optional-dependencies"].values():
        lines += extra
    return [Requirement(line) for line in lines]


def installed() -> dict[str, metadata.Distribution]:
    """Every installed package that these need, directly or not, by its normal name.

    What is not installed (an extra that nobody asked for, another platform's) is left out.
    """
    found: dict[str, metadata.Distribution] = {}
    done: set[tuple[str, frozenset[str]]] = set()
    todo = [(requirement, frozenset[str]()) for requirement in declared()]
    while todo:
        requirement, extras = todo.pop()
        name = normal(requirement.name)
        key = name, frozenset(requirement.extras)
        if key in done or not _applies(requirement, extras):
            continue
        done.add(key)
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        todo += [(inner, key[1]) for inner in _requires(found[name])]
    return dict(sorted(found.items()))


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _requires(distribution: metadata.Distribution) -> Iterator[Requirement]:
    return map(Requirement, distribution.requires or ())


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})
