"""The home region: whose organ speaks, and what 我省 or 全市 mean in a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import PurePath

from kg.data import read_tsv
from kg.data.orders import IMPERATIVE
from kg.mentions.places import MUNICIPALITIES, Form, Gazetteer, Place
from kg.model import Document, Home

# What organs of many provinces are called too: alone it is nobody's 省.
LOOSE = {
    "province": "省属(?!于)|省领导|省级(?!以上)|省直|省经济",
    "city": "市属(?!于)",
}
ANYONE = re.compile("|".join(LOOSE.values()))
OWN = {
    "province": re.compile(
        f"我省|全省|本省|省内|省委|省政府|我区|全区|自治区党委|自治区政府|{LOOSE['province']}"
    ),
    "city": re.compile(f"我市|全市|本市|市委|市政府|{LOOSE['city']}"),
    "county": re.compile("我县|全县|本县|县委|县政府"),
}
ORGAN = re.compile(
    r"(人民政府|政府|发展和改革委员会|发展改革委|发改委|工业和信息化厅|党委|省委|市委)"
)
NATION = re.compile(r"我国|全国|国务院|国家发展改革委|国家统计局|党中央")
FOREIGN_AFFAIRS = re.compile(r"外长|大使|访华|会见")
YEAR = re.compile(r"^(?:关于)?\d{4}年度?")
DOMINANT = 4  # mentions at least
MOST, HALF = 0.65, 0.5  # share of all mentions of its level
REPORTS = 1 / 6  # share of the lines that give orders
REPORT = re.compile(r"政府工作报告|工作报告|规划|纲要|实施方案|行动计划|实施意见")
LATIN_REPORT = re.compile(r"report|baogao", re.IGNORECASE)
# Digests tell of one place after the other: what one item calls 全省 is not the next one's.
DIGEST = re.compile("快讯|简讯|短讯")
HEADLINE_MARKS = re.compile(r"^(?:\[[^\]]*\]|【[^】]*】|\s)*")
# Words of lower organs: where they stand, orders without any place are not the nation's.
LOCAL = re.compile(r"[省市县](?:级|属|直|重[大点]|内|委|政府)")
ORDERS = 0.4  # share of the lines that give orders, where nobody is named
WHOLE = 4  # mentions of one functional region that make it the subject
LEVELS = ("province", "city", "county")


def find_home(
    document: Document,
    gazetteer: Gazetteer,
    text: str,
    spoken_of: Counter[str],
    divisions: Counter[str],
) -> Home | None:
    """The home region of a document with the evidence for it, or None.

    ``text`` is the document in matching form, ``spoken_of`` counts its regions by id (each name
    counting for everything above it too), ``divisions`` leaves out zones
    and functional regions. Tried in order: metadata (of a digest nothing else), an organ as
    publisher, a report's title or file name, a headline's opening (福建南平：…), then 我省/全市 in
    the text with the region of that level named most, and what the text speaks of.
    """
    if document.region:
        place = gazetteer.named(document.region)
        if place:
            return Home(place.entity, "metadata", document.region)
    if DIGEST.search(document.title or ""):
        return None
    stem = PurePath(document.name).stem
    for how, field, needs in (
        ("publisher", document.publisher, ORGAN),
        ("title", document.title, REPORT),
        ("file name", stem, REPORT),
    ):
        if field and needs.search(field):
            place = _leading(field, gazetteer)
            if place:
                return Home(place.entity, how, field)
    return (
        _latin_name(stem, gazetteer)
        or _headline(document.title or "", gazetteer)
        or _from_text(gazetteer, text, spoken_of)
        or _dominant(gazetteer, text, divisions)
        or _national(gazetteer, text, spoken_of, divisions)
    )


def _latin_name(stem: str, gazetteer: Gazetteer) -> Home | None:
    """The region that a report's file name in Latin letters opens with: hainan-report-2026."""
    words = re.findall(r"[a-z]+", stem.lower())[:2]
    if not words or not LATIN_REPORT.search(stem):
        return None
    name = _romanized().get("-".join(words)) or _romanized().get(words[0])
    place = gazetteer.named(name) if name else None
    return Home(place.entity, "file name", stem) if place else None


@cache
def _romanized() -> dict[str, str]:
    rows = read_tsv("lexicons/romanized.tsv", ("form", "name"))
    return {row["form"]: row["name"] for row in rows}


def _headline(title: str, gazetteer: Gazetteer) -> Home | None:
    """The place before the colon that a headline opens with: the innermost of 福建南平：…."""
    head, colon, _ = HEADLINE_MARKS.sub("", title).replace(":", "：").partition("：")
    place: Place | None = None
    while colon and head:
        size, form = _longest(head, gazetteer)
        inner = [p for p in form.places if place and p.within(place.entity.id)] if form else []
        if form is None or (form.weak and not inner):
            return None
        place, head = (inner or form.places)[0], head[size:]
    return Home(place.entity, "title", title) if place else None


def _dominant(gazetteer: Gazetteer, text: str, divisions: Counter[str]) -> Home | None:
    """A city or province that a document is all about."""
    best, n, of = _most_named(gazetteer, divisions, "city")
    if n < DOMINANT or n < MOST * of:
        lines = text.split("\n")
        reports = len(_orders(lines)) >= REPORTS * len(lines)
        best, n, of = _most_named(gazetteer, divisions, "province")
        if n < DOMINANT or n < (HALF if reports else MOST) * of:
            return None
        if reports:  # it names partners elsewhere too, and in its own province mostly itself
            inside = {i: m for i, m in divisions.items() if best in gazetteer.by_id[i].chain}
            city, m, _ = _most_named(gazetteer, inside, "city")
            if m >= DOMINANT and m >= MOST * n:
                best, n = city, m
    entity = gazetteer.by_id[best].entity
    return Home(entity, "text", f"{entity.name} ×{n}")


def _most_named(
    gazetteer: Gazetteer, divisions: Mapping[str, int], level: str
) -> tuple[str, int, int]:
    """The division of a level that is named most, how often, and how often all of them are."""
    places = {i: n for i, n in divisions.items() if gazetteer.by_id[i].level == level}
    best = max(places, key=lambda i: places[i], default="")
    return best, places.get(best, 0), sum(places.values())


def _national(
    gazetteer: Gazetteer, text: str, spoken_of: Counter[str], divisions: Counter[str]
) -> Home | None:
    """中国, when a document speaks for the country and hardly of any province."""
    china = gazetteer.china.entity
    if FOREIGN_AFFAIRS.search(text):
        return None
    words = NATION.findall(text)
    provinces = {i for i in spoken_of if i.endswith("0000") and i != china.id}
    if len(words) >= 4 and len(provinces) <= 1:
        return Home(china, "text", words[0])
    wholes = max((n for i, n in spoken_of.items() if i != china.id), default=0)
    if set(divisions) - {china.id} or wholes >= WHOLE or LOCAL.search(text):
        return None
    lines = text.split("\n")
    orders = _orders(lines)
    if len(orders) < 3 or len(orders) < ORDERS * len(lines):
        return None
    return Home(china, "text", orders[0][:20])  # whoever speaks so names nobody who is to do it


def _orders(lines: Sequence[str]) -> list[str]:
    """The lines that give orders."""
    return [line for line in lines if IMPERATIVE.match(line)]


def _leading(text: str, gazetteer: Gazetteer) -> Place | None:
    """The region a title or an organ's name begins with, after the year if there is one."""
    _, form = _longest(YEAR.sub("", text), gazetteer)
    return form.places[0] if form and not form.weak else None


def _longest(text: str, gazetteer: Gazetteer) -> tuple[int, Form | None]:
    """The longest name of a division that a text begins with, and its length."""
    for size in range(min(12, len(text)), 1, -1):
        form = gazetteer.forms.get(text[:size])
        if form and form.places[0].level in LEVELS:
            return size, form
    return 0, None


def _from_text(gazetteer: Gazetteer, text: str, spoken_of: Counter[str]) -> Home | None:
    """我省 and the like, weighed by count; the region of that level that the text names most."""
    counts = {level: len(p.findall(text)) for level, p in OWN.items()}
    level = max(counts, key=lambda k: counts[k])
    if counts[level] < 2 and not (counts[level] and len(text) < 1500):
        return None
    if level == "city" and counts["province"] >= counts["city"] / 2:
        level = "province"
    ranked = [
        (n, region_id)
        for region_id, n in spoken_of.most_common()
        if _fits(gazetteer.by_id.get(region_id), level)
    ]
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[1][0] * 1.5 > ranked[0][0]:
        return None  # two regions named about as often: nobody's home
    said_by_anyone = all(ANYONE.match(word) for word in OWN[level].findall(text))
    if said_by_anyone and ranked[0][0] < HALF * sum(n for n, _ in ranked):
        return None
    place = gazetteer.by_id[ranked[0][1]]
    word = OWN[level].search(text)
    return Home(place.entity, "text", word.group() if word else place.entity.name)


def _fits(place: Place | None, level: str) -> bool:
    if place is None:
        return False
    if level == "city":  # 全市 is said of municipalities too
        return place.level == "city" or place.entity.name in MUNICIPALITIES
    return place.level == level
