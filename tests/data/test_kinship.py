"""How two regions lie to one another."""

from __future__ import annotations

import pytest

from kg.data.kinship import Kinship, kinship
from kg.data.regions import region_ids

MIRROR: dict[Kinship, Kinship] = {"in": "over", "over": "in"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("合肥市", "合肥市", "same"),
        ("合肥市", "安徽省", "in"),
        ("安徽省", "长三角", "in"),
        ("合肥市", "长三角", "in"),
        ("合肥市", "中西部地区", "in"),
        ("张江科学城", "上海市", "in"),
        ("京津冀", "河北省", "over"),
        ("甘肃省", "长三角", "apart"),
        ("合肥市", "江苏省", "apart"),
    ],
)
def test_kinship(one: str, other: str, expected: Kinship) -> None:
    here, there = region_ids()[one][0], region_ids()[other][0]
    assert kinship(here, there) == expected
    assert kinship(there, here) == MIRROR.get(expected, expected)


def test_regions_of_the_text_are_unknown() -> None:
    assert kinship("region:某某产业园", "region:110000") == "unknown"
    assert kinship("region:某某产业园", "region:某某产业园") == "same"
