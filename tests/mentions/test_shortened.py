"""Strategies called by a part of their name."""

from __future__ import annotations

import pytest

from kg.mentions.places import gazetteer
from kg.mentions.shortened import join_shortened
from kg.model import Entity, EntityType, Mention


def named(*names: str, kind: EntityType = "Strategy") -> list[Mention]:
    """A mention of each name, one a sentence."""
    return [
        Mention(i, 0, len(name), name, Entity(f"{kind}:{name}", kind, name, ""), False, "tagger")
        for i, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["绵阳市低空经济发展规划", "低空经济发展规划"], ["绵阳市低空经济发展规划"]),
        (
            ["低空经济发展规划（2024—2030年）", "低空经济发展规划"],
            ["低空经济发展规划（2024—2030年）"],
        ),
        (["国家要素配置改革试点", "要素配置改革试点"], ["国家要素配置改革试点"]),
        (["绵阳市低空经济规划", "德阳市低空经济规划", "低空经济规划"], None),
        (["绵阳市总体规划", "总体规划"], None),
        (["新版低空经济发展规划", "低空经济发展规划"], None),
        (["低空经济发展规划"], None),
    ],
)
def test_shortened(names: list[str], expected: list[str] | None) -> None:
    found = join_shortened(named(*names), gazetteer())
    assert list(dict.fromkeys(m.entity.name for m in found)) == (expected or names)
    assert [m.text for m in found] == names


def test_only_strategies() -> None:
    mentions = named("绵阳市工业发展实验室", "工业发展实验室", kind="Organization")
    assert join_shortened(mentions, gazetteer()) == mentions
