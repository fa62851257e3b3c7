"""Faults of files, graph, database and sources are said, each by the check it belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg import pipeline
from kg.cli import main
from kg.errors import DataError
from kg.store import arcadedb
from kg.tables import Build
from kg.verify import PARTS, cheap, verify

Fault = Callable[[Path], object]


def sources(path: str, new: Callable[[str], str]) -> Fault:
    """A source that says something else now."""

    def apply(place: Path) -> None:
        file = place / "in" / path
        file.write_text(new(file.read_text(encoding="utf-8")), encoding="utf-8")

    return apply


def column(table: str, name: str, new: Callable[[Any], Any]) -> Fault:
    """A table whose first row says something else."""

    def apply(place: Path) -> None:
        path = place / f"build/tables/{table}.parquet"
        rows = pq.read_table(path)
        first, *others = rows.to_pylist()
        changed = [{**first, name: new(first[name])}, *others]
        pq.write_table(pa.Table.from_pylist(changed, schema=rows.schema), path)

    return apply


def bytes_of(name: str, new: Callable[[bytes], bytes]) -> Fault:
    """A file of the build with other bytes."""

    def apply(place: Path) -> None:
        path = place / "build" / name
        path.write_bytes(new(path.read_bytes()))

    return apply


def told(change: Callable[[dict[str, Any]], object]) -> Fault:
    """build.json with something else in it."""

    def apply(place: Path) -> None:
        path = place / "build" / "build.json"
        info = json.loads(path.read_text(encoding="utf-8"))
        change(info)
        path.write_text(json.dumps(info), encoding="utf-8")

    return apply


def cypher(statement: str) -> Fault:
    """The database changed behind the tables' back."""

    def apply(place: Path) -> None:
        with arcadedb.open(Build(place / "build"), read_only=False) as store:
            store.query(statement, write=True)

    return apply


def without_column(place: Path) -> None:
    path = place / "build/tables/nodes.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["lat"]), path)


def without(path: str) -> Fault:
    return lambda place: (place / path).unlink()


def zeroed(data: bytes) -> bytes:
    """The middle of a file lost, its beginning and end whole."""
    size = len(data)
    return data[: size // 8] + bytes(size // 4) + data[size // 8 + size // 4 :]


CASES: tuple[tuple[str, Fault], ...] = (
    ("table-damaged", bytes_of("tables/facts.parquet", lambda data: data[: len(data) // 2])),
    ("table-damaged", bytes_of("tables/edges.parquet", lambda data: b"")),
    ("table-damaged", bytes_of("tables/sentences.parquet", zeroed)),
    ("table-damaged", bytes_of("sources.parquet", lambda data: data[8:])),
    ("table-missing", without("build/tables/mentions.parquet")),
    ("table-columns", without_column),
    ("build-counts", told(lambda info: info["counts"].update(facts=info["counts"]["facts"] + 1))),
    ("build-counts", told(lambda info: info["counts"].pop("nodes"))),
    ("build-info", bytes_of("build.json", lambda data: data[:-20])),
    ("build-info", told(lambda info: info.pop("counts"))),
    ("fact-id", column("facts", "tail", lambda tail: tail + "业")),
    ("fact-id", column("facts", "start", lambda start: start + 1)),
    ("indicator-id", column("indicators", "unit", lambda unit: "亿" + unit)),
    ("nodes-anew", column("nodes", "name", lambda name: name + "？")),
    ("edges-anew", column("edges", "rules", lambda rules: ["some.rule"])),
    ("database-numbers", cypher("MATCH (n:Industry {name: '低空经济'}) DETACH DELETE n")),
    ("database-lacks", cypher("MATCH ()-[r:DEVELOPS]->(:Industry {name: '低空经济'}) DELETE r")),
    ("database-more", cypher("CREATE (:Region {id: 'region:1', name: '月球'})")),
    ("database-content", cypher("MATCH (n:Industry {name: '低空经济'}) SET n.name = '空经济'")),
    ("database-content", cypher("MATCH ()-[r:DEVELOPS]->() SET r.confidence = 1.0")),
    ("source-vanished", without("in/a.txt")),
    ("source-changed", sources("a.txt", lambda text: text.replace("深圳市", "珠海市"))),
    ("source-changed", sources("c.jsonl", lambda text: text.splitlines()[0])),
    ("source-hash", column("documents", "sha256", lambda digest: digest[:-1] + "g")),
    ("source-text", column("documents", "text_hash", lambda digest: digest[::-1])),
    ("source-sentences", column("sentences", "text", lambda text: "珠" + text[1:])),
    ("source-facts", column("facts", "evidence", lambda text: text[:-1] + "！")),
    ("source-indicators", column("indicators", "start", lambda start: start - 1)),
    ("source-mentions", column("mentions", "text", lambda text: text[:-1] + "省")),
)  # fmt: skip
NOTES = {"source-vanished", "source-changed"}


@pytest.mark.parametrize(
    ("check", "fault"), CASES, ids=[f"{check}-{number}" for number, (check, _) in enumerate(CASES)]
)
def test_a_fault_is_found(place: Path, check: str, fault: Fault) -> None:
    fault(place)
    kinds = {"graph": "anew", "database": "database", "sources": "source"}
    needed = {part for part, word in kinds.items() if word in check} or {"tables"}
    report = verify(Build(place / "build"), skip=set(PARTS) - needed, root=place)
    assert check in {finding.check for finding in report.findings}
    assert (check in {finding.check for finding in report.notes}) is (check in NOTES)
    (finding,) = [finding for finding in report.findings if finding.check == check]
    assert finding.number >= len(finding.examples) >= 1
    assert "\n" not in finding.line
    assert bool(report.errors) is (check not in NOTES)
    if check in NOTES:
        skip = set(PARTS) - needed
        strict = verify(Build(place / "build"), skip=skip, root=place, strict=True)
        assert check in {finding.check for finding in strict.errors}


def test_a_sound_build_has_no_finding(good: Path) -> None:
    report = verify(Build(good / "build"), root=good)
    assert report.findings == []
    assert report.looked["sources"] == 4
    assert report.looked["in the database"] > 0


def test_a_graph_of_other_code_is_not_made_anew(good: Path) -> None:
    skip = {"tables", "database", "sources"}
    (note,) = verify(Build(good / "build"), skip=skip, graph="another").findings
    assert (note.check, note.note) == ("graph-version", True)


def test_the_samples_have_no_finding(sample_build: Path) -> None:
    report = verify(Build(sample_build))
    assert report.findings == []
    assert report.looked["sources"] == report.looked["documents"]


def test_decisions_are_no_fault(place: Path, tmp_path: Path) -> None:
    build = Build(place / "build")
    rows = build.table("facts").to_pylist()
    wrong, right, merged = [row for row in rows if row["type"] == "DEVELOPS"][:3]
    decisions = [
        {"fact": wrong["id"], "verdict": "wrong"},
        {"fact": right["id"], "verdict": "right"},
        {"fact": merged["id"], "verdict": "merge", "node": merged["tail"], "into": wrong["tail"]},
    ]
    file = tmp_path / "decisions.json"
    file.write_text(
        json.dumps({"format": "kg-decisions", "version": 1, "decisions": decisions}),
        encoding="utf-8",
    )
    report = pipeline.review(build, [file])
    assert report.decided == 3
    assert verify(build, root=place).findings == []
    (build.path / "decisions.json").unlink()
    assert {"fact-edge", "mention-node"} <= {finding.check for finding in cheap(build)}


def test_a_graph_that_does_not_hold_together_is_not_published(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    before = {p: p.read_bytes() for p in (place / "build").rglob("*") if p.is_file()}

    def spoiled(directory: Path, **more: Any) -> None:
        from kg.resolve.aggregate import aggregate

        aggregate(directory, **more)
        path = directory / "nodes.parquet"
        rows = pq.read_table(path)
        pq.write_table(rows.slice(1), path)

    monkeypatch.setattr("kg.resolve.aggregate", spoiled)
    with pytest.raises(DataError, match="does not hold together"):
        pipeline.build(["in"], "build", jobs=1, database=False, fresh=True)
    assert main(["build", "in", "-o", "build", "--no-database", "--fresh", "-j", "1"]) == 4
    said = capsys.readouterr().err
    assert "node that is not there" in said
    assert "does not hold together" in said
    assert {p: p.read_bytes() for p in (place / "build").rglob("*") if p.is_file()} == before
    assert sorted(p.name for p in place.glob("[!.]*")) == ["build", "in"]


def test_the_command(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    only = ["--skip", "tables", "--skip", "database", "--skip", "graph"]
    assert main(["verify", "build", "--skip", "database", "--skip", "graph"]) == 0
    assert "nothing is wrong" in capsys.readouterr().out
    (place / "in" / "a.txt").unlink()
    assert main(["verify", "build", *only]) == 0
    said = capsys.readouterr().out
    assert said.startswith("note   source-vanished: a source is not there any more: in/a.txt\n")
    assert main(["verify", "build", "--strict", "--json", *only]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["ok"] is False
    assert [finding["check"] for finding in record["errors"]] == ["source-vanished"]
    assert record["looked"]["sources"] == 3
    (place / "build/tables/facts.parquet").write_bytes(b"PAR1")
    assert main(["verify", "build", "--skip", "tables", "--skip", "sources"]) == 1
    assert "wrong  table-damaged: a table cannot be read: facts.parquet" in capsys.readouterr().out
    assert main(["verify", "in"]) == 2


def test_the_build_may_be_named_as_in_other_commands(
    good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(good)
    for named in (["build"], ["-d", "build"]):
        assert main(["verify", *named, "--skip", "database", "--skip", "graph"]) == 0
        assert capsys.readouterr().out.startswith("build: nothing is wrong")
