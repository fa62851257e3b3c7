"""Runs of one-character place names: 川渝, 沪苏浙, 金白兰武."""

from __future__ import annotations

import re
from functools import cache

from kg.mentions.places import Place, gazetteer
from kg.mentions.span import Span

# Runs of two characters are words more often than places, so only those in use count.
PAIRS = frozenset([
    "京津", "津冀", "京冀", "川渝", "成渝", "沪苏", "苏浙", "苏皖", "浙皖", "沪浙",
    "沪皖", "粤港", "粤澳", "港澳", "深港", "粤桂", "闽台", "闽粤", "闽浙", "赣闽",
    "湘赣", "湘鄂", "鄂赣", "鄂豫", "豫皖", "鲁豫", "晋冀", "晋陕", "陕甘", "甘青",
    "川滇", "滇黔", "黔桂", "桂黔", "川藏", "青藏", "滇藏", "疆藏", "琼粤", "琼桂",
    "蒙晋", "辽蒙", "吉黑", "辽吉", "闽宁", "鲁渝", "粤黔", "沪滇", "苏陕", "津甘",
    "京蒙", "浙川", "鲁甘", "粤琼", "苏青", "京津冀", "渝黔", "渝鄂", "渝湘", "深莞",
    "广佛", "郑开", "深汕", "杭绍", "甬舟", "浙赣", "湘粤", "湘桂", "川陕", "川甘",
    "川青", "皖赣", "皖鄂", "冀晋", "冀鲁", "豫鄂", "豫陕", "豫晋", "黔川", "黔渝",
    "长株潭",
])  # fmt: skip


@cache
def _pattern(province: str) -> re.Pattern[str]:
    """Runs of one-character names, those of the cities of a province among them."""
    chars = "".join(sorted({*gazetteer().short_chars, *_initials().get(province, {})}))
    return re.compile(f"[{re.escape(chars)}]{{2,6}}")


def find_compounds(view: str, taken: set[int], home: Place | None) -> list[Span]:
    """Implied spans, one a character, for runs of one-character names in one sentence.

    ``taken`` holds positions that longer names cover. Besides well-known pairs, runs of three and
    more provinces count, and runs of three and more first characters of the home province's
    cities.
    """
    province = _province(home)
    out: list[Span] = []
    for match in _pattern(province).finditer(view):
        run, start = match.group(), match.start()
        if not taken.isdisjoint(range(start, match.end())):
            continue
        places = _read(run, gazetteer().short_chars, _initials().get(province, {}))
        for i, place in enumerate(places):
            out.append(
                Span(start + i, start + i + 1, "Region", place.entity.name, place.entity.kind,
                     "reference", places=(place,), place=place)
            )  # fmt: skip
    if not _COUNTED.search(view):
        return out
    return [*out, *_counted(view, taken | {i for s in out for i in range(s.start, s.end)})]


NUMBERS = {"三": 3, "四": 4, "五": 5, "六": 6, "3": 3, "4": 4, "5": 5, "6": 6}
_COUNTED = re.compile(r"([三四五六3456])(?:市|地|城|地市|个城市|座城市)(?![\u4e00-\u9fff]?级)")


def _counted(view: str, taken: set[int]) -> list[Span]:
    """金白兰武四市: as many first characters as are counted, all cities of one province."""
    out: list[Span] = []
    for match in _COUNTED.finditer(view):
        start = match.start() - NUMBERS[match.group(1)]
        run = view[max(0, start) : match.start()]
        if start < 0 or not taken.isdisjoint(range(start, match.start())):
            continue
        fits = [c for c in _initials().values() if all(x in c for x in run)]
        if len(fits) != 1 or len(set(run)) < len(run):
            continue
        for i, char in enumerate(run, start):
            place = fits[0][char]
            out.append(
                Span(i, i + 1, "Region", place.entity.name, place.entity.kind, "reference",
                     places=(place,), place=place)
            )  # fmt: skip
    return out


@cache
def _initials() -> dict[str, dict[str, Place]]:
    """Of every province the first characters of its cities."""
    gaz = gazetteer()
    return {
        province: {p.entity.name[0]: p for p in reversed(places) if p.level == "city"}
        for province, places in gaz.children.items()
    }


def _province(home: Place | None) -> str:
    """Id of the province that the home region is or lies in, or ""."""
    if home is None:
        return ""
    return home.entity.id if home.level == "province" else home.chain[-1] if home.chain else ""


def _read(run: str, chars: dict[str, Place], local: dict[str, Place]) -> list[Place]:
    if len(run) >= 3 and all(c in local for c in run) and len(set(run)) == len(run):
        return [local[c] for c in run]
    provinces = [chars.get(c) for c in run]
    if run in PAIRS or (
        len(run) >= 3
        and len(set(run)) == len(run)
        and all(p is not None and p.level == "province" for p in provinces)
    ):
        return [p for p in provinces if p is not None]
    return []
