"""The blocks of ``rules/indicators.toml`` do what their examples say."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.facts.indicator_rules import Block, parse_rules, rules
from kg.facts.indicators import clauses
from kg.facts.numbers import Quantity


def found(text: str) -> list[Quantity]:
    return rules().indicators(text, rules().scanner.scan(text), clauses(text))


def quantity_blocks(text: str) -> set[str]:
    """Ids of the blocks that hold for some quantity of a text of one clause."""
    return {
        b.id for q in rules().scanner.scan(text) for b in rules().blocks if b.holds(text, q, text)
    }


@pytest.mark.parametrize("block", rules().blocks, ids=lambda b: b.id)
def test_examples(block: Block) -> None:
    assert block.blocked
    for text in block.blocked:
        assert block.id in quantity_blocks(text), text
    for text in block.kept:
        assert found(text), text
        assert block.id not in quantity_blocks(text), text


UNITS = '[units]\nmeasures=["元"]\ncounters=[]\nsmall=[]\nscales=[]\n[units.same]\n'
UNITS += "[units.not_before]\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (UNITS + '[[block]]\nid="x"\nafter="a"\nafterwards="b"\n', "afterwards"),
        (UNITS + '[[block]]\nid="x"\nafter="("\n', "block x"),
        (UNITS + "[colour]\n", "colour"),
        ("units = [", "indicators.toml"),
    ],
)
def test_bad_rules_are_named(text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        parse_rules(text)
