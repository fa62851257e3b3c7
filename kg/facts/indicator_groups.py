"""Mentions that stand side by side, as the possible subjects of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Entity, Mention

TYPES = ("Region", "Organization", "Project")
# Kind of a place outside China: its figures are none of ours.
ABROAD = "foreign"
_LINK = frozenset({"、", "和", "及", "以及"})
# 全省 after another province than the home means that one: the kind of region it speaks of.
_WHOLE = {"全省": "province", "全市": "city", "全县": "county"}


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one type that stand side by side (三一重工、中联重科; 四川宜宾)."""

    start: int
    end: int
    members: tuple[Mention, ...]

    @property
    def type(self) -> str:
        """Entity type of the members."""
        return self.members[0].entity.type

    @property
    def entities(self) -> list[Entity]:
        """The entities meant, each once, in order."""
        return list(dict.fromkeys(m.entity for m in self.members))


def groups(view: str, mentions: Sequence[Mention]) -> list[Group]:
    """Regions, organizations and projects of a sentence, neighbours of one type together."""
    out: list[Group] = []
    for m in mentions:
        if m.entity.type not in TYPES:
            continue
        last = out[-1] if out else None
        if last is None or last.type != m.entity.type or m.start < last.end:
            out.append(Group(m.start, m.end, (m,)))
            continue
        joint = view[last.end : m.start]
        if joint == "" and m.implied:
            members = last.members  # 安徽全省: the name says which
        elif joint == "":
            members = (*last.members[:-1], m)  # 四川宜宾: the narrower place stands for both
        elif joint in _LINK:
            members = (*last.members, m)
        else:
            out.append(Group(m.start, m.end, (m,)))
            continue
        out[-1] = Group(last.start, m.end, members)
    return out


def relink(mentions: Sequence[Mention], topic: Entity | None) -> list[Mention]:
    """全省 and the like, in a text about several regions: the last one named of that kind."""
    out: list[Mention] = []
    for m in mentions:
        kind = _WHOLE.get(m.text) if m.implied else None
        if kind and topic is not None and topic.kind == kind:
            m = replace(m, entity=topic)
        elif m.entity.type == "Region" and not m.implied:
            topic = m.entity
        out.append(m)
    return out
