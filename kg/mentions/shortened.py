"""Strategies called by a part of their name: 绵阳市低空经济发展规划, later 低空经济发展规划."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.mentions.places import Gazetteer
from kg.model import Entity, Mention

YEARS = re.compile(r"[（(][^（()）]*[)）]$")
WHOSE = frozenset(["国家", "全国", "省", "市", "全省", "全市"])
SHORTEST = 6  # characters: a shorter rest could be anyone's (发展规划)


def join_shortened(mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """The mentions, with a shortened strategy's entity that of the one full name it can mean.

    A full name is the short one after whose it is (a place, or 国家) and before years in brackets.
    """
    names = {m.entity.name: m.entity for m in mentions if m.entity.type == "Strategy"}
    full: dict[str, list[Entity]] = {}
    for name, entity in names.items():
        bare = YEARS.sub("", name)
        for start in range(len(bare) - SHORTEST + 1):
            whose, short = bare[:start], bare[start:]
            if short == name or short not in names:
                continue
            if not whose or whose in WHOSE or whose in gazetteer.forms:
                full.setdefault(short, []).append(entity)
    meant = {short: entities[0] for short, entities in full.items() if len(entities) == 1}
    return [
        replace(m, entity=meant[m.entity.name])
        if m.entity.type == "Strategy" and m.entity.name in meant
        else m
        for m in mentions
    ]
