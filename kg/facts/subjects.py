"""Whose fact it is: the regions that may govern a place in a sentence.

For a place in a sentence :meth:`Subjects.options` lists the candidates, likeliest first: the
regions to the left in the clause, those right of it, earlier clauses' regions, what the paragraph
carries over, the headings' region, and the document's home region.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.data.orders import IMPERATIVE
from kg.facts.discourse import Discourse
from kg.facts.frame import SIGNS, Frame, Item
from kg.model import Entity, Home

R = SIGNS["Region"]
# What may stand between two regions of one group: nothing (四川成都), a list sign, a conjunction.
JOINT = re.compile(r"[、和与及]?|以及|—|-|（")
# A region after these is no subject: 来自广东, 向欧洲, 仅次于上海.
NOT_AFTER = re.compile(
    r"(?:来自|从|由|向|对|同|跟|出口|销往|销至|发往|运往|运抵|通往|返回|离开|相比|对比|比|仅次于|输往"
    r"|输送到|送往|外送|往|赴)$"
)
# 全国 before these is a measure, not a subject: 全国重要的, 全国第三.
NATIONAL = re.compile(
    r"^的?(?:重要|领先|首|第|唯一|最|前列|性|范围|各地|一流|知名|统一|平均|比重|总量|先进|同类|\d"
    r"|[一二三四五六七八九十]+[强大个])"
)


class Subject(NamedTuple):
    """Regions that may govern a place.

    ``how`` tells from where: clause, after, sentence, lead, carried, earlier (carried from another
    paragraph), heading, home, inside (the name itself holds the region), scope (the strategy's
    settled scope), speaker (a quoted official's place), held (an earlier name of the sentence holds
    it), later (a later clause names it), nation (中国, where nobody is at home or named); ``rank``
    counts nearer options of the same kind (of carried ones, 1 where it did not open its sentence);
    ``item`` is the region's last item when it stands in the sentence; ``since`` counts sentences
    since it was the subject, and is 6 or more where it was under other headings.
    """

    entities: tuple[Entity, ...]
    how: str
    item: Item | None = None
    rank: int = 0
    since: int = 0

    @property
    def implicit(self) -> bool:
        """Whether the passage itself does not name it."""
        return self.how in ("heading", "home")


# Options that rules alone never take.
NOT_FIRST = ("after", "later", "held", "nation")
# A paragraph that opens so goes on about the subject of the one before.
GOES_ON = re.compile(r"其中|此外|同时|另外|与此同时|一方面|另一方面|不仅如此|据介绍|目前")

NOBODY = Subject((), "none")
NATION = Entity("region:100000", "Region", "中国", "country")


class Group(NamedTuple):
    """Neighbouring regions of one sentence read as one; skeleton bounds ``start``, ``end``."""

    start: int
    end: int
    subject: Subject
    subjective: bool


class Subjects:
    """Resolves subjects through one document, sentence by sentence in order."""

    def __init__(
        self, home: Home | None, manner: str = "", discourse: Discourse | None = None
    ) -> None:
        """``home`` is the document's home region, if any; ``manner`` how the document speaks."""
        self.home = home
        self.manner = manner
        self.discourse = discourse or Discourse()
        self._home = Subject((home.region,), "home") if home else NOBODY
        self._carried = NOBODY
        self._paragraph = self._index = -1
        self._above: tuple[str, ...] = ()
        self._headed: dict[str, Subject] = {}
        self._groups: list[Group] = []
        self._options: dict[int, list[Subject]] = {}
        self._behind: list[Subject] | None = None
        self._frame: Frame | None = None
        self.imperative = False

    def enter(self, frame: Frame) -> None:
        """Make ``frame`` the current sentence."""
        self._leave()
        self._frame, self._groups = frame, region_groups(frame)
        self._options.clear()
        self._behind = None
        if GOES_ON.match(frame.skeleton):
            self._paragraph = frame.sentence.paragraph
        self.imperative = IMPERATIVE.match(frame.skeleton) is not None
        if frame.sentence.kind == "heading":
            named = [g.subject for g in self._groups if g.subject.entities]
            self._headed[frame.sentence.view] = (
                Subject(named[0].entities, "heading") if named else NOBODY
            )

    def _leave(self) -> None:
        """Remember the subject of the sentence just read."""
        frame = self._frame
        if frame is None or not self._groups:
            return
        named = [g for g in self._groups if g.subjective and g.subject.entities]
        leading = [g for g in named if g.start - frame.clause(g.start)[0] <= 3]
        if leading or named:
            chosen = (leading or named)[0]
            self._paragraph, self._index = frame.sentence.paragraph, frame.sentence.index
            self._above = _above(frame)
            self._carried = Subject(chosen.subject.entities, "carried", None, int(not leading))

    def options(self, position: int) -> list[Subject]:
        """Subjects that may govern skeleton position ``position``, likeliest first."""
        if position not in self._options:
            self._options[position] = self._read_options(position)
        return self._options[position]

    def _read_options(self, position: int) -> list[Subject]:
        frame = self._frame
        if frame is None:
            return []
        if self._behind is None:
            self._behind = self._inherited(frame)
        if not self._groups:
            nation = [Subject((NATION,), "nation")] if self.home is None else []
            return _distinct([*self._held(frame, position), *self._behind, *nation])
        start, end = frame.clause(position)
        left = [g for g in self._groups if g.end <= position and g.subjective]
        here = [g for g in left if g.start >= start][::-1]
        earlier = [g for g in left if g.start < start][::-1]
        after = [g for g in self._groups if position < g.start < end and g.subject.entities]
        later = [g for g in self._groups if g.start >= end and g.subjective and g.subject.entities]
        out = [_as(g, "clause", i) for i, g in enumerate(here[:3])]
        out += [_as(g, "sentence", i) for i, g in enumerate(earlier[:3])]
        out += [_as(g, "lead", 0) for g in earlier[3:][-1:]]
        out += [_as(g, "after", i) for i, g in enumerate(after[:2])]
        out += self._held(frame, position)
        out += [_as(g, "later", 0) for g in later[:1]]
        return _distinct([*out, *self._behind])

    def _held(self, frame: Frame, position: int) -> list[Subject]:
        """The regions that earlier names of the sentence hold: 湖南钢铁集团…, the nearest two."""
        items = [i for i in frame.items if i.at < position and i.type not in ("Region", "Foreign")]
        named = [
            Subject((m.entity,), "held", item)
            for item in items[::-1]
            for m in item.inner
            if m.entity.type == "Region" and m.entity.kind not in ("country", "foreign")
        ]
        return [s._replace(rank=i) for i, s in enumerate(named[:2])]

    @property
    def regions(self) -> int:
        """How many regions the document speaks of."""
        return len(self.discourse.regions)

    def best(self, position: int) -> str:
        """How the likeliest subject of a place is known."""
        subject = self.at(position)
        return f"{subject.how}{subject.rank}"

    def _inherited(self, frame: Frame) -> list[Subject]:
        """What precedes the sentence: in a report the organ speaks unless headed by a place."""
        headed = [self._headed.get(h, NOBODY) for h in reversed(frame.sentence.headings)]
        carried = self._carried._replace(since=_since(frame, self._index, self._above))
        if frame.sentence.paragraph != self._paragraph:
            carried = carried._replace(how="earlier")
        quoted = self.speaker
        spoken = [Subject((quoted,), "speaker")] if quoted is not None else []
        if self._home.entities:
            return [*spoken, *headed, self._home, carried]
        return [*spoken, carried, *headed]

    @property
    def speaker(self) -> Entity | None:
        """The place that an official speaks for who is quoted in the current sentence."""
        return self.discourse.speakers.get(self._frame.sentence.index) if self._frame else None

    def at(self, position: int) -> Subject:
        """The likeliest subject: what rules alone go by."""
        for subject in self.options(position):
            if subject.how not in NOT_FIRST:
                return subject
        return NOBODY


def _above(frame: Frame) -> tuple[str, ...]:
    """The headings that what follows a sentence stands under."""
    here = frame.sentence
    return (*here.headings, here.view) if here.kind == "heading" else here.headings


def _since(frame: Frame, index: int, above: tuple[str, ...]) -> int:
    """How many sentences ago one was, at most 5; 6 more where other headings stood above it."""
    return min(frame.sentence.index - index, 5) + 6 * (frame.sentence.headings != above)


def _as(group: Group, how: str, rank: int) -> Subject:
    """The subject of a group, seen from a place."""
    return Subject(group.subject.entities, how, group.subject.item, rank)


def _distinct(options: Sequence[Subject]) -> list[Subject]:
    """Options without repetition; a foreign subject ends the list (it is theirs, not ours)."""
    out: list[Subject] = []
    seen: set[tuple[str, ...]] = set()
    for option in options:
        if option.how == "clause" and not option.entities and option.item is not None:
            break
        entities = option.entities
        key = (entities[0].id,) if len(entities) == 1 else tuple([e.id for e in entities])
        if key and key not in seen:
            seen.add(key)
            out.append(option)
    return out


def region_groups(frame: Frame) -> list[Group]:
    """Groups of the sentence's regions and foreign places, in order."""
    if R not in frame.skeleton and SIGNS["Foreign"] not in frame.skeleton:
        return []
    groups: list[list[Item]] = []
    for item in frame.items:
        if item.type not in ("Region", "Foreign"):
            continue
        last = groups[-1] if groups else None
        if (
            last
            and item.type == last[-1].type == "Region"
            and _joined(frame.skeleton, last[-1], item)
        ):
            last.append(item)
        else:
            groups.append([item])
    return [_group(frame, g) for g in groups]


def _group(frame: Frame, items: Sequence[Item]) -> Group:
    entities = _entities(items) if items[0].type == "Region" else ()
    subject = Subject(entities, "clause", items[-1])
    return Group(items[0].at, items[-1].at + 1, subject, _subjective(frame, items[0]))


def _joined(skeleton: str, left: Item, right: Item) -> bool:
    between = skeleton[left.at + 1 : right.at]
    return len(between) <= 2 and JOINT.fullmatch(between) is not None


def _subjective(frame: Frame, item: Item) -> bool:
    """Whether a region can govern what follows, by the words around it."""
    skeleton = frame.skeleton
    national = item.mentions[0].entity.kind == "country"
    opens = item.at - frame.clause(item.at)[0] <= 2
    if national and (NATIONAL.match(skeleton[item.at + 1 : item.at + 8]) or not opens):
        return False
    return NOT_AFTER.search(skeleton[max(0, item.at - 4) : item.at]) is None


def _entities(group: Sequence[Item]) -> tuple[Entity, ...]:
    """Entities of a group; in 四川成都 or 成都市双流区 only the innermost."""
    chosen: list[Entity] = []
    for i, item in enumerate(group):
        following = group[i + 1] if i + 1 < len(group) else None
        touches = following is not None and following.at == item.at + 1
        if touches and len(item.mentions) == 1 and item.end - item.start > 1:
            continue
        chosen += item.entities
    return tuple(dict.fromkeys(chosen))
