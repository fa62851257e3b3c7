"""What changed between two builds: by what they say, whatever their ids are."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg import pipeline
from kg.cli import main
from kg.data.schema import node_types
from kg.diff import SECTIONS, Change, compared
from kg.diff.words import words
from kg.tables import Build
from tests.builds import DOCUMENTS, INDICATORS, NODES, STATEMENTS, make_build

BEFORE = {
    "a.txt": "深圳市大力发展新能源汽车产业，2023年产量达到200万辆。\n广州市发展生物医药产业。\n",
    "b.txt": "粤港澳大湾区建设覆盖深圳市、广州市。\n佛山市与广州市携手合作。\n",
    "c.txt": "珠海市发展海洋经济。\n",
    "d.txt": "东莞市将布局低空经济。\n",
}
AFTER = {
    **BEFORE,
    "a.txt": "深圳市大力发展新能源汽车产业，2023年产量达到250万辆。\n广州市发展生物医药产业。\n",
    "d.txt": "东莞市的低空经济已经形成规模。\n",
    "e.txt": "2025年3月1日\n广州市大力发展生物医药产业。\n成都市与重庆市携手合作。\n",
}
del AFTER["c.txt"]
Named = dict[tuple[str, ...], Change]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """Builds of own documents before and after a change."""
    place = tmp_path_factory.mktemp("builds")
    made = []
    for name, texts in (("old", BEFORE), ("new", AFTER)):
        folder = place / name / "in"
        folder.mkdir(parents=True)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        with contextlib.chdir(place / name):
            pipeline.build(["in"], "build", jobs=1, database=False)
        made.append(Build.open(place / name / "build"))
    return made[0], made[1]


def changes(old: Build, new: Build) -> dict[str, Named]:
    """All changes by section and by what they are about."""
    with compared(old, new) as difference:
        found: dict[str, Named] = {}
        for section in SECTIONS:
            rows = list(difference.changes(section))
            assert len(rows) == difference.counts[section.name].different
            found[section.name] = {
                tuple(str(change.row[key]) for key in section.shown): change for change in rows
            }
            assert len(found[section.name]) == len(rows)
        assert difference.equal is not any(found.values())
        return found


def test_what_appeared_vanished_and_changed(builds: tuple[Build, Build]) -> None:
    found = changes(*builds)
    documents = {key[0]: change.kind for key, change in found["documents"].items()}
    assert documents == {
        "in/a.txt": "changed", "in/c.txt": "vanished",
        "in/d.txt": "changed", "in/e.txt": "appeared",
    }  # fmt: skip
    edges = found["edges"]
    assert edges["DEVELOPS", "珠海市", "海洋经济"].kind == "vanished"
    assert [q.text for q in edges["DEVELOPS", "珠海市", "海洋经济"].quotes] == [
        "珠海市发展海洋经济。"
    ]
    (partners,) = [c for key, c in edges.items() if {"成都市", "重庆市"} <= set(key)]
    assert (partners.kind, partners.row["type"]) == ("appeared", "COOPERATES_WITH")
    more = edges["DEVELOPS", "广州市", "生物医药"]
    assert more.old and more.new
    assert (more.old["support"], more.new["support"]) == (1, 2)
    assert more.new["first_seen"] == more.new["last_seen"] == "2025-03-01"
    assert {"support", "confidence", "first_seen", "last_seen", "texts"} <= set(more.fields)
    assert [(q.side, q.text) for q in more.quotes] == [("new", "广州市大力发展生物医药产业。")]
    built = edges["DEVELOPS", "东莞市", "低空经济"]
    assert {"status", "stages"} <= set(built.fields)
    assert not any("佛山市" in key for key in edges)


def test_a_figure_that_changed(builds: tuple[Build, Build]) -> None:
    (change,) = changes(*builds)["indicators"].values()
    assert change.kind == "changed"
    assert change.old and change.new
    assert (change.old["value"], change.new["value"]) == (200.0, 250.0)
    assert {q.side: "200万" in q.text for q in change.quotes} == {"old": True, "new": False}


def test_the_other_way_round(builds: tuple[Build, Build]) -> None:
    there, back = changes(*builds), changes(*reversed(builds))
    turned = {"appeared": "vanished", "vanished": "appeared", "changed": "changed"}
    for name, rows in there.items():
        kinds = sorted((turned[c.kind], c.fields) for c in rows.values())
        assert kinds == sorted((c.kind, c.fields) for c in back[name].values())


def renamed(build: Build, target: Path, change: Callable[[str], str]) -> Build:
    """The build with all ids changed and the rows of each table in another order."""
    ids = {"documents": ("id", "home_region"), "sentences": ("id", "document"),
           "nodes": ("id", "cluster"), "edges": ("id", "source", "target", "evidence")}  # fmt: skip
    (target / "tables").mkdir(parents=True)
    for name, columns in ids.items():
        table = build.table(name)
        rows = table.to_pylist()
        random.Random(7).shuffle(rows)
        for row in rows:
            for column in columns:
                value = row[column]
                row[column] = (
                    [change(v) for v in value]
                    if isinstance(value, list)
                    else value and change(value)
                )
        pq.write_table(
            pa.Table.from_pylist(rows, schema=table.schema), target / f"tables/{name}.parquet"
        )
    (target / "build.json").write_text("{}", encoding="utf-8")
    return Build.open(target)


def test_ids_and_order_are_no_difference(builds: tuple[Build, Build], tmp_path: Path) -> None:
    other = renamed(builds[1], tmp_path / "other", lambda key: f"x{key[::-1]}")
    assert not any(changes(builds[1], other).values())
    old = renamed(builds[0], tmp_path / "old", lambda key: f"{key}y")
    assert {n: set(rows) for n, rows in changes(old, other).items()} == {
        n: set(rows) for n, rows in changes(*builds).items()
    }


def spoiled() -> Iterator[tuple[str, dict[str, Any]]]:
    """One thing said otherwise, and the section that it belongs to."""
    nodes = [{**NODES[0], "kind": "county"}, *NODES[1:]]
    yield "nodes", {"nodes": nodes}
    yield "nodes", {"nodes": [{**NODES[0], "aliases": ["深圳"]}, *NODES[1:]]}
    yield "documents", {"documents": [{**DOCUMENTS[0], "publisher": "别报"}, *DOCUMENTS[1:]]}
    yield "edges", {"statements": STATEMENTS[1:]}
    last = STATEMENTS[-1]
    yield "edges", {"statements": [*STATEMENTS[:-1], (*last[:5], "existing", last[6])]}
    yield "edges", {"statements": [*STATEMENTS[:-1], (*last[:6], "明年，重庆要与深圳携手办展。")]}
    yield "edges", {"background": ()}
    first = INDICATORS[0]
    yield "indicators", {"indicators": [(*first[:3], 178.6, *first[4:]), INDICATORS[1]]}
    yield "indicators", {"indicators": INDICATORS[1:]}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small build made by hand."""
    return make_build(tmp_path_factory.mktemp("plain") / "build")


@pytest.mark.parametrize(("section", "other"), list(spoiled()))
def test_one_thing_said_otherwise(
    plain: Build, tmp_path: Path, section: str, other: dict[str, Any]
) -> None:
    assert changes(plain, make_build(tmp_path / "b", **other))[section]


def test_the_command(builds: tuple[Build, Build], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (str(build.path) for build in builds)
    assert main(["diff", old, new]) == 0
    said = capsys.readouterr().out
    assert "~ 广州市 develops 发展 生物医药  (support 1 → 2, " in said
    assert "      + “广州市大力发展生物医药产业。” — e.txt, 2025-03-01\n" in said
    assert main(["diff", old, new, "--exit-code", "--limit", "1"]) == 1
    short = capsys.readouterr().out
    assert len(short) < len(said)
    assert "more (--all lists every change)" in short
    assert main(["diff", old, old, "--exit-code"]) == 0
    assert capsys.readouterr().out.startswith(f"{old} → {old}: the same\n")
    assert main(["diff", old, new, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["equal"] is False
    for name, rows in record["changes"].items():
        counts = record["counts"][name]
        assert len(rows) == counts["appeared"] + counts["vanished"] + counts["changed"]
    assert main(["diff", old, "nowhere"]) == 2
    assert main(["diff", old, new, "--all", "--limit", "3"]) == 2


def test_everything_has_words_in_both_languages() -> None:
    columns = {column for section in SECTIONS for column in section.compared}
    assert columns <= words()["columns"].keys()
    entities = [node for node in node_types().values() if node.label not in _OWN]
    assert {kind for node in entities for kind in node.kinds} <= words()["values"].keys()
    for group in words().values():
        assert all(zh and en for zh, en in group.values())


_OWN = ("Indicator", "Document", "Sentence")
