"""Extractions made of our own sentences, for tests of what comes after extraction.

``document("报告", "2025-03", [said(...), ...])`` gives one document's extraction; ``build(path,
extractions)`` takes it through the tables as the pipeline does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.data.lexicons import Division, FunctionalRegion, KnownIndustry
from kg.model import (
    Document,
    Entity,
    EntityType,
    Extraction,
    Fact,
    IndicatorFact,
    Mention,
    RelationType,
    Sentence,
    Stage,
    Status,
)
from kg.resolve import TableWriter, aggregate
from kg.resolve.gazetteer import Gazetteer, make_gazetteer
from kg.tables import Build


def entity(kind: EntityType, name: str, key: str | None = None, sub: str = "") -> Entity:
    return Entity(f"{kind.lower()}:{key or name}", kind, name, sub)


SHENZHEN = entity("Region", "深圳市", "440300", "city")
GUANGDONG = entity("Region", "广东省", "440000", "province")
NANSHAN = entity("Region", "南山区", "440305", "county")
CHENGDU = entity("Region", "成都市", "510100", "city")
DEYANG = entity("Region", "德阳市", "510600", "city")
CHENGDU_CIRCLE = entity("Region", "成都都市圈", None, "cluster")
TIANFU = entity("Region", "天府新区", None, "zone")
EV = entity("Industry", "新能源汽车", None, "product")
LOW_ALTITUDE = entity("Industry", "低空经济", None, "industry")
HYDROGEN = entity("Industry", "氢能", None, "industry")
BAY = entity("Strategy", "大湾区建设", None, "strategy")
TWIN = entity("Strategy", "双城经济圈建设", None, "strategy")
FLYER = entity("Organization", "云雀飞行器公司", None, "enterprise")
FIELD = entity("Project", "青石试飞场", None, "facility")
DONE: tuple[Status, Stage] = ("existing", "operating")
PLANNED: tuple[Status, Stage] = ("planned", "planned")
HOSTILE = entity("Industry", "x'}) DETACH DELETE n //", None, "industry")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, the facts and numbers in it, and forms under which entities occur in it."""

    text: str
    facts: Sequence[tuple[Entity, RelationType, Entity, Status, Stage]] = ()
    numbers: Sequence[tuple[Entity, str, float, str, int | None]] = ()
    forms: Sequence[tuple[Entity, str]] = ()
    confidence: float = 0.8
    trigger: str = "发展"
    rule: str = "develops.test"
    background: bool = False


def document(
    name: str,
    published: str | None,
    said: Sequence[Said],
    *,
    title: str | None = None,
    publisher: str | None = None,
    salt: str = "",
    joint: str = "",
) -> Extraction:
    """One document. ``salt`` changes the file but not its text, ``joint`` stands between lines."""
    text = joint.join(item.text for item in said)
    sha256 = hashlib.sha256((salt + text).encode()).hexdigest()
    record = Document(
        sha256[:16], name, f"in/{name}", text, sha256, title or name, publisher, published
    )
    sentences, at = [], 0
    for index, item in enumerate(said):
        end = at + len(item.text)
        sentences.append(Sentence(index, at, end, item.text, range(at, end)))
        at = end + len(joint)
    return Extraction(
        record,
        tuple(sentences),
        tuple(m for s, item in zip(sentences, said, strict=True) for m in _mentions(s, item)),
        tuple(f for s, item in zip(sentences, said, strict=True) for f in _facts(record, s, item)),
        tuple(
            i for s, item in zip(sentences, said, strict=True) for i in _numbers(record, s, item)
        ),
    )


def _mentions(sentence: Sentence, said: Said) -> Iterable[Mention]:
    forms = {form: ent for ent, form in said.forms}
    for head, _, tail, *_ in said.facts:
        forms.update({ent.name: ent for ent in (head, tail) if ent.name in sentence.view})
    for form, ent in forms.items():
        at = sentence.view.index(form)
        implied = form.startswith(("我", "该"))
        yield Mention(sentence.index, at, at + len(form), form, ent, implied, score=1.0)


def _facts(record: Document, sentence: Sentence, said: Said) -> Iterable[Fact]:
    for head, kind, tail, status, stage in said.facts:
        yield Fact(
            record.id, sentence.index, head, kind, tail, status, stage, said.trigger, said.rule,
            said.confidence, sentence.start, sentence.end, said.text, background=said.background,
        )  # fmt: skip


def _numbers(record: Document, sentence: Sentence, said: Said) -> Iterable[IndicatorFact]:
    for subject, name, value, unit, year in said.numbers:
        yield IndicatorFact(
            record.id, sentence.index, subject, name, value, unit, year, "existing",
            "indicator.test", 0.9, sentence.start, sentence.end, said.text,
        )  # fmt: skip


def small_gazetteer() -> Gazetteer:
    """Two provinces with what lies in them, one cluster, one zone."""
    divisions = [
        Division("440000", "广东省", "广东", (), "province", "", 23.1, 113.3),
        Division("440300", "深圳市", "深圳", ("鹏城",), "city", "440000", 22.5, 114.1),
        Division("440305", "南山区", "南山", (), "county", "440300", None, None),
        Division("510000", "四川省", "四川", (), "province", "", 30.7, 104.1),
        Division("510100", "成都市", "成都", ("蓉城",), "city", "510000", 30.6, 104.0),
        Division("510600", "德阳市", "德阳", (), "city", "510000", 31.1, 104.4),
    ]
    functional = [
        FunctionalRegion("成都都市圈", "cluster", (), ("成都市", "德阳市"), "", None, None),
        FunctionalRegion("天府新区", "zone", ("四川天府新区",), (), "成都市", 30.4, 104.1),
    ]
    industries = [KnownIndustry("新能源汽车", "product", ("新能源车",), "3612", "")]
    return make_gazetteer(divisions, functional, industries)


def corpus() -> list[Extraction]:
    """Four documents, two of them copies of one text, about a small world."""
    first = [
        Said("深圳市做强新能源汽车，鹏城的街头随处可见。", [(SHENZHEN, "DEVELOPS", EV, *DONE)],
             [(SHENZHEN, "新能源汽车产量", 178.6, "万辆", 2023)], [(SHENZHEN, "鹏城")], 0.9,
             "做强"),
        Said("我市还将布局低空经济。", [(SHENZHEN, "DEVELOPS", LOW_ALTITUDE, *PLANNED)],
             forms=[(SHENZHEN, "我市"), (LOW_ALTITUDE, "低空经济")], trigger="布局"),
        Said("云雀飞行器公司从事低空经济。",
             [(FLYER, "ENGAGES_IN", LOW_ALTITUDE, *DONE)], trigger="从事"),
        Said("云雀飞行器公司坐落于深圳市南山区。", [(FLYER, "LOCATED_IN", NANSHAN, *DONE)],
             trigger="坐落于"),
    ]  # fmt: skip
    second = [
        Said("大湾区建设覆盖广东省。", [(BAY, "COVERS", GUANGDONG, *DONE)]),
        Said("大湾区建设促进氢能和低空经济。",
             [(BAY, "PROMOTES", HYDROGEN, *PLANNED),
              (BAY, "PROMOTES", LOW_ALTITUDE, "existing", "promoting")]),
        Said("深圳市与成都市携手。", [(SHENZHEN, "COOPERATES_WITH", CHENGDU, *DONE)]),
        Said("深圳市正在建设新能源汽车基地。", [(SHENZHEN, "DEVELOPS", EV, "planned", "building")],
             trigger="建设"),
    ]  # fmt: skip
    third = [
        Said("成都市大力发展新能源汽车。", [(CHENGDU, "DEVELOPS", EV, "existing", "promoting")]),
        Said("德阳市发展氢能。", [(DEYANG, "DEVELOPS", HYDROGEN, "planned", "building")]),
        Said("成都都市圈包括成都市。", [(CHENGDU, "PART_OF", CHENGDU_CIRCLE, *DONE)]),
        Said("双城经济圈建设与大湾区建设同时写入，并促进氢能。",
             [(TWIN, "PROMOTES", HYDROGEN, "existing", "promoting")], forms=[(BAY, "大湾区建设")]),
        Said("双城经济圈建设涵盖成都市。", [(TWIN, "COVERS", CHENGDU, *DONE)]),
        Said("天府新区试点x'}) DETACH DELETE n //。",
             [(TIANFU, "DEVELOPS", HOSTILE, "planned", "exploring")]),
    ]  # fmt: skip
    return [
        document("a.txt", "2024-03-05", first, title="产业观察", publisher="测试日报"),
        document("b.html", "2025-11", second, title="见闻", publisher="测试晚报"),
        document("b.txt", "2025-12-01", second, title="见闻（转载）", salt="copy", joint="\n"),
        document("c.md", None, third, title="川中"),
    ]


def build(path: Path, extractions: Iterable[Extraction]) -> Build:
    """A build directory with all tables, without a database."""
    with TableWriter(path / "tables") as writer:
        for extraction in extractions:
            writer.add(extraction)
    aggregate(path / "tables", small_gazetteer())
    (path / "build.json").write_text(json.dumps({"version": "0"}), encoding="utf-8")
    return Build.open(path)
