"""Small builds made of our own sentences, for tests of what shows and stores a graph.

A statement is (document, head, relation, tail, trigger, status, sentence); everything else of the
tables is derived from it the way a build derives it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.data.schema import relation_types
from kg.tables import SCHEMAS, Build

Row = dict[str, Any]

NODES: tuple[Row, ...] = (
    {"id": "region:440300", "label": "Region", "name": "深圳市", "kind": "city",
     "aliases": ["深圳", "鹏城"], "adcode": "440300", "lat": 22.54, "lon": 114.06},
    {"id": "region:440000", "label": "Region", "name": "广东省", "kind": "province",
     "aliases": ["广东", "粤"], "adcode": "440000", "lat": 23.13, "lon": 113.27},
    {"id": "region:500000", "label": "Region", "name": "重庆市", "kind": "province",
     "aliases": ["重庆", "渝"], "adcode": "500000", "lat": 29.56, "lon": 106.55},
    {"id": "region:粤港澳大湾区", "label": "Region", "name": "粤港澳大湾区", "kind": "cluster",
     "aliases": ["大湾区"]},
    {"id": "strategy:鲁渝协作", "label": "Strategy", "name": "鲁渝协作", "kind": "programme"},
    {"id": "strategy:制造业当家", "label": "Strategy", "name": "制造业当家", "kind": "strategy"},
    {"id": "industry:新能源汽车", "label": "Industry", "name": "新能源汽车", "kind": "product"},
    {"id": "industry:低空经济", "label": "Industry", "name": "低空经济", "kind": "industry"},
    {"id": "industry:笋竹加工", "label": "Industry", "name": "笋竹加工", "kind": "industry"},
    {"id": "organization:南山飞行器公司", "label": "Organization", "name": "南山飞行器公司",
     "kind": "enterprise"},
    {"id": "project:西丽试飞场", "label": "Project", "name": "西丽试飞场", "kind": "facility"},
)  # fmt: skip

DOCUMENTS: tuple[Row, ...] = (
    {"id": "d1", "name": "a.txt", "path": "in/a.txt", "title": "深圳产业观察",
     "publisher": "测试日报", "published": "2024-03-05", "home_region": "region:440300"},
    {"id": "d2", "name": "b.html", "path": "in/b.html", "title": "协作见闻",
     "publisher": "测试晚报", "published": "2025-11"},
    {"id": "d3", "name": "c.md", "path": "in/c.md", "title": None, "publisher": None,
     "published": None},
)  # fmt: skip

STATEMENTS: tuple[tuple[str, ...], ...] = (
    ("d1", "深圳市", "DEVELOPS", "新能源汽车", "产量", "existing",
     "二〇二三年，深圳新能源汽车产量再创新高，街头随处可见。"),
    ("d2", "深圳市", "DEVELOPS", "新能源汽车", "做强", "existing",
     "客人们说，深圳做强新能源汽车靠的是电池。"),
    ("d1", "深圳市", "DEVELOPS", "低空经济", "布局", "planned",
     "深圳将布局低空经济，先从送药的小航线做起。"),
    ("d1", "西丽试飞场", "LOCATED_IN", "深圳市", "位于", "existing",
     "西丽试飞场位于深圳的山脚下。"),
    ("d1", "南山飞行器公司", "ENGAGES_IN", "低空经济", "从事", "existing",
     "南山飞行器公司从事低空经济已有三年。"),
    ("d2", "鲁渝协作", "COVERS", "重庆市", "覆盖", "existing",
     "鲁渝协作覆盖重庆多个县。"),
    ("d2", "鲁渝协作", "PROMOTES", "笋竹加工", "带动", "existing",
     "鲁渝协作带动了笋竹加工。"),
    ("d3", "制造业当家", "COVERS", "广东省", "在", "existing",
     "制造业当家在广东说了多年。"),
    ("d3", "重庆市", "COOPERATES_WITH", "深圳市", "携手", "planned",
     "明年，重庆将与深圳携手办展。"),
)  # fmt: skip

BACKGROUND = (("region:440300", "PART_OF", "region:440000"),)

INDICATORS: tuple[tuple[Any, ...], ...] = (
    ("d1", "深圳市", "新能源汽车产量", 178.5, "万辆", 2023,
     "二〇二三年，深圳新能源汽车产量再创新高，街头随处可见。"),
    ("d1", "深圳市", "地区生产总值增速", -0.5, "%", None,
     "深圳将布局低空经济，先从送药的小航线做起。"),
)  # fmt: skip


@dataclass(slots=True)
class Tables:
    """Rows being gathered for the tables of one build."""

    nodes: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    sentences: dict[tuple[str, str], Row] = field(default_factory=dict)
    mentions: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    edges: list[Row] = field(default_factory=list)
    ends: dict[str, tuple[int, int]] = field(default_factory=dict)

    def sentence(self, document: str, text: str) -> Row:
        """The row of a sentence, added at the end of its document when new."""
        if (document, text) not in self.sentences:
            index, start = self.ends.get(document, (0, 0))
            self.ends[document] = (index + 1, start + len(text))
            self.sentences[document, text] = {
                "id": f"{document}#{index}", "document": document, "index": index,
                "start": start, "end": start + len(text), "kind": "body", "text": text,
                "headings": [],
            }  # fmt: skip
        return self.sentences[document, text]


def make_build(
    path: Path,
    *,
    nodes: Sequence[Row] = NODES,
    documents: Sequence[Row] = DOCUMENTS,
    statements: Iterable[Sequence[str]] = STATEMENTS,
    background: Iterable[tuple[str, str, str]] = BACKGROUND,
    indicators: Iterable[Sequence[Any]] = INDICATORS,
) -> Build:
    """Write a build directory under ``path`` and open it."""
    tables = Tables(documents=[{"sha256": "0" * 64, "chars": 0, **row} for row in documents])
    tables.nodes = [{"aliases": [], **row} for row in nodes]
    by_name = {row["name"]: row for row in tables.nodes}
    for statement in statements:
        _add_fact(tables, by_name, statement)
    for indicator in indicators:
        _add_indicator(tables, by_name, indicator)
    _add_edges(tables, background)
    _count(tables)
    return _write(path, tables)


def empty_build(path: Path) -> Build:
    """A build in which nothing was found."""
    return make_build(path, nodes=(), statements=(), background=(), indicators=())


def big_build(
    path: Path, regions: int, industries: int, documents: int = 40, prefix: str = "doc"
) -> Build:
    """A build of ``regions + industries`` nodes; each region states about six industries."""
    nodes = [_named("Region", f"测试第{i}市", "city") for i in range(regions)]
    nodes += [_named("Industry", f"第{i}类装备制造", "industry") for i in range(industries)]
    rows = [
        {"id": f"{prefix}{d}", "name": f"{d}.txt", "path": f"in/{d}.txt",
         "title": f"第{d}期产业简报", "publisher": "测试日报",
         "published": f"20{10 + d % 15}-0{1 + d % 9}"}
        for d in range(documents)
    ]  # fmt: skip
    # Low numbers are named far more often, as in real texts: some hubs, many rare names.
    statements = []
    for i in range(regions):
        for k in range(6):
            j = (i * (k + 3) + k * k) % max(1, industries // (1 + 7 * (k % 3)))
            region, industry = f"测试第{i}市", f"第{j}类装备制造"
            for d in range(1 + (i + k) % (3 if i > 60 else 7)):
                text = f"{region}在第{d}次会上说要把{industry}发展成当地的招牌，并写进了工作安排。"
                status = "planned" if (i + k) % 4 == 0 else "existing"
                document = f"{prefix}{(i * 7 + k + d) % documents}"
                statements.append((document, region, "DEVELOPS", industry, "发展", status, text))
    return make_build(
        path, nodes=nodes, documents=rows, statements=statements, background=(), indicators=()
    )


def _named(label: str, name: str, kind: str) -> Row:
    return {"id": f"{label.lower()}:{name}", "label": label, "name": name, "kind": kind}


def _surface(node: Row, text: str) -> str:
    """The name or alias by which a sentence calls a node."""
    names = [node["name"], *node["aliases"]]
    return next((name for name in names if name in text), node["name"])


def _mention(tables: Tables, node: Row, sentence: Row) -> None:
    surface = _surface(node, sentence["text"])
    at = sentence["text"].find(surface)
    if at >= 0:
        start = sentence["start"] + at
        tables.mentions.append(
            {"document": sentence["document"], "sentence": sentence["id"], "start": start,
             "end": start + len(surface), "text": surface, "node": node["id"],
             "type": node["label"], "implied": False}
        )  # fmt: skip


def _published(tables: Tables, document: str) -> str | None:
    return next(row["published"] for row in tables.documents if row["id"] == document)


def _add_fact(tables: Tables, by_name: dict[str, Row], statement: Sequence[str]) -> None:
    document, head, relation, tail, trigger, status, text = statement
    sentence = tables.sentence(document, text)
    for name in (head, tail):
        _mention(tables, by_name[name], sentence)
    tables.facts.append(
        {"id": f"f{len(tables.facts)}", "document": document, "sentence": sentence["id"],
         "head": by_name[head]["id"], "type": relation, "tail": by_name[tail]["id"],
         "status": status, "stage": "operating" if status == "existing" else "planned",
         "trigger": trigger, "rule": f"{relation.lower()}.test", "confidence": 0.8,
         "implicit": False, "background": False, "start": sentence["start"],
         "end": sentence["end"], "evidence": text, "published": _published(tables, document)}
    )  # fmt: skip


def _add_indicator(tables: Tables, by_name: dict[str, Row], given: Sequence[Any]) -> None:
    document, subject, name, value, unit, year, text = given
    sentence = tables.sentence(document, text)
    owner, number = by_name[subject]["id"], len(tables.indicators)
    tables.indicators.append(
        {"id": f"i{number}", "document": document, "sentence": sentence["id"], "subject": owner,
         "name": name, "value": value, "unit": unit, "year": year, "status": "existing",
         "rule": "indicator.test", "confidence": 0.9, "implicit": False,
         "start": sentence["start"], "end": sentence["end"], "evidence": text,
         "published": _published(tables, document)}
    )  # fmt: skip
    node = {"id": f"indicator:i{number}", "label": "Indicator", "name": name, "kind": "value",
            "aliases": [], "value": value, "unit": unit, "year": year}  # fmt: skip
    tables.nodes.append(node)
    tables.edges.append(
        {"id": f"ei{number}", "type": "HAS_INDICATOR", "source": owner, "target": node["id"],
         "status": "existing", "stages": [], "support": 1, "confidence": 0.9,
         "evidence": [sentence["id"]], "triggers": [], "rules": [], "background": False}
    )  # fmt: skip


def _add_edges(tables: Tables, background: Iterable[tuple[str, str, str]]) -> None:
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for fact in tables.facts:
        source, target = fact["head"], fact["tail"]
        if relation_types()[fact["type"]].symmetric and target < source:
            source, target = target, source
        groups[source, fact["type"], target].append(fact)
    for (source, relation, target), facts in groups.items():
        tables.edges.append(_edge(f"e{len(tables.edges)}", source, relation, target, facts))
    for source, relation, target in background:
        row = _edge(f"e{len(tables.edges)}", source, relation, target, [])
        tables.edges.append({**row, "status": "existing", "confidence": 1.0, "background": True})
    for node, document in sorted({(m["node"], m["document"]) for m in tables.mentions}):
        row = _edge(f"e{len(tables.edges)}", node, "MENTIONED_IN", document, [])
        tables.edges.append({**row, "support": 1})
    tables.nodes += [
        {"id": row["id"], "label": "Document", "name": row["title"] or row["name"],
         "kind": "document", "aliases": [], "title": row["title"],
         "publisher": row["publisher"], "published": row["published"], "path": row["path"]}
        for row in tables.documents
    ]  # fmt: skip


def _edge(key: str, source: str, relation: str, target: str, facts: list[Row]) -> Row:
    dates = sorted(fact["published"] for fact in facts if fact["published"])
    statuses = {fact["status"] for fact in facts}
    return {
        "id": key, "type": relation, "source": source, "target": target,
        "status": min(statuses) if statuses else None,
        "stages": sorted({fact["stage"] for fact in facts}),
        "support": len({fact["document"] for fact in facts}),
        "confidence": max((fact["confidence"] for fact in facts), default=None),
        "first_seen": dates[0] if dates else None, "last_seen": dates[-1] if dates else None,
        "evidence": [fact["sentence"] for fact in facts],
        "triggers": sorted({fact["trigger"] for fact in facts}),
        "rules": sorted({fact["rule"] for fact in facts}), "background": False,
    }  # fmt: skip


def _count(tables: Tables) -> None:
    documents, mentions = defaultdict(set), defaultdict(int)
    for mention in tables.mentions:
        documents[mention["node"]].add(mention["document"])
        mentions[mention["node"]] += 1
    for node in tables.nodes:
        node["support"] = len(documents[node["id"]])
        node["mentions"] = mentions[node["id"]]


def _write(path: Path, tables: Tables) -> Build:
    rows: dict[str, Iterable[Row]] = {
        "documents": tables.documents, "sentences": tables.sentences.values(),
        "mentions": tables.mentions, "facts": tables.facts, "indicators": tables.indicators,
        "nodes": tables.nodes, "edges": tables.edges,
    }  # fmt: skip
    (path / "tables").mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pylist(list(rows.get(name, ())), schema=schema)
        pq.write_table(table, path / "tables" / f"{name}.parquet")
    info = {"version": "0.1.0", "created": "2026-01-01T00:00:00+00:00"}
    (path / "build.json").write_text(json.dumps(info), encoding="utf-8")
    return Build.open(path)
