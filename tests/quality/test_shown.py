"""Which sentence shows a fact, by the evidence of its annotation."""

from __future__ import annotations

import pytest

from tools.shown import shows

VIEW = "德阳市加快发展装备制造、新材料等产业，带动周边。"


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        ("加快发展装备制造", True),
        ("德阳市加快发展装备制造、新材料", True),
        ("加快发展 “装备制造”，新材料等", True),  # signs do not count
        ("全市经济稳步增长。德阳市加快发展装备制造、新材料", True),  # half of it is here
        ("绵阳市壮大电子信息产业", False),
        ("装备", True),
        ("芯片", False),
        ("", True),
    ],
)
def test_half_of_the_evidence_stands_in_the_sentence(evidence: str, shown: bool) -> None:
    assert shows(VIEW, evidence) is shown
