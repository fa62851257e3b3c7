"""What a figure measures, in the words of its clause, and whether it is reached or aimed at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.numbers import Quantity
from kg.model import Mention, Status

MAX_NAME = 30

# Verbs and hedges between the measured thing and its figure, and what may open a clause before it.
_TAIL = re.compile(
    r"(?:[，、：（“”]|达到?了?|高达|超过?了?|突破|逾|近|约|为|是|至|到|有|共|已经?|仍然?|均|都|皆|分别|首次|"
    r"增加?至|增加?到|升至|升到|提升至|提升到|提高到|下降至|降至|增到|将近|不少于|不低于|不到|上|完成|的|了|"
    r"保持在|维持在|稳定在|控制在|保持|仅|只有|就有|就|则|大概|大约|预计|可|将|还|另有|过|累计达|只|力争|争取|确保)+$"
)
_HEAD = re.compile(
    r"^(?:[，、。；：）”]|其中|此外|同时|另外|目前|如今|现在|截至|至今|已经?|将|并|且|而|仅|力争|确保|预计|全年|"
    r"(?:19|20)\d{2}年(?:底|末|度)?|今年|去年|明年|到|全市|全省|全区|我省|我市|的|了|从|由|在|和|及)+"
)
_NOUN = re.compile(r"^(?:以上|左右|多|余)?(?:的)?(?P<noun>[^，。；：、（）\d]{2,18})")
_GROWTH = re.compile(
    r"(?:同比|环比|比上年|较上年|年均|同口径|实际|分别)*(?:增长|下降|上升|提高|增加|减少|上涨)了?$"
)
_RANK = re.compile(
    r"(?:位|排名?|名)?(?:居|列|升至|进至|在|保持|前移至)?"
    r"(?:全国|全球|世界|全省|中部|西部|东部|国内)?$"
)

_PLANNED = re.compile(
    r"将|计划|力争|预计|目标|确保|拟(?!态)|争取|明年|未来|今后|建成后|达产后?|投产后|全部建成|要(?!素|求)|"
    r"不低于|不少于|有望|可实现|到20[2-9]\d年|规划(?:建设|面积|总|布局)"
)
_REACHED = re.compile(
    r"已经?|了(?!解)|累计|同比|去年|上年|目前|至今|增至|升至|提升至|完成(?!\d)|获评|入选|获批"
)
_TASKS = re.compile(r"力争|确保|加快|推动|推进|实施|培育|打造|支持|加强|完善|深化|左右|以上")
_REVIEW = re.compile(
    r"增长\d|达到?\d|突破|增至|入选|获批|成功|显著|稳步|全面完成|成效|居全国|首次|获评|荣获"
)


def name_of(
    view: str, clause: tuple[int, int], before: Sequence[tuple[Quantity, str]],
    q: Quantity, mentions: Sequence[Mention],
) -> str:  # fmt: skip
    """Name of the measured thing; ``before`` are earlier quantities of the sentence, named."""
    start = clause[0]
    if before and before[-1][0].end > start:
        start = before[-1][0].end
    for m in mentions:
        if m.entity.type == "Region" and 0 <= m.start - start < 3 and m.end < q.start:
            start = m.end
    label = _HEAD.sub("", view[start : q.start])
    if q.kind == "rank":
        label = _RANK.sub("", _TAIL.sub("", label))
        return f"{_cut(label) or _last_name(before)}位次"
    growth = _GROWTH.search(label)
    if growth:
        base = label[: growth.start()] or _last_name(before)
        return _cut(base) + label[growth.start() :].removesuffix("了")
    label = _TAIL.sub("", label)
    noun = _NOUN.match(view[q.end : clause[1]])
    if noun and (q.kind == "count" or not label):
        label += noun["noun"]
    return _cut(label) or _last_name(before)


def _last_name(before: Sequence[tuple[Quantity, str]]) -> str:
    return before[-1][1] if before else "数量"


def _cut(label: str) -> str:
    return label[-MAX_NAME:].strip("，、：；（）“” ")


def status_of(view: str, clause: tuple[int, int], q: Quantity, tasks: bool) -> Status:
    """``planned`` when the clause or what leads up to it speaks of aims; else by ``tasks``."""
    own = view[clause[0] : clause[1]]
    if _PLANNED.search(own):
        return "planned"
    if _REACHED.search(own):
        return "existing"
    lead = view[max(0, clause[0] - 40) : clause[0]]
    return "planned" if tasks or _PLANNED.search(lead) else "existing"


def sets_tasks(paragraph: str) -> bool:
    """Whether a paragraph of a report sets tasks rather than reviews what was done."""
    tasks = len(_TASKS.findall(paragraph))
    return tasks > 3 and tasks > 3 * len(_REVIEW.findall(paragraph))
