"""A build of what changed is the build from nothing, whatever changed and in whatever order."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.cli import main
from kg.errors import KgError, NotFoundError, UsageError
from kg.model import Document, Extraction
from kg.pipeline import building, fingerprint, finish, reading, work
from kg.tables import Build

SENTENCES = (
    "深圳市发展新能源汽车产业。",
    "佛山市与广州市携手合作。",
    "2023年，珠海市地区生产总值为4233亿元。",
    "我省发展海洋经济。",
)
TEXTS = ("a.txt", "b.txt", "sub/b.txt", "z.md")
LINES = ("c.jsonl", "sub/y.jsonl")
ROWS = ({}, {"date": "2024-05"}, {"region": "广东省", "publisher": "测试日报"})


@dataclass(frozen=True)
class File:
    """What a file says (by numbers of sentences; none: it is empty), and its metadata row."""

    says: tuple[int, ...]
    row: int = 0

    def text(self, name: str) -> str:
        if not name.endswith(".jsonl"):
            return "".join(SENTENCES[n % 4] + "\n" for n in self.says)
        lines = (json.dumps({"id": f"{name}{n}", "text": SENTENCES[n % 4]}) for n in self.says)
        return "".join(
            "no JSON\n" if n == 9 else line + "\n" for n, line in zip(self.says, lines, strict=True)
        )


Files = dict[str, File]


@dataclass(frozen=True)
class Step:
    """Files changed (None: removed), one renamed, and a build, with --prune or without."""

    changed: Files = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    renamed: tuple[str, str] | None = None
    prune: bool = True

    def apply(self, files: Files) -> Files:
        files = {**files, **self.changed}
        files = {name: file for name, file in files.items() if name not in self.removed}
        if self.renamed and self.renamed[0] in files:
            old, new = self.renamed
            files[new] = files.pop(old)
        return files


numbers = st.integers(0, 3)
texts = st.dictionaries(
    st.sampled_from(TEXTS),
    st.builds(File, st.lists(numbers, max_size=2).map(tuple), st.integers(0, 2)),
)
lines = st.dictionaries(
    st.sampled_from(LINES),
    st.builds(File, st.lists(numbers | st.just(9), max_size=4).map(tuple), st.integers(0, 2)),
)
steps = st.builds(
    Step,
    st.builds(lambda a, b: {**a, **b}, texts, lines),
    st.frozensets(st.sampled_from((*TEXTS, *LINES)), max_size=2),
    st.none() | st.tuples(st.sampled_from(TEXTS), st.sampled_from(TEXTS)),
    st.booleans(),
)


def write(folder: Path, files: Files) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, file in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.text(name), encoding="utf-8")
        table = path.parent / "metadata.csv"
        begun = table.exists()
        with table.open("a", encoding="utf-8", newline="") as stream:
            rows = csv.DictWriter(stream, ("file", "date", "region", "publisher"))
            if not begun:
                rows.writeheader()
            rows.writerow({"file": path.name, **ROWS[file.row]})


def build(out: str, **more: Any) -> pipeline.BuildReport | None:
    """The report; None when there was nothing to build."""
    try:
        return pipeline.build(["in"], out, jobs=1, database=False, **more)
    except KgError:
        return None


def everything(build: Path) -> dict[str, bytes]:
    paths = [build / "sources.parquet", *build.glob("tables/*"), *build.glob("copies/*")]
    return {str(path.relative_to(build)): path.read_bytes() for path in paths if path.exists()}


def held(before: Files, files: Files) -> Files:
    """What a build without --prune holds: the files, and those that are gone or empty now, but
    for texts that another file has."""
    says = {name: file for name, file in files.items() if any(n != 9 for n in file.says)}
    gone = {name: file for name, file in before.items() if name not in says}
    for name in sorted(gone):
        others = [*says.values(), *(gone[n] for n in sorted(gone) if n < name and n in gone)]
        if name.endswith(("txt", "md")) and any(o.says == gone[name].says for o in others):
            del gone[name]
    return {**says, **gone}


_known: dict[Document, Extraction] = {}


def remembered(documents: Sequence[Document]) -> list[Extraction]:
    """Extraction is a pure function, and slow."""
    for document in documents:
        if document not in _known:
            (_known[document],) = reading.extract_documents([document])
    return [_known[document] for document in documents]


def no_graph(built: Build, decided: object, info: dict[str, Any], *rest: Any) -> None:
    """The tables of extraction alone, described as if it were all."""
    report = rest[-1]
    if not built.rows("documents"):
        raise KgError("nothing")
    report.counts = {"documents": built.rows("documents")}
    finish._describe(built.path, {**info, "graph": fingerprint.graph()}, report)


@contextlib.contextmanager
def quick() -> Iterator[None]:
    """A folder to work in; the graph, which is a function of these tables, is left out."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.chdir(folder)
        patch.setattr(work, "extract_documents", remembered)
        patch.setattr(building, "finish", no_graph)
        patch.setattr(fingerprint, "graph", lambda: "none")
        yield


def check(sequence: Sequence[Step]) -> None:
    with quick():
        files: Files = {}
        model: Files = {}
        for step in sequence:
            files = step.apply(files)
            write(Path("in"), files)
            report = build("out", prune=step.prune)
            if report is None:
                assert build("nothing", fresh=True) is None
                continue
            model = held({} if step.prune else model, files)
            write(Path("in"), model)
            assert build("nothing", fresh=True)
            assert everything(Path("out")) == everything(Path("nothing"))
            assert (
                sum(report.documents[n] for n in ("read", "reused", "kept"))
                == (report.counts["documents"])
            )
            shutil.rmtree("nothing")


@settings(max_examples=15, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(st.lists(steps, min_size=2, max_size=5))
def test_any_sequence_of_changes(sequence: list[Step]) -> None:
    check(sequence)


@pytest.mark.soak
@pytest.mark.timeout(0)
@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=2, max_size=12))
def test_any_long_sequence_of_changes(sequence: list[Step]) -> None:
    check(sequence)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files: the first two state the same edge, all state one of their own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, own in (("1", "低空经济"), ("2", "人工智能"), ("3", "生物医药")):
        shared = "深圳市发展新能源汽车产业。" if name != "3" else ""
        text = f"发布时间：2024-0{name}-01\n{shared}\n深圳市发展{own}产业。\n"
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    build("out")
    return tmp_path


def edges(out: str = "out") -> dict[str, tuple[Any, ...]]:
    """What the region develops: support, first and last date, documents of the evidence."""
    made = Build.open(out)
    paths = {row["id"]: Path(row["path"]).stem for row in made.table("documents").to_pylist()}
    return {
        row["target"].partition(":")[2]: (
            row["support"], row["first_seen"], row["last_seen"],
            "".join(sorted(paths[key.partition("#")[0]] for key in row["evidence"])),
        )
        for row in made.table("edges").to_pylist() if row["type"] == "DEVELOPS"
    }  # fmt: skip


CAR = "新能源汽车"


def test_removing_retracts_what_loses_all_support(place: Path) -> None:
    assert edges()[CAR] == (2, "2024-01-01", "2024-02-01", "12")
    assert main(["remove", "in/2.txt", "-o", "out"]) == 0
    assert set(edges()) == {CAR, "低空经济", "生物医药"}
    assert edges()[CAR] == (1, "2024-01-01", "2024-01-01", "1")
    (place / "in" / "2.txt").unlink()
    build("nothing")
    assert everything(place / "out") == everything(place / "nothing")


def test_removing_by_id_and_folder(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *_ = Build.open("out").table("documents", ["id"])["id"].to_pylist()
    assert main(["remove", first, "-d", "out", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"]["removed"] == 1
    assert set(edges()) == {CAR, "人工智能", "生物医药"}
    before = everything(place / "out")
    with pytest.raises(NotFoundError, match=r"in/7\.txt.*did you mean in/"):
        pipeline.remove(Build.open("out"), ["in/7.txt"])
    with pytest.raises(UsageError, match="no document would be left"):
        pipeline.remove(Build.open("out"), ["in"])
    assert everything(place / "out") == before


def test_what_was_reported(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "in" / "1.txt").unlink()
    (place / "in" / "4.txt").write_text("佛山市发展陶瓷产业。", encoding="utf-8")
    command = ["build", "in", "-o", "out", "--no-database", "-j", "1", "--json"]
    assert main(command) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["read"] == {"read": 1, "reused": 2, "kept": 1, "removed": 0}
    assert "stay: 1 (--prune takes them out)" in printed.err
    assert main([*command, "--prune"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == {
        "read": 0, "reused": 3, "kept": 0, "removed": 1
    }  # fmt: skip
    build("nothing")
    assert everything(place / "out") == everything(place / "nothing")
    graphs = [Path(out, "tables", "edges.parquet").read_bytes() for out in ("out", "nothing")]
    assert graphs[0] == graphs[1]
    before = (place / "out" / "build.json").read_bytes()
    assert main([*command, "--prune"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] is False
    assert (place / "out" / "build.json").read_bytes() == before


def test_another_command_adds(place: Path) -> None:
    (place / "more").mkdir()
    (place / "more" / "x.txt").write_text("佛山市发展陶瓷产业。", encoding="utf-8")
    report = pipeline.build(["more"], "out", jobs=1, database=False)
    assert report.documents == {"read": 1, "reused": 0, "kept": 3, "removed": 0}
    pipeline.build(["in", "more"], "nothing", jobs=1, database=False)
    assert everything(place / "out") == everything(place / "nothing")


def test_other_settings_or_code_read_everything_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = pipeline.build(["in"], "out", jobs=1, database=False, min_confidence=0.5)
    assert report.documents["read"] == 3
    (place / "in" / "1.txt").unlink()  # and what cannot be read any more stays as it was
    monkeypatch.setattr(fingerprint, "reading", lambda settings: "other code")
    report = pipeline.build(["in"], "out", jobs=1, database=False, min_confidence=0.5)
    assert report.documents == {"read": 2, "reused": 0, "kept": 1, "removed": 0}


def test_a_damaged_build_is_read_anew(place: Path) -> None:
    (place / "out" / "tables" / "facts.parquet").write_bytes(b"PAR1 no table")
    (place / "in" / "3.txt").unlink()
    report = pipeline.build(["in"], "out", jobs=1, database=False)
    assert report.documents["read"] == 2
    assert "facts.parquet cannot be read" in report.warnings[0]


def test_clocks_and_dates_of_files_change_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (*place.rglob("out/**/*"), place / "in" / "1.txt"):
        os.utime(path, (4e9, 4e9))  # the clock stood in 2096 and has been set since
    (place / "in" / "2.txt").write_text("佛山市发展陶瓷产业。", encoding="utf-8")
    os.utime(place / "in" / "2.txt", (1, 1))
    moments = iter(range(10**6, 0, -1000))
    monkeypatch.setattr("kg.pipeline.report.perf_counter", lambda: next(moments))
    report = pipeline.build(["in"], "out", jobs=1, database=False)
    assert report.documents == {"read": 1, "reused": 2, "kept": 0, "removed": 1}
    build("nothing")
    assert everything(place / "out") == everything(place / "nothing")
