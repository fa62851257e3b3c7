"""The questions under cypher/: portable, honest about their columns, and right."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.data.schema import relation_types
from kg.query import NamedQuery, library, run
from kg.query.names import ENTITIES
from kg.store import Store, backend
from kg.store.cypher import mask, return_columns, writes
from kg.tables import Build
from tests.extractions import build, corpus

QUERIES = library()
FOLDER = Path(__file__).parents[2] / "cypher"

# What not every database that speaks Cypher runs, or does not run alike.
BANNED = {
    r"\bapoc\b": "a plugin of one database",
    r"\bSHORTEST\b": "Neo4j 5 only; shortestPath() is understood everywhere",
    r"\bsize\s*\(\s*\(": "patterns are counted with COUNT { MATCH ... }",
    r"\bexists\s*\(": "IS NOT NULL, or EXISTS { MATCH ... }",
    r"\bSHOW\b|\bLOAD\s+CSV\b|\bNULLS\s+(FIRST|LAST)\b": "not in every database",
    r"\b(elementId|id)\s*\(": "internal ids differ between databases and loads",
    r"\bCALL\s+\w+\.": "procedures differ",
    r"\*\s*(\]|\d*\.\.\s*\])": "a path without a bound",
    r";": "one statement a file",
    r"\bUSE\b|\bUSING\b": "hints differ",
    r"\bdatetime\s*\(|\bdate\s*\(|\btimestamp\s*\(": "dates are ISO text",
    r"=~": "regular expressions differ",
}


def faults(query: NamedQuery) -> list[str]:
    """Everything that is wrong with the text of a question."""
    masked = mask(query.text)
    found = [why for pattern, why in BANNED.items() if re.search(pattern, masked, re.IGNORECASE)]
    if writes(query.text):
        found.append("it writes")
    used, declared = set(re.findall(r"\$(\w+)", masked)), {p.name for p in query.params}
    found += [f"${name} is not declared" for name in used - declared]
    found += [f"${name} is not used" for name in declared - used]
    if return_columns(query.text) != [column.name for column in query.columns]:
        found.append(f"columns are {return_columns(query.text)}")
    ends = {f"${p.name}" for p in query.params} | {column.name for column in query.columns}
    for edge in query.edges:
        if not {edge.source, edge.target} <= ends:
            found.append(f"the edge {edge.source} {edge.target} is of no column or parameter")
        if edge.relation not in {*relation_types(), *(c.name for c in query.columns)}:
            found.append(f"{edge.relation} is no relation and no column")
    if not re.search(r"\bORDER BY\b[^{}]*$", masked.split("RETURN")[-1]):
        found.append("the result has no order")
    for place in re.finditer(r"\bcollect\s*\(", masked):
        if "ORDER BY" not in masked[: place.start()]:
            found.append("collect() without an order before it")
    if "hortestPath" in masked and "<>" not in masked:
        found.append("shortestPath needs different ends")
    return found


@pytest.mark.parametrize("name", QUERIES)
def test_is_portable_and_declared(name: str) -> None:
    assert faults(QUERIES[name]) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("MATCH (n) RETURN n.x AS x", "no order"),
        ("MATCH (n) RETURN n.x AS y ORDER BY y", "columns are"),
        ("MATCH (n {id: $id}) RETURN n.x AS x ORDER BY x", "not declared"),
        ("MATCH (n)-[*]->(m) RETURN n.x AS x ORDER BY x", "without a bound"),
        ("MATCH (n)-[:A*2..]->(m) RETURN n.x AS x ORDER BY x", "without a bound"),
        ("MATCH (n) WHERE size((n)-->()) > 1 RETURN n.x AS x ORDER BY x", "patterns"),
        ("MATCH (n) WHERE exists(n.x) RETURN n.x AS x ORDER BY x", "IS NOT NULL"),
        ("MATCH (n) WITH collect(n.x) AS l RETURN size(l) AS x ORDER BY x", "collect"),
        ("MATCH (n) SET n.x = 1 RETURN n.x AS x ORDER BY x", "writes"),
        ("MATCH (n) RETURN id(n) AS x ORDER BY x", "internal ids"),
        ("MATCH p = shortestPath((a)-[*..3]-(b)) RETURN length(p) AS x ORDER BY x", "ends"),
        ("MATCH (n) RETURN n.x AS x ORDER BY x; RETURN 1", "one statement"),
    ],
)
def test_the_check_can_fail(text: str, why: str) -> None:
    from kg.query import Column

    assert any(why in fault for fault in faults(NamedQuery(text, columns=(Column("x", ""),))))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.cypher")), ids=lambda path: path.stem)
def test_the_file_is_called_like_the_question(path: Path) -> None:
    assert path.stem in QUERIES
    assert QUERIES[path.stem].text == path.read_text(encoding="utf-8")


def test_there_are_enough_questions_with_titles_of_their_own() -> None:
    assert len(QUERIES) >= 30
    for attribute in ("title_zh", "title_en", "question_zh", "question_en"):
        assert len({getattr(query, attribute) for query in QUERIES.values()}) == len(QUERIES)


def arguments(query: NamedQuery) -> dict[str, str]:
    """Values that exist in the small world, for every name a question takes."""
    here = {"region": "成都", "strategy": "大湾区建设", "industry": "低空经济", "entity": "深圳"}
    given = {p.name: here[p.type] for p in query.params if p.type in here}
    other = {"b": "深圳", "to": "新能源汽车", "title": "观", "words": "新", "indicator": "产量"}
    return {**given, **{p.name: other[p.name] for p in query.params if p.name in other}}


@pytest.mark.parametrize("name", QUERIES)
def test_runs_and_gives_its_columns(name: str, world: Build, store: Store) -> None:
    query = QUERIES[name]
    result = run(world, query, arguments(query), store=store)
    assert result.columns == [column.name for column in query.columns]
    json.dumps(result.rows)
    for row in result.rows:
        assert not any(isinstance(value, dict) for value in row), "nodes and maps are no columns"


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Build:
    made = build(tmp_path_factory.mktemp("shuffled"), reversed(corpus()))
    backend().load(made)
    return made


def test_the_order_of_loading_does_not_matter(world: Build, store: Store, shuffled: Build) -> None:
    other = backend().open(shuffled)
    for query in QUERIES.values():
        given = arguments(query)
        assert run(world, query, given, store=store) == run(shuffled, query, given, store=other)
    other.close()


def column(rows: list[list[Any]], *places: int) -> list[Any]:
    return [tuple(row[p] for p in places) if len(places) > 1 else row[places[0]] for row in rows]


ANSWERS: list[tuple[str, dict[str, str], tuple[int, ...], list[Any]]] = [
    ("region-industries", {"region": "深圳"}, (0, 1, 3, 5, 7), [
        ("新能源汽车", "existing", "2024-03-05", 2, "产业观察"),
        ("低空经济", "planned", "2024-03-05", 1, "产业观察")]),
    ("region-industries", {"region": "深圳", "status": "planned"}, (0,), ["低空经济"]),
    ("industry-regions", {"industry": "新能源车"}, (0, 2, 6), [
        ("深圳市", "existing", "深圳市做强新能源汽车，鹏城的街头随处可见。"),
        ("成都市", "existing", "成都市大力发展新能源汽车。")]),
    ("strategy-scope", {"strategy": "大湾区建设"}, (0, 1, 3), [
        ("COVERS", "广东省", "existing"), ("PROMOTES", "低空经济", "existing"),
        ("PROMOTES", "氢能", "planned")]),
    ("shared-industries", {"a": "深圳", "b": "成都"}, (0, 3, 4), [
        ("新能源汽车", "2024-03-05", None)]),
    ("industry-differences", {"a": "深圳", "b": "成都"}, (0, 1), [("深圳市", "低空经济")]),
    ("industry-leaders", {"industry": "低空经济"}, (0, 2), [("云雀飞行器公司", ["南山区"])]),
    ("planned-versus-existing", {"region": "深圳"}, (0, 1, 2), [
        ("existing", 1, ["新能源汽车"]), ("planned", 1, ["低空经济"])]),
    ("edge-evidence", {"from": "新能源汽车", "to": "深圳"}, (0, 2, 5), [
        ("DEVELOPS", "深圳市做强新能源汽车，鹏城的街头随处可见。", "2024-03-05"),
        ("DEVELOPS", "深圳市正在建设新能源汽车基地。", "2025-11")]),
    ("edge-evidence", {"from": "深圳", "to": "广东"}, (0, 2, 6), [("PART_OF", None, True)]),
    ("most-connected", {"label": "Strategy"}, (0, 3), [("大湾区建设", 3), ("双城经济圈建设", 2)]),
    ("paths-between", {"from": "深圳", "to": "德阳"}, (0, 1), [
        (3, ["深圳市", "成都市", "四川省", "德阳市"]),
        (3, ["深圳市", "成都市", "成都都市圈", "德阳市"])]),
    ("paths-between", {"from": "深圳", "to": "深圳"}, (0,), []),
    ("common-neighbours", {"a": "深圳", "b": "成都"}, (0, 1), [("新能源汽车", "Industry")]),
    ("reprints", {}, (0, 2, 3, 4), [("见闻", "2025-11", 1, ["见闻（转载）"])]),
    ("cooperation-partners", {"region": "成都"}, (0, 1), [("深圳市", "existing")]),
    ("cooperation-partners", {"region": "深圳"}, (0, 1), [("成都市", "existing")]),
    ("region-indicators", {"region": "深圳"}, (0, 1, 2, 3), [
        ("新能源汽车产量", 178.6, "万辆", 2023)]),
    ("changed-between", {"since": "2024", "until": "2025"}, (1, 2, 3), [
        ("云雀飞行器公司", "ENGAGES_IN", "低空经济"), ("云雀飞行器公司", "LOCATED_IN", "南山区"),
        ("深圳市", "DEVELOPS", "低空经济"), ("深圳市", "DEVELOPS", "新能源汽车")]),
    ("coverage-gaps", {"strategy": "大湾区建设"}, (0, 1), [("广东省", ["低空经济", "氢能"])]),
    ("co-mentioned-strategies", {"strategy": "大湾区建设"}, (0, 2), [("双城经济圈建设", 1)]),
    ("cluster-industries", {"region": "成都都市圈"}, (0, 2, 3), [
        ("x'}) DETACH DELETE n //", ["天府新区"], 0), ("新能源汽车", ["成都市"], 1),
        ("氢能", ["德阳市"], 0)]),
    ("region-strategies", {"region": "深圳"}, (0, 2), [("大湾区建设", "广东省")]),
    ("industry-strategies", {"industry": "氢能"}, (0, 4), [
        ("双城经济圈建设", ["成都市"]), ("大湾区建设", ["广东省"])]),
    ("region-organizations", {"region": "广东"}, (0, 3, 4), [
        ("云雀飞行器公司", "南山区", ["低空经济"])]),
    ("unique-industries", {}, (0, 1), [
        ("x'}) DETACH DELETE n //", "天府新区"), ("低空经济", "深圳市"), ("氢能", "德阳市")]),
    ("similar-regions", {"region": "成都"}, (0, 1, 2), [("深圳市", 1, 0.5)]),
    ("industry-timeline", {"industry": "新能源汽车"}, (0, 1, 2), [("2024", 1, ["深圳市"])]),
    ("planned-only", {}, (0,), ["x'}) DETACH DELETE n //", "低空经济", "氢能"]),
    ("industry-companions", {"industry": "新能源汽车"}, (0, 1), [("低空经济", 1)]),
    ("region-parts", {"region": "成都"}, (0, 1, 3), [
        ("up", "四川省", True), ("up", "成都都市圈", False), ("down", "天府新区", True)]),
    ("documents-about", {"name": "鹏城"}, (0, 3), [
        ("产业观察", 3), ("见闻", 2), ("见闻（转载）", 2)]),
    ("document-facts", {"title": "观察"}, (1, 3), [
        ("云雀飞行器公司", "低空经济"), ("云雀飞行器公司", "南山区"), ("深圳市", "低空经济"),
        ("深圳市", "新能源汽车")]),
    ("weak-facts", {"limit": "1"}, (0,), [0.8]),
    ("indicator-comparison", {"indicator": "产量"}, (0, 2, 3), [
        ("新能源汽车产量", "深圳市", 178.6)]),
    ("industry-provinces", {"industry": "新能源汽车"}, (0, 2, 3), [
        ("四川省", ["成都市"], 1), ("广东省", ["深圳市"], 1)]),
    ("publisher-focus", {"publisher": "日报"}, (0, 1, 3), [
        ("测试日报", "低空经济", 2), ("测试日报", "新能源汽车", 1)]),
    ("stale-plans", {"before": "2025"}, (0, 1), [("深圳市", "低空经济")]),
    ("sentences-with", {"words": "德阳"}, (0, 1), [("德阳市发展氢能。", "川中")]),
    ("mentioned-only", {}, (0,), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "places", "expected"), ANSWERS)
def test_answers(
    name: str,
    params: dict[str, str],
    places: tuple[int, ...],
    expected: list[Any],
    world: Build,
    store: Store,
) -> None:
    result = run(world, QUERIES[name], params, store=store)
    assert column(result.rows, *places) == expected


def test_every_question_has_an_answer_here() -> None:
    assert {name for name, *_ in ANSWERS} == set(QUERIES)


def test_names_in_entity_lists_are_labels() -> None:
    """Questions about any entity name all of the labels, so that indexes are used."""
    for query in QUERIES.values():
        for labels in re.findall(r":((?:[A-Z][a-z]+\|){3,}[A-Z][a-z]+)", query.text):
            assert tuple(labels.split("|")) == ENTITIES
