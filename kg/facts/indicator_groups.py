"""Mentions that stand side by side, as the possible subjects of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.data.lexicons import functional_regions
from kg.model import Entity, Mention

TYPES = ("Region", "Organization", "Project")
# Kind of a place outside China: its figures are none of ours.
ABROAD = "foreign"
_ITEM = re.compile(r"[^、和及]+")
_LINK = frozenset({"、", "和", "及", "以及"})
# 全省 after another province than the home means that one: how names of its kind end.
_WHOLE = {"全省": "省", "全市": "市", "全县": "县", "全区": "区"}


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one type that stand side by side (三一重工、中联重科; 四川宜宾).

    A ``joint`` group means its members together (川渝, 京津两地), so its figures are those of the
    functional region that they make up.
    """

    start: int
    end: int
    members: tuple[Mention, ...]
    joint: bool = False

    @property
    def type(self) -> str:
        """Entity type of the members."""
        return self.members[0].entity.type

    @property
    def text(self) -> str:
        """The last name as written."""
        return self.members[-1].text

    @property
    def entities(self) -> list[Entity]:
        """The entities that a figure of the group belongs to; none for an unnamed joint region."""
        if len(self.members) == 1:
            return [self.members[0].entity]
        each = list(dict.fromkeys(m.entity for m in self.members))
        if not self.joint or len(each) < 2:
            return each
        together = _functional().get(frozenset(e.name for e in each))
        return [together] if together else []

    def joined(self, m: Mention, joint: bool = False, narrower: bool = False) -> Group:
        """The group with one more member, or with the last one made narrower."""
        members = self.members[:-1] if narrower else self.members
        return Group(self.start, m.end, (*members, m), self.joint or joint)


@cache
def _functional() -> dict[frozenset[str], Entity]:
    """Functional regions by their members; of several, the plainest (川渝地区, no zone in it)."""
    regions = sorted(
        functional_regions(),
        key=lambda f: (not f.name.endswith("地区"), f.kind != "macro_region", len(f.name)),
    )
    found: dict[frozenset[str], Entity] = {}
    for f in regions:
        if len(f.members) > 1 and f.kind in ("macro_region", "cluster"):
            entity = Entity(f"region:{f.name}", "Region", f.name, f.kind)
            found.setdefault(frozenset(f.members), entity)
    return found


def groups(view: str, mentions: Sequence[Mention]) -> list[Group]:
    """Regions, organizations and projects of a sentence, neighbours of one type together."""
    out: list[Group] = []
    for m in mentions:
        if m.entity.type not in TYPES:
            continue
        last = out[-1] if out else None
        joined = _join(view, last, m) if last else None
        if joined is not None:
            out[-1] = joined
        elif last is None or m.start >= last.end:
            out.append(Group(m.start, m.end, (m,)))
    return out


def _join(view: str, last: Group, m: Mention) -> Group | None:
    """``last`` with ``m`` in it, when they stand side by side."""
    if last.type != m.entity.type:
        return None
    tail = last.members[-1]
    if (m.start, m.end) == (tail.start, tail.end):
        return last.joined(m, joint=True)  # 两地, 三省一市
    between = view[last.end : m.start] if m.start >= last.end else "?"
    if between in _LINK:
        return last.joined(m)
    if between:
        return None
    if m.implied:  # 安徽全省, 川渝两地: the names say which
        joint = last.joint or (len(last.members) > 1 and m.text.endswith("地"))
        return Group(last.start, m.end, last.members, joint)
    if len(m.text) == len(tail.text) == 1:
        return last.joined(m, joint=True)  # 川渝
    return last.joined(m, narrower=True)  # 四川宜宾: the narrower place stands for both


def listed(view: str, start: int, end: int, found: Sequence[Group]) -> list[Entity | None]:
    """Members of the enumeration in ``view[start:end]``; None for one that is no known entity."""
    out: list[Entity | None] = []
    for item in _ITEM.finditer(view, start, end):
        inside = [
            m for g in found for m in g.members if item.start() <= m.start and m.end <= item.end()
        ]
        out.append(inside[-1].entity if inside else None)
    return out


def relink(mentions: Sequence[Mention], topic: Entity | None) -> list[Mention]:
    """全省 and the like, in a text about several regions: the last one named of that kind."""
    out: list[Mention] = []
    for m in mentions:
        endings = _WHOLE.get(m.text) if m.implied else None
        if endings and topic is not None and topic.name.endswith(endings):
            m = replace(m, entity=topic)
        elif m.entity.type == "Region" and not m.implied:
            topic = m.entity
        out.append(m)
    return out
