"""The home region: whose organ speaks, and what 我省 or 全市 mean in a document."""

from __future__ import annotations

import re
from collections import Counter

from kg.mentions.places import Gazetteer, Place
from kg.model import Document, Home

OWN = {
    "province": re.compile(
        r"我省|全省|本省|省内|省委|省政府|省属(?!于)|省领导|省级(?!以上)|省直|省经济|我区|全区|自治区党委|自治区政府"
    ),
    "city": re.compile(r"我市|全市|本市|市委|市政府|市属(?!于)"),
    "county": re.compile(r"我县|全县|本县|县委|县政府"),
}
ORGAN = re.compile(
    r"(人民政府|政府|发展和改革委员会|发展改革委|发改委|工业和信息化厅|党委|省委|市委)"
)
NATION = re.compile(r"我国|全国|国务院|国家发展改革委|国家统计局|党中央")
FOREIGN_AFFAIRS = re.compile(r"外长|大使|访华|会见")
YEAR = re.compile(r"^(?:关于)?\d{4}年度?")
DOMINANT = 4  # mentions at least
REPORT = re.compile(r"政府工作报告|工作报告|规划|纲要|实施方案|行动计划|实施意见")


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
    and functional regions. Tried in order: metadata, an organ as publisher, a
    report's title, then 我省/全市 in the text with the region of that level named most.
    """
    if document.region:
        place = gazetteer.named(document.region)
        if place:
            return Home(place.entity, "metadata", document.region)
    for how, field, needs in (
        ("publisher", document.publisher, ORGAN),
        ("title", document.title, REPORT),
    ):
        if field and needs.search(field):
            place = _leading(field, gazetteer)
            if place:
                return Home(place.entity, how, field)
    return (
        _from_text(gazetteer, text, spoken_of)
        or _dominant(gazetteer, divisions)
        or _national(gazetteer, text, spoken_of)
    )


def _dominant(gazetteer: Gazetteer, divisions: Counter[str]) -> Home | None:
    """A city or province that a document is all about."""
    for level in ("city", "province"):
        places = {i: n for i, n in divisions.items() if gazetteer.by_id[i].level == level}
        best = max(places, key=lambda i: places[i], default="")
        if best and places[best] >= DOMINANT and places[best] >= 0.65 * sum(places.values()):
            entity = gazetteer.by_id[best].entity
            return Home(entity, "text", f"{entity.name} ×{places[best]}")
    return None


def _national(gazetteer: Gazetteer, text: str, spoken_of: Counter[str]) -> Home | None:
    """中国, when a document speaks for the country and hardly of any province."""
    words = NATION.findall(text)
    provinces = {i for i in spoken_of if i.endswith("0000") and i != gazetteer.china.entity.id}
    if len(words) >= 4 and len(provinces) <= 1 and not FOREIGN_AFFAIRS.search(text):
        return Home(gazetteer.china.entity, "text", words[0])
    return None


def _leading(text: str, gazetteer: Gazetteer) -> Place | None:
    """The region a title or an organ's name begins with, after the year if there is one."""
    text = YEAR.sub("", text)
    for size in range(min(12, len(text)), 1, -1):
        form = gazetteer.forms.get(text[:size])
        if form and not form.weak and form.places[0].level in ("province", "city", "county"):
            return form.places[0]
    return None


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
    place = gazetteer.by_id[ranked[0][1]]
    word = OWN[level].search(text)
    return Home(place.entity, "text", word.group() if word else place.entity.name)


def _fits(place: Place | None, level: str) -> bool:
    if place is None:
        return False
    if level == "city":  # 全市 is said of municipalities too
        return place.level == "city" or place.entity.name in (
            "北京市",
            "上海市",
            "天津市",
            "重庆市",
        )
    return place.level == level
