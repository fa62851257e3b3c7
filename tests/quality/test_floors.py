"""Extraction stays above its floors, on the bundled samples and on the annotated documents."""

from __future__ import annotations

import pytest

from tools.floors import SETS, below, load, measure


@pytest.mark.parametrize("name", [n for n in SETS if n in load()])
def test_floors(name: str) -> None:
    if not SETS[name].present:
        pytest.skip("no annotated documents beside the project")
    floors = load()[name]
    changed = floors.get("corpus") != SETS[name].corpus
    note = " (the annotated documents changed since the floors were set)" if changed else ""
    assert not below(floors, measure(name)), f"{name}: row: (floor, measured){note}"


def test_a_fall_is_seen() -> None:
    floors = {"corpus": "x", "RELATIONS all": 0.5, "indicator": 0.4}
    assert below(floors, {"RELATIONS all": 0.49, "indicator": 0.4}) == {
        "RELATIONS all": (0.5, 0.49)
    }
    assert below(floors, {"RELATIONS all": 0.6}) == {"indicator": (0.4, 0.0)}


def test_every_lowering_has_a_reason() -> None:
    assert all(row["why"].strip() for row in load().get("lowered", []))
