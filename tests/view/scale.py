"""Large builds of varied sentences, written column by column, for tests and benchmarks of speed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.tables import SCHEMAS, Build

_SYLLABLES = "安北昌川东恩丰固海吉康兰明宁平青荣山泰文武西新阳云永远长中庄江河湖林泉石田"
_FIELDS = "智能绿色高端精密生物海洋航空数字低碳新型特种光电纳米量子氢能储能稀土柔性"
_THINGS = ("装备", "材料", "制造", "服务", "农业", "医药", "传感器", "电池", "芯片", "纺织")
_VERBS = ("发展", "做强", "布局", "培育", "壮大", "引进")
_FILLERS = (
    "据介绍，", "会上提出，", "今年以来，", "按照计划，", "记者了解到，", "调研组认为，",
    "当地干部说，", "座谈时有人讲，",
)  # fmt: skip
_ENDINGS = (
    "并写进了工作安排。", "带动了周边几个乡镇的就业。", "配套的厂房正在装修。",
    "订单排到了明年春天。", "高校派来了技术员。", "老厂也跟着改了造。",
)  # fmt: skip

Row = dict[str, Any]


def scale_build(path: Path, nodes: int, edges: int, documents: int = 2000) -> Build:
    """A build of ``nodes`` regions, industries and organizations and ``edges`` stated edges.

    A few nodes have most of the edges, as in real texts; every edge has a sentence of its own.
    """
    rng = random.Random(nodes)
    entities = _entities(rng, nodes)
    regions = [row for row in entities if row["label"] == "Region"]
    industries = [row for row in entities if row["label"] == "Industry"]
    others = [row for row in entities if row["label"] == "Organization"]
    facts, links, sentences, mentions = [], [], [], []
    seen = set()
    while len(links) < edges:
        number = len(links)
        kind = rng.random()
        if kind < 0.6:
            head, relation, tail = _pick(rng, regions), "DEVELOPS", _pick(rng, industries)
        elif kind < 0.7:
            head, relation, tail = _pick(rng, regions), "COOPERATES_WITH", _pick(rng, regions)
        elif kind < 0.85:
            head, relation, tail = _pick(rng, others), "LOCATED_IN", _pick(rng, regions)
        else:
            head, relation, tail = _pick(rng, others), "ENGAGES_IN", _pick(rng, industries)
        key = (head["id"], relation, tail["id"])
        if head is tail or key in seen or (tail["id"], relation, head["id"]) in seen:
            continue
        seen.add(key)
        document = rng.randrange(documents)
        fact, link, sentence, named = _statement(rng, number, document, head, relation, tail)
        facts.append(fact)
        links.append(link)
        sentences.append(sentence)
        mentions += named
        for row in (head, tail):
            row["support"] += 1
            row["mentions"] += 1
    rows = {
        "documents": [_document(n) for n in range(documents)], "sentences": sentences,
        "mentions": mentions, "facts": facts, "nodes": entities, "edges": links,
    }  # fmt: skip
    (path / "tables").mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pylist(rows.get(name, []), schema=schema)
        pq.write_table(table, path / "tables" / f"{name}.parquet")
    info = {"version": "0.1.0", "created": "2026-01-01T00:00:00+00:00"}
    (path / "build.json").write_text(json.dumps(info), encoding="utf-8")
    return Build.open(path)


def _pick(rng: random.Random, rows: list[Row]) -> Row:
    """A few rows are chosen often: the place falls with the third power."""
    return rows[int(len(rows) * rng.random() ** 3)]


def _entities(rng: random.Random, size: int) -> list[Row]:
    rows = []
    names = set()
    while len(rows) < size:
        label = ("Region", "Industry", "Industry", "Organization")[len(rows) % 4]
        name = _name(rng, label)
        if name in names:
            continue
        names.add(name)
        row = {
            "id": f"{label.lower()}:{name}", "label": label, "name": name, "aliases": [],
            "kind": {"Region": "county", "Industry": "product"}.get(label, "enterprise"),
            "support": 0, "mentions": 0,
        }  # fmt: skip
        if label == "Region":
            row |= {"lat": round(rng.uniform(20, 48), 2), "lon": round(rng.uniform(80, 128), 2)}
            row["aliases"] = [name[:-1]]
        rows.append(row)
    return rows


def _name(rng: random.Random, label: str) -> str:
    place = "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3, 3, 4))))
    if label == "Region":
        return place + rng.choice("县市区")
    field = "".join(rng.choices(_FIELDS, k=rng.choice((2, 3, 4))))
    return field + rng.choice(_THINGS) if label == "Industry" else place + field + "公司"


def _document(number: int) -> Row:
    date = f"{2005 + number % 20}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return {
        "id": f"doc{number}", "name": f"{number}.txt", "path": f"in/{number}.txt",
        "title": f"第{number}期产业简报", "publisher": "测试日报", "published": date,
    }  # fmt: skip


def _statement(
    rng: random.Random, number: int, document: int, head: Row, relation: str, tail: Row
) -> tuple[Row, Row, Row, list[Row]]:
    verb = rng.choice(_VERBS)
    figure = rng.randrange(10, 10_000)
    text = (
        f"{rng.choice(_FILLERS)}{head['name']}{verb}{tail['name']}，投入{figure}万元，"
        f"{rng.choice(_ENDINGS)}"
    )
    start = number * 100
    date = _document(document)["published"]
    status = "planned" if number % 4 == 0 else "existing"
    sentence = f"doc{document}#{number}"
    confidence = round(rng.uniform(0.4, 0.98), 2)
    shared = {"sentence": sentence, "start": start, "end": start + len(text)}
    fact = {
        "id": f"{rng.getrandbits(80):020x}", "document": f"doc{document}", "head": head["id"],
        "type": relation, "tail": tail["id"], "status": status, "stage": "promoting",
        "trigger": verb, "rule": f"{relation.lower()}.test", "confidence": confidence,
        "implicit": False, "background": False, "evidence": text, "published": date, **shared,
    }  # fmt: skip
    source, target = head["id"], tail["id"]
    if relation == "COOPERATES_WITH":
        source, target = sorted((source, target))
    link = {
        "id": f"e{number}", "type": relation, "source": source, "target": target,
        "status": status, "stages": ["promoting"], "support": 1, "confidence": confidence,
        "first_seen": date, "last_seen": date, "evidence": [sentence], "triggers": [verb],
        "rules": [], "background": False,
    }  # fmt: skip
    row = {"id": sentence, "document": f"doc{document}", "index": number, "start": start,
           "end": start + len(text), "kind": "body", "text": text, "headings": []}  # fmt: skip
    named = [
        {"document": f"doc{document}", "sentence": sentence, "start": start + at,
         "end": start + at + len(end["name"]), "text": end["name"], "node": end["id"],
         "type": end["label"], "implied": False}
        for end in (head, tail) if (at := text.find(end["name"])) >= 0
    ]  # fmt: skip
    return fact, link, row, named
