"""Whose fact it is: the region that governs a place in a sentence.

A subject is the nearest region group to the left in the clause, else the last subject of an
earlier clause, else what the paragraph, the headings or the document's home region carry over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.frame import SIGNS, Frame, Item
from kg.model import Entity, Home

R = SIGNS["Region"]
# What may stand between two regions of one group: nothing (四川成都), a list sign, a conjunction.
JOINT = re.compile(r"[、和与及]?|以及|—|-|和|（|，")
# A region before these, or after those, is no subject: 来自广东, 向欧洲, 与上海, 全国重要的.
NOT_AFTER = re.compile(
    r"(?:来自|从|由|向|对|与|同|跟|和|出口|销往|销至|发往|运往|运抵|通往|返回|离开|相比|对比|比|超过|超|仅次于|输往|输送到|送往|外送|入|往|至|赴|到)$"
)
NATIONAL = re.compile(r"^(?:的)?(?:重要|领先|首|第|唯一|最|前列|性|范围|各地|一流|知名|统一|平均|比重|总量|先进|同类|\d|[一二三四五六七八九十]+[强大个])")
# Sentences that begin so have no subject of their own: the document's organ speaks.
IMPERATIVE = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]+[)）、.．]|要|将|必须|坚持|加快|推动|推进|支持|实施|加强|加大|深化|促进|鼓励|引导|提升|提高|完善|优化|做大|做强|做优|壮大|培育|发展|打造|建设|构建|聚焦|围绕|依托|开展|强化|扩大|统筹|巩固|积极|大力|着力|持续|深入|全面|全力|高质量|高水平|高标准|抓好|用好|落实|稳步|有序|扎实|充分|努力|力争|争取|新增|新建|建成|建立|健全|改造|创新|增强|释放|激发|布局|推广|组织|抢抓|加力|因地制宜|科学|严格|切实|稳定|保障|规范|制定|出台|启动|办好|做好|谋划|探索|畅通|拓展|引进|吸引|带动|延伸|整合|突出|瞄准|紧盯|纵深|一体)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Regions that govern a stretch; ``how`` is clause, sentence, carried, heading or home."""

    entities: tuple[Entity, ...]
    how: str
    item: Item | None = None

    @property
    def implicit(self) -> bool:
        """Whether the passage itself does not name it."""
        return self.how in ("heading", "home")


NOBODY = Subject((), "none")
ABROAD = Subject((), "abroad")


class Subjects:
    """Resolves subjects through one document, sentence by sentence in order."""

    def __init__(self, home: Home | None) -> None:
        """``home`` is the document's home region, if any."""
        self._home = Subject((home.region,), "home") if home else NOBODY
        self._carried = NOBODY
        self._paragraph = -1
        self._headed: dict[str, Subject] = {}
        self._groups: list[tuple[int, int, Subject]] = []
        self._frame: Frame | None = None

    def enter(self, frame: Frame) -> None:
        """Make ``frame`` the current sentence."""
        self._leave()
        sentence = frame.sentence
        if sentence.kind == "heading":
            groups = region_groups(frame)
            self._headed[sentence.view] = (
                Subject(groups[0][2].entities, "heading") if groups else NOBODY
            )
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            if self._home.entities:
                self._carried = NOBODY
        self._frame = frame
        self._groups = region_groups(frame)

    def _leave(self) -> None:
        """Remember the subject of the sentence just read."""
        if self._frame is None:
            return
        subjects = [g for g in self._groups if g[2] is not ABROAD and _domestic(g[2])]
        if subjects:
            leading = [g for g in subjects if self._leads(g[0])]
            chosen = (leading or subjects)[0][2]
            self._carried = Subject(chosen.entities, "carried")
        elif self._home.entities and IMPERATIVE.match(self._frame.skeleton):
            self._carried = NOBODY

    def _leads(self, at: int) -> bool:
        frame = self._frame
        return frame is not None and at - frame.clause(at)[0] <= 3

    def at(self, position: int) -> Subject:
        """The subject that governs skeleton position ``position`` of the current sentence."""
        frame = self._frame
        if frame is None:
            return NOBODY
        start, _ = frame.clause(position)
        before = [g for g in self._groups if g[1] <= position]
        here = [g for g in before if g[0] >= start]
        if here:
            return here[-1][2]
        if before:
            subject = before[-1][2]
            return Subject(subject.entities, "sentence", subject.item) if subject.entities else subject
        return self._inherited(frame)

    def _inherited(self, frame: Frame) -> Subject:
        imperative = IMPERATIVE.match(frame.skeleton) is not None
        if self._carried.entities and not (imperative and self._home.entities):
            return self._carried
        for heading in reversed(frame.sentence.headings):
            headed = self._headed.get(heading, NOBODY)
            if headed.entities:
                return headed
        return self._home if self._home.entities else self._carried


def region_groups(frame: Frame) -> list[tuple[int, int, Subject]]:
    """Groups of regions that can be subjects: (skeleton start, end, subject), in order."""
    groups: list[list[Item]] = []
    out: list[tuple[int, int, Subject]] = []
    skeleton = frame.skeleton
    for item in frame.items:
        if item.type == "Foreign":
            groups.append([item])
        elif item.type == "Region" and _may_govern(frame, item):
            last = groups[-1] if groups else None
            if last and last[-1].type == "Region" and _joined(skeleton, last[-1], item):
                last.append(item)
            else:
                groups.append([item])
    for group in groups:
        subject = ABROAD if group[0].type == "Foreign" else Subject(_entities(group, skeleton), "clause", group[-1])
        out.append((group[0].at, group[-1].at + 1, subject))
    return out


def _joined(skeleton: str, left: Item, right: Item) -> bool:
    between = skeleton[left.at + 1 : right.at]
    return len(between) <= 2 and JOINT.fullmatch(between) is not None and between != "，"


def _may_govern(frame: Frame, item: Item) -> bool:
    before = frame.skeleton[max(0, item.at - 4) : item.at]
    after = frame.skeleton[item.at + 1 : item.at + 8]
    national = item.mentions[0].entity.kind == "country"
    if national and (NATIONAL.match(after) or not _opens(frame, item.at)):
        return False
    return NOT_AFTER.search(before) is None or before.endswith(("和", "与")) and _listed(frame, item)


def _opens(frame: Frame, at: int) -> bool:
    """Whether an item stands at the start of its clause, or nearly."""
    return at - frame.clause(at)[0] <= 2


def _listed(frame: Frame, item: Item) -> bool:
    return R in frame.skeleton[max(0, item.at - 2) : item.at]


def _entities(group: Sequence[Item], skeleton: str) -> tuple[Entity, ...]:
    """Entities of a group; in 四川成都 or 成都市双流区 only the innermost."""
    chosen: list[Entity] = []
    for i, item in enumerate(group):
        following = group[i + 1] if i + 1 < len(group) else None
        if following and following.at == item.at + 1 and len(item.mentions) == 1 and item.end - item.start > 1:
            continue
        chosen += item.entities
    return tuple(dict.fromkeys(chosen))


def _domestic(subject: Subject) -> bool:
    return any(e.kind != "country" for e in subject.entities)
