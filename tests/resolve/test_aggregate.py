import math
import re
from pathlib import Path
from typing import Any

import pytest

from kg.model import Entity
from kg.resolve import copies
from kg.resolve.aggregate import OUTPUTS, STEPS
from kg.resolve.steps import sql
from kg.tables import SCHEMAS, Build
from tests.extractions import (
    CHENGDU,
    CHENGDU_CIRCLE,
    DEYANG,
    DONE,
    EV,
    HYDROGEN,
    PLANNED,
    SHENZHEN,
    Said,
    build,
    corpus,
    document,
    entity,
)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build(tmp_path_factory.mktemp("world"), corpus())


def edge(made: Build, source: Entity, kind: str, target: Entity) -> Row:
    (row,) = [
        row
        for row in made.table("edges").to_pylist()
        if (row["source"], row["type"], row["target"]) == (source.id, kind, target.id)
    ]
    return row


def node(made: Build, key: str) -> Row:
    (row,) = [row for row in made.table("nodes").to_pylist() if row["id"] == key]
    return row


def develops(published: str | None, text: str, **more: Any) -> Any:
    status, stage = more.pop("status", DONE)
    forms = more.pop("name", "a.txt"), published
    return document(*forms, [Said(text, [(SHENZHEN, "DEVELOPS", EV, status, stage)], **more)])


@pytest.mark.parametrize("name", OUTPUTS)
def test_tables_have_the_agreed_schemas(world: Build, name: str) -> None:
    assert world.table(name).schema.equals(SCHEMAS[name])


def test_ids_are_unique_and_ends_exist(world: Build) -> None:
    nodes = world.table("nodes")["id"].to_pylist()
    edges = world.table("edges").to_pylist()
    assert len(nodes) == len(set(nodes))
    assert len(edges) == len({row["id"] for row in edges})
    assert {row[end] for row in edges for end in ("source", "target")} <= set(nodes)


def test_evidence_are_sentences(world: Build) -> None:
    sentences = set(world.table("sentences")["id"].to_pylist())
    for row in world.table("edges").to_pylist():
        assert set(row["evidence"]) <= sentences
        stated = not row["background"] and row["type"] != "MENTIONED_IN"
        assert bool(row["evidence"]) is stated


def test_an_edge_sums_up_its_statements(world: Build) -> None:
    row = edge(world, SHENZHEN, "DEVELOPS", EV)
    first, second = corpus()[0].document.id, corpus()[1].document.id
    assert row["status"] == "existing"
    assert row["stages"] == ["operating", "building"]
    assert row["support"] == 2  # three documents say so; two of them are one text
    assert (row["first_seen"], row["last_seen"]) == ("2024-03-05", "2025-12-01")
    assert row["evidence"] == [f"{first}#0", f"{second}#3"]
    assert row["triggers"] == ["建设", "做强"]
    assert math.isclose(row["confidence"], 1 - 0.1 * 0.2)
    assert row["background"] is False


def test_cooperation_is_stored_once_smaller_id_first(tmp_path: Path) -> None:
    said = [
        Said("深圳市与成都市携手。", [(SHENZHEN, "COOPERATES_WITH", CHENGDU, *DONE)]),
        Said("成都市与深圳市合作。", [(CHENGDU, "COOPERATES_WITH", SHENZHEN, *PLANNED)]),
    ]
    made = build(tmp_path, [document("a.txt", None, said)])
    row = edge(made, SHENZHEN, "COOPERATES_WITH", CHENGDU)
    assert (row["status"], row["support"], len(row["evidence"])) == ("existing", 1, 2)
    assert sum(r["type"] == "COOPERATES_WITH" for r in made.table("edges").to_pylist()) == 1


def test_what_is_restricted_is_not_developed(tmp_path: Path) -> None:
    restricted = develops(None, "深圳市压减新能源汽车。", status=("existing", "restricted"))
    made = build(tmp_path, [restricted])
    assert "DEVELOPS" not in made.table("edges")["type"].to_pylist()
    assert made.table("facts").num_rows == 1


def test_lists_are_bounded(tmp_path: Path) -> None:
    many = [
        develops(None, f"深圳市发展新能源汽车第{i}号。", name=f"{i}.txt", trigger=f"词{i:02}",
                 rule=f"rule.{i:02}")
        for i in range(30)
    ]  # fmt: skip
    made = build(tmp_path, many)
    row = edge(made, SHENZHEN, "DEVELOPS", EV)
    assert (len(row["evidence"]), len(row["triggers"]), len(row["rules"])) == (20, 10, 10)
    assert row["support"] == 30
    assert row["confidence"] <= 1


def test_certain_statements_do_not_break_confidence(tmp_path: Path) -> None:
    made = build(tmp_path, [develops(None, "深圳市发展新能源汽车。", confidence=1.0)])
    assert edge(made, SHENZHEN, "DEVELOPS", EV)["confidence"] == 0.99


def test_one_figure_in_two_documents_is_one_indicator(tmp_path: Path) -> None:
    figure = [(SHENZHEN, "产量", 178.6, "万辆", 2023)]
    other = [(SHENZHEN, "产量", 178.6, "万辆", None)]
    made = build(tmp_path, [
        document("a.txt", "2024", [Said("深圳市产量178.6万辆。", numbers=figure)]),
        document("b.txt", "2025", [Said("据悉，深圳市产量178.6万辆。", numbers=figure)]),
        document("c.txt", "2025", [Said("不知何年，深圳市产量178.6万辆。", numbers=other)]),
    ])  # fmt: skip
    found = [r for r in made.table("nodes").to_pylist() if r["label"] == "Indicator"]
    assert sorted((r["year"] or 0, r["support"], r["value"]) for r in found) == [
        (0, 1, 178.6), (2023, 2, 178.6),
    ]  # fmt: skip
    facts = {f"indicator:{key}" for key in made.table("indicators")["id"].to_pylist()}
    assert {r["id"] for r in found} <= facts


def test_gazetteer_part_of_is_background(world: Build) -> None:
    pairs = {
        (row["source"], row["target"]): row
        for row in world.table("edges").to_pylist()
        if row["type"] == "PART_OF"
    }
    # The missing province comes in, a stated edge stays stated, nothing else is invented.
    assert {ends: row["background"] for ends, row in pairs.items()} == {
        ("region:440300", "region:440000"): True,
        ("region:440305", "region:440300"): True,
        ("region:510100", "region:510000"): True,
        ("region:510600", "region:510000"): True,
        ("region:510100", "region:成都都市圈"): False,
        ("region:510600", "region:成都都市圈"): True,
        ("region:天府新区", "region:510100"): True,
    }
    row = pairs["region:440300", "region:440000"]
    assert (row["status"], row["confidence"], row["support"]) == ("existing", 1.0, 0)
    assert (row["rules"], row["evidence"], row["stages"]) == (["gazetteer"], [], [])


def test_background_facts_give_way_to_stated_ones(tmp_path: Path) -> None:
    known = Said("成都市在列。", [(CHENGDU, "PART_OF", CHENGDU_CIRCLE, *DONE)], background=True)
    also = Said("德阳市在列。", [(DEYANG, "PART_OF", CHENGDU_CIRCLE, *DONE)], background=True)
    stated = Said("成都都市圈包括成都市。", [(CHENGDU, "PART_OF", CHENGDU_CIRCLE, *DONE)])
    made = build(tmp_path, [document("a.txt", None, [known, also, stated])])
    row = edge(made, CHENGDU, "PART_OF", CHENGDU_CIRCLE)
    assert (row["background"], len(row["evidence"])) == (False, 1)
    assert edge(made, DEYANG, "PART_OF", CHENGDU_CIRCLE)["background"] is True


def test_nodes_know_names_places_and_codes(world: Build) -> None:
    shenzhen = node(world, "region:440300")
    assert shenzhen["aliases"] == ["鹏城", "深圳"]  # the text says 鹏城
    assert (shenzhen["adcode"], shenzhen["lat"], shenzhen["kind"]) == ("440300", 22.5, "city")
    assert (shenzhen["support"], shenzhen["mentions"]) == (2, 7)
    assert node(world, "industry:新能源汽车")["code"] == "3612"
    sichuan = node(world, "region:510000")
    assert (sichuan["name"], sichuan["support"], sichuan["mentions"]) == ("四川省", 0, 0)


def test_references_are_no_aliases(world: Build) -> None:
    aliases = {a for row in world.table("nodes").to_pylist() for a in row["aliases"]}
    assert "我市" not in aliases
    assert all(len(alias) > 1 for alias in aliases)


def test_aliases_are_ordered_by_frequency_and_bounded(tmp_path: Path) -> None:
    forms = [f"别名{i:02}" for i in range(25)]
    said = [Said(f"{form}来了。", forms=[(HYDROGEN, form)]) for form in [*forms, "别名24"]]
    made = build(tmp_path, [document("a.txt", None, said)])
    aliases = node(made, HYDROGEN.id)["aliases"]
    assert len(aliases) == 20
    assert aliases[:2] == ["别名24", "别名00"]


def test_mentions_are_counted_per_document(world: Build) -> None:
    first = corpus()[0].document.id
    (row,) = [
        r for r in world.table("edges").to_pylist()
        if (r["type"], r["source"], r["target"]) == ("MENTIONED_IN", SHENZHEN.id, first)
    ]  # fmt: skip
    assert (row["support"], row["status"]) == (3, None)


def test_most_documents_decide_a_name(tmp_path: Path) -> None:
    names = ("丙公司", "甲公司", "甲公司")
    made = build(tmp_path, [
        document(f"{i}.txt", None, [Said(f"{i}年{name}成立。",
                 forms=[(entity("Organization", name, "x", "enterprise"), name)])])
        for i, name in enumerate(names)
    ])  # fmt: skip
    row = node(made, "organization:x")
    assert (row["name"], row["aliases"]) == ("甲公司", ["丙公司"])


def test_the_order_of_documents_does_not_matter(world: Build, tmp_path: Path) -> None:
    other = build(tmp_path, reversed(corpus()))
    for name in OUTPUTS:
        assert other.table(name).equals(world.table(name))


def test_nothing_gives_empty_tables(tmp_path: Path) -> None:
    made = build(tmp_path, [])
    for name in OUTPUTS:
        assert made.table(name).num_rows == 0
        assert made.table(name).schema.equals(SCHEMAS[name])


def test_nothing_is_left_beside_the_tables(world: Build) -> None:
    assert {path.name for path in (world.path / "tables").iterdir()} == {
        f"{name}.parquet" for name in SCHEMAS
    }


def test_a_reprint_supports_nothing_of_its_own(tmp_path: Path) -> None:
    text = "深圳市大力发展新能源汽车，" + "，".join(
        f"第{n}项工作交给{n * 7}号专班" for n in range(30)
    )
    first = develops("2024-03", text, name="a.txt")
    reprint = develops("2024-04", f"转载自某报：{text}", name="b.txt")
    other = develops("2024-05", "深圳市的新能源汽车产业还要再上一个台阶。", name="c.txt")
    made = build(tmp_path, [reprint, other, first])
    row = edge(made, SHENZHEN, "DEVELOPS", EV)
    assert (row["support"], row["confidence"]) == (2, pytest.approx(1 - 0.2**2, abs=1e-4))
    assert (row["first_seen"], row["last_seen"]) == ("2024-03", "2024-05")
    assert node(made, EV.id)["support"] == 2
    ids = [extraction.document.id for extraction in (first, reprint, other)]
    assert [node(made, key)["cluster"] for key in ids] == [ids[0], ids[0], None]


# What DuckDB understands and Spark does not, or otherwise.
FOREIGN = re.compile(
    r'::|"|`|\[|\blist_|\bstring_agg\b|\bVARCHAR\b|\bGROUP BY ALL\b|\bQUALIFY\b|\bunnest\b|->'
    r"|\bEXCLUDE\b|\bFILTER\b|\barg_max\b|\bILIKE\b|\bORDER BY [^()]*\)\s*AS [a-z]+s\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("step", [*copies.STEPS, *STEPS, *OUTPUTS])
def test_sql_stays_in_the_common_subset(step: str) -> None:
    code = "\n".join(line for line in sql(step).splitlines() if not line.startswith("--"))
    assert FOREIGN.search(code) is None
    assert code.lstrip().startswith("SELECT")


@pytest.mark.parametrize("bad", ["SELECT x::INT", "SELECT list_sort(a)", 'SELECT "end"'])
def test_that_check_can_fail(bad: str) -> None:
    assert FOREIGN.search(bad)
