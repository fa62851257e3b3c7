"""Whose figure it is: the subject of a quantity, in its clause or carried over from before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.facts.indicator_groups import ABROAD, Group, groups, listed, relink
from kg.facts.numbers import Quantity
from kg.facts.subjects import NATION
from kg.model import Entity, Home, Mention, Sentence

# Words of news, where a paragraph is about one place or firm even if the paper has a home.
NEWS = re.compile(r"记者|日前|据介绍|据了解|介绍说|新闻联播|央视网|本报讯|本报[^，。]{0,6}电")

_OWN = re.compile(r"我省|全省|我市|全市|我区|全区|自治区|我县|全县|本市")
_REPORT = re.compile(r"力争|各位代表|扎实推进|深入实施|加快推进|大力|统筹推进|成功举办|一年来")
# Shares of all places named from which on a text is about the nation, or about one region.
NATION_SHARE, REGION_SHARE = 0.2, 0.5

# Words that make a following place a yardstick or a partner, not the one spoken about.
_YARDSTICK = re.compile(
    r"(?:占|占到|占据|占据了|占了|贡献|围绕|依托|借助|通过|以|由|像|如|居|列|位居|位列|高于|低于|快于|好于|超过|超过了|超|较|比|同比|领先|领跑|保持|"
    r"与|同|和|跟|对|向|赴|至|到|来自|从|自|由|往|发往|运往|出口|落户|服务|面向|辐射|纳入|融入|"
    r"入选|获评|获批|荣获|跻身|进入|成为|覆盖|联合|携手|连接|全球|直达|抵达|除|经|首个)$"
)
_PLACE_OF = re.compile(r"(?:在|于|位于|地处)$")
# What is done to a project, firm or place by somebody else.
_DONE_TO = re.compile(
    r"(?:建设|推进|实施|加快|推动|建成|投产|引进|打造|开工|支持|谋划|培育|布局|完成|开展|推广|壮大|"
    r"提升|利用|用好|发挥|依托|围绕|组建|设立|入股|争取|抓好|统筹|深化|做强|擦亮|创建|举办)"
    r"[“‘《]?$"
)
# What follows the name of the nation where it only grades something.
_GRADE = re.compile(
    r"(?:各地|各省)?(?:第|首|前|最|领先|平均|前列|统一|重点|文明|试点|唯一|性|人大|政协|两会|一流|先进|"
    r"优秀|百强|县域|同类|总|增量|\d|[一二三四五六七八九十两]+强|的?比重|的?\d|水平|增速|同期|范围|率先|[^，；]{0,10}的?(?:占比|比重|份额))"
)
# Attributes that works and facilities have themselves.
_OF_PROJECT = re.compile(
    r"投资|占地|面积|全长|长度|里程|装机|产能|年产|日产|产值|容纳|就业|岗位|规模|开行|吞吐|年发|发电|"
    r"处理|旅客|航线|剧组|接待|载|工期|中转|销售|收入|纳税|利税|增加值|日均|需|参展|买家|展出"
)
# A clause that goes on with the subject of the one before.
_GOES_ON = re.compile(
    r"^(?:其中|并|且|也|还|均|都|同比|环比|比|较|占|增|下降|提高|总|累计|达|年|日|月|平均|人均|预计|可|"
    r"实现|完成|位|居|高于|低于|超|首次|已|净|分别|运行|建成后|达产|投产|利|税|面积|产|销|出|进|规划|计划|"
    r"共|签|拥有|有|聚集|集聚|吸引|带动|新增|辐射|创|形成|提供|安排|每|为|将|再|又|更|而|但)"
)
# A bare noun that takes up the last one of its kind (公司, 该项目, 集团, 园区).
_ANAPHOR = re.compile(
    r"^(?:[^，]{0,5}[年月度，])?(?:该|本|这[个家座条]|整个|全)?(?:"
    r"(?P<Organization>公司|集团|企业(?!数|家|达|超|增|[一-龥]{2}))|(?P<Project>项目(?!数|达|个|[0-9])|工程(?!类)|基地)|"
    r"(?P<Region>园区|新区|区域|全岛|全园))"
)
# Classifiers of things that several names may be counted with; no name of works holds them.
_COUNTED = frozenset({"个", "条", "座", "项", "处", "家", "所"})
_FRAME = re.compile(r"^(?:[^，]{0,12}[，：])?[^，]{0,6}(?:在|位于|来到|走进)?$")
_NATION_WORDS = frozenset({"全国", "我国", "国内", "中国"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The entity a figure belongs to; ``implicit`` when the passage does not name it.

    ``how`` is one of ``inside`` (the name holds the figure), ``respective``, ``named``,
    ``carried`` (within the sentence), ``topic`` (from the sentences before), ``home`` and
    ``fallback`` (what the whole text is about).
    """

    entity: Entity
    implicit: bool
    how: str


class Tracker:
    """Follows the topic through a document, sentence by sentence.

    In a report of a region, figures without a subject are the region's own; in news and essays
    they belong to what the paragraph is about.
    """

    def __init__(self, home: Entity | None, fallback: Entity | None) -> None:
        """``home`` is the region that reports; without one, ``fallback`` owns what is left."""
        self._home = home
        self._fallback = home or fallback
        self._topic: Entity | None = None
        self._latest: dict[str, Entity] = {}
        self._paragraph = -1
        self._carries = home is None
        self._view = ""
        self._groups: list[Group] = []
        self._mentions: Sequence[Mention] = ()
        self._last: Entity | None = None
        self._last_at = 0
        self._clause = 0

    def enter(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Take the next sentence; subjects carry over within a paragraph only."""
        if sentence.paragraph != self._paragraph:
            self._topic = None
            self._paragraph = sentence.paragraph
        self._view = sentence.view
        self._mentions = relink(mentions, self._topic) if self._carries else mentions
        self._groups = groups(sentence.view, self._mentions)
        self._last, self._last_at = None, 0

    def leave(self) -> None:
        """Remember what the sentence was about for the ones that follow."""
        usable = self._usables()
        for group in self._groups:
            self._latest[group.type] = group.members[-1].entity
        if usable:
            self._topic = usable[0].entities[-1]

    @property
    def view(self) -> str:
        """The current sentence."""
        return self._view

    @property
    def groups(self) -> Sequence[Group]:
        """The names of the current sentence, neighbours together."""
        return self._groups

    @property
    def home(self) -> Entity | None:
        """The region that reports."""
        return self._home

    @property
    def main(self) -> Entity | None:
        """Who owns what nobody else does."""
        return self._fallback

    @property
    def topic(self) -> Entity | None:
        """What the paragraph was last about."""
        return self._topic

    def subjects(
        self, q: Quantity, clause: tuple[int, int], series: Sequence[Quantity]
    ) -> list[Subject]:
        """Subjects of a quantity in the current sentence; ``series`` are those of its clause.

        None for a figure of a foreign place.
        """
        if q.name not in _COUNTED:
            holders = [g for g in self._groups if g.start <= q.start and q.end <= g.end]
            if holders and holders[0].type == "Project":
                return [Subject(e, False, "inside") for e in holders[0].entities]
        dealt = self._respective(q, clause, series)
        if dealt is None:
            return []
        how, found = ("respective", [dealt]) if dealt else ("named", self._named(q, clause))
        if not found:
            carried = self._carried(q, clause)
            how, found = "carried", [carried] if carried else []
        if not found and self._carries and self._topic is not None:
            how, found = "topic", [self._topic]
        if found:
            self._last, self._last_at = found[-1], q.start
            here = {m.entity for m in self._mentions if not m.implied}
            own = [entity for entity in found if entity.kind != ABROAD]
            return [Subject(entity, entity not in here, how) for entity in own]
        how = "home" if self._home else "fallback"
        return [Subject(self._fallback, True, how)] if self._fallback else []

    def _named(self, q: Quantity, clause: tuple[int, int]) -> list[Entity]:
        self._clause = clause[0]
        owner = self._owner_after(q, clause)
        if owner is not None:
            return [owner]
        before = [g for g in self._groups if clause[0] <= g.start and g.end <= q.start]
        if before and self._touches(before[-1], q):
            return before[-1].entities
        if before and self._enumerates(before[-1], q):
            before.pop()
        usable = [g for g in before if self._usable(g) and self._fits(g, q)]
        plain = [g for g in usable if not self._placed(g)]
        if usable:
            return (plain or usable)[-1].entities
        return self._placed_after(q, clause)

    def _placed_after(self, q: Quantity, clause: tuple[int, int]) -> list[Entity]:
        """60个项目在合肥签约: the place where the counted things are."""
        for g in self._groups:
            if q.end <= g.start < clause[1] and len(g.members) == 1 and g.type != "Organization":
                between = self._view[q.end : g.start]
                if re.search(r"(?:在|落户|落地|相继在|落子)$", between) and "分别" not in between:
                    return g.entities
        return []

    def _respective(
        self, q: Quantity, clause: tuple[int, int], series: Sequence[Quantity]
    ) -> Entity | Literal[False] | None:
        """A、B的X分别为1和2: the member in the place of the figure, None where it is unknown.

        False when the sentence does not deal figures out to places, firms or works.
        """
        at = self._view.find("分别", *clause)
        after = [s for s in series if s.start > at]
        if at < 0 or q not in after or len(after) < 2:
            return False
        previous = self._view.rfind("，", 0, max(0, clause[0] - 1)) + 1
        for start, end in ((clause[0], at), (previous, clause[0])):
            members = listed(self._view, start, end, self._usables())
            if len(members) == len(after) and len({m for m in members if m}) > 1:
                return members[after.index(q)]
        return False

    def _usables(self) -> list[Group]:
        return [g for g in self._groups if self._usable(g)]

    def _owner_after(self, q: Quantity, clause: tuple[int, int]) -> Entity | None:
        """总投资1亿元的X项目: the works that a leading attribute describes."""
        if not self._view.startswith("的", q.end):
            return None
        if not _OF_PROJECT.search(self._view, clause[0], q.start):
            return None
        for g in self._groups:
            if q.end < g.start < clause[1] and g.type == "Project" and len(g.members) == 1:
                return g.members[0].entity
        return None

    def _touches(self, group: Group, q: Quantity) -> bool:
        """上海的128.68万辆: the figure hangs on the name itself."""
        if q.kind == "count" and (len(group.members) > 1 or group.type != "Region"):
            return False
        if group.text in _NATION_WORDS:
            return False
        return self._view[group.end : q.start] in ("的", "为", "") and group.type != "Project"

    def _enumerates(self, group: Group, q: Quantity) -> bool:
        """潜江、松滋等10个县市: the group lists what is counted."""
        between = self._view[group.end : q.start]
        if len(between) > 24 or any(c in "了已将有把" for c in between):
            return False
        return between.endswith("等") or (not between and q.kind == "count")

    def _fits(self, group: Group, q: Quantity) -> bool:
        """Whether works can have such a figure; places and firms can have any."""
        if group.type != "Project":
            return True
        between = self._view[group.end : q.start]
        if self._carries and between and group.start in (0, self._clause):
            return True
        if _DONE_TO.search(self._view, max(0, group.start - 5), group.start):
            return bool(re.match(r"[，、]?(?:总|计划|预计)?(?:投资|产能|年产)", between))
        return bool(_OF_PROJECT.search(between))

    def _placed(self, group: Group) -> bool:
        return bool(_PLACE_OF.search(self._view, max(0, group.start - 2), group.start))

    def _usable(self, group: Group) -> bool:
        """Whether a group can be the one that a clause speaks about."""
        if not group.entities or (group.entities[-1].kind == ABROAD and not self._opens(group)):
            return False
        if self._view.startswith("等", group.end):
            return False
        if group.text in _NATION_WORDS and _GRADE.match(self._view, group.end):
            return False
        return not _YARDSTICK.search(self._view, max(0, group.start - 4), group.start)

    def _opens(self, group: Group) -> bool:
        """Whether a group stands where the subject of a sentence or clause does."""
        before = self._view[max(0, group.start - 1) : group.start]
        return before in ("", "，", "；", "：", "。", "“")

    def _carried(self, q: Quantity, clause: tuple[int, int]) -> Entity | None:
        text = self._view[clause[0] : q.start + 1]
        opened = self._opened(q, clause)
        if opened is not None:
            return opened
        if self._carries:
            taken_up = self._taken_up(text, q)
            if taken_up is not None:
                return taken_up
        if self._last is not None and (self._carries or _GOES_ON.match(text)):
            return self._last
        frame = self._frame(q)
        if frame is not None or not self._carries:
            return frame
        earlier = [g for g in self._groups if g.end <= q.start and self._usable(g)]
        plain = [g for g in earlier if not self._placed(g)] or earlier
        return plain[0].entities[-1] if plain else None

    def _opened(self, q: Quantity, clause: tuple[int, int]) -> Entity | None:
        """黑龙江，…: a name that makes up a clause, or ends the one just before."""
        for g in reversed(self._groups):
            if self._last_at <= g.start and g.end < q.start and self._view[g.end] in "，：":
                start = g.start - 1 if self._placed(g) else g.start
                before = self._view[start - 1] if start else "，"
                next_to = g.end + 1 == clause[0] and self._carries
                if (before in "，；：。“" or next_to) and self._usable(g):
                    return g.entities[-1]
        return None

    def _taken_up(self, text: str, q: Quantity) -> Entity | None:
        """公司, 该项目, 园区: the last one of its kind."""
        if re.match("其(?!中|他|余|实)", text):
            usable = [g for g in self._groups if g.end <= q.start and self._usable(g)]
            return usable[-1].entities[-1] if usable else self._topic
        m = _ANAPHOR.match(text)
        if m is None or m.lastgroup is None:
            return None
        before = [g for g in self._groups if g.end <= q.start and g.type == m.lastgroup]
        return before[-1].members[-1].entity if before else self._latest.get(m.lastgroup)

    def _frame(self, q: Quantity) -> Entity | None:
        """在四川宜宾，…: a place that opens the sentence in a clause of its own."""
        for g in self._groups:
            if g.end > q.start:
                break
            alone = g.type == "Region" and self._view[g.end : g.end + 1] == "，"
            if alone and _FRAME.match(self._view[: g.start]) and self._usable(g):
                return g.entities[-1]
        return None


def reporting(home: Home | None, text: str) -> Entity | None:
    """The home region when the text is its own report, and no news or essay about it."""
    if home is None or home.region.id == NATION.id or NEWS.search(text):
        return None
    if home.how != "text" or len(_OWN.findall(text)) > 1 or len(_REPORT.findall(text)) > 2:
        return home.region
    return None


def dominant(mentions: Sequence[Mention]) -> Entity | None:
    """What a text is about as a whole: one region that most places named are, or the nation.

    None where it is about many; a figure that names nobody is then nobody's.
    """
    count = Counter(
        m.entity for m in mentions if m.entity.type == "Region" and m.entity.kind != ABROAD
    )
    total = count.total()
    if not total or count[NATION] >= NATION_SHARE * total:
        return NATION
    region, n = count.most_common(1)[0]
    return region if n > 2 and n >= REGION_SHARE * total else None
