"""The command line: what it prints, where, and how it leaves."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wcwidth import wcswidth

from kg.cli import cli, main
from kg.cli.commands import TABLE
from kg.cli.common import print_rows
from kg.errors import ReadError, UsageError
from tests.conftest import SAMPLES

HEAVY = {
    "arcadedb_embedded", "duckdb", "graspologic_native", "httpx", "jieba", "jpype", "lxml", "neo4j",
    "networkx", "numpy", "opencc", "pyarrow", "pypdfium2", "pyvis", "rich", "rjieba", "rustworkx",
    "trafilatura",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory without builds."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DIR", raising=False)
    return tmp_path


def kg(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


def test_a_build_does_not_load_pandas_where_it_is_installed(place: Path) -> None:
    importlib.import_module("pandas")
    (place / "a.txt").write_text("深圳市发展新能源汽车产业。", encoding="utf-8")
    command = [sys.executable, "-X", "importtime", "-m", "kg", "build", "a.txt", "-o", "out"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pyarrow" in loaded
    assert not [name for name in loaded if name.startswith("pandas.")]  # it is only looked for


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, kg.cli; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert HEAVY & set(loaded.stdout.split()) == set()


@pytest.mark.parametrize("name", cli.commands)
def test_the_list_says_what_each_command_says_of_itself(name: str) -> None:
    assert cli.commands[name].name == name
    assert cli.commands[name].short_help == TABLE[name][2]


def test_help_imports_no_command() -> None:
    code = "import sys; from kg.cli import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in TABLE)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "kg.cli" in loaded
    assert not {"kg.cli.build", "kg.pipeline", "kg.model", "numpy", "rich", "pyarrow"} & loaded


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"Usage: kg {name}")
    assert cli.commands[name].help


WRONG_CALLS = {
    "a parameter as an option": (
        ["query", "region-industries", "--region", "深圳"],
        2,
        "-p region=",
    ),
    "unknown command": (["bild"], 2, "bild"),
    "missing argument": (["build"], 2, "PATH"),
    "missing path": (["build", "nirgends.txt"], 2, "nirgends.txt"),
    "missing path, extract": (["extract", "nirgends.txt"], 2, "nirgends.txt"),
    "no build at all": (["stats"], 2, "kg demo"),
    "no build there": (["show", "深圳", "-d", "nowhere"], 2, "nowhere"),
    "unknown format": (["export", "xlsx"], 2, "graphml"),
    "no gold": (["eval", "nowhere", "facts.jsonl"], 2, "nowhere"),
}


@pytest.mark.parametrize(("arguments", "status", "named"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_wrong_calls_get_one_line(
    arguments: list[str], status: int, named: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    printed = capsys.readouterr()
    assert printed.err.startswith("kg: ")
    assert printed.err.count("\n") == 1
    assert named in printed.err
    assert printed.out == ""
    assert list(place.rglob("*")) == []


def test_a_near_name_is_suggested(sample_build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "深川市", "-d", str(sample_build)]) == UsageError.exit_code
    assert "深圳市" in capsys.readouterr().err


BAD_FILES = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "corrupt.docx": b"PK\x03\x04 this is no archive",
    "no-text.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    "old.doc.txt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


def test_no_rows_tell_what_was_asked_without_being_said(place: Path) -> None:
    text = "深圳市与成都市签署合作协议。\n成都市发展人工智能产业。\n"
    (place / "a.txt").write_text(text, encoding="utf-8")
    assert kg("build", "a.txt", "-o", "out").returncode == 0
    asked = kg("query", "region-industries", "-d", "out")
    assert asked.stdout.endswith("(no rows)\n")
    assert asked.stderr == "(asked with region=深圳市, status=any; another: -p region=…)\n"
    said = kg("query", "region-industries", "-d", "out", "-p", "region=成都", "-p", "status=any")
    assert "人工智能" in said.stdout and not said.stderr
    assert kg("query", "region-industries", "-d", "out", "--json").stderr == ""


@pytest.fixture
def mixed(place: Path) -> Path:
    """A folder with files that cannot be read, and one that can."""
    folder = place / "mixed"
    folder.mkdir()
    for name, data in BAD_FILES.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text("深圳市大力发展新能源汽车产业。\n", encoding="gb18030")
    return folder


def test_extract_goes_on_after_bad_files(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(mixed), "-j", "1"]) == ReadError.exit_code
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert [sum(name in line for line in lines) for name in BAD_FILES] == [1] * len(BAD_FILES)
    assert all(line.startswith("kg: ") for line in lines)
    (record,) = map(json.loads, printed.out.splitlines())
    stated = {(r["head"], r["type"], r["tail"]) for r in record["relations"]}
    assert ("深圳市", "DEVELOPS", "新能源汽车") in stated


def test_build_goes_on_after_bad_files(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["build", str(mixed), "-o", "out", "-j", "1", "--no-database", "--json"]
    assert main(arguments) == ReadError.exit_code
    printed = capsys.readouterr()
    assert json.loads(printed.out)["counts"]["documents"] == 1
    for name in BAD_FILES:
        assert sum(name in line for line in printed.err.splitlines()) == 1


def test_nothing_readable_leaves_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "in").mkdir()
    (place / "in" / "empty.txt").write_bytes(b"")
    for arguments in (["build", "in", "-o", "out"], ["extract", "in", "-o", "facts.jsonl"]):
        assert main(arguments) != 0
        assert capsys.readouterr().err.startswith("kg: ")
    assert [p.name for p in place.iterdir()] == ["in"]


def test_extract_replaces_a_file_only_when_done(place: Path) -> None:
    (place / "facts.jsonl").write_text("before", encoding="utf-8")
    assert main(["extract", "nirgends", "-o", "facts.jsonl"]) == UsageError.exit_code
    assert (place / "facts.jsonl").read_text(encoding="utf-8") == "before"
    assert [p.name for p in place.iterdir()] == ["facts.jsonl"]


def test_jobs_make_no_difference(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.reading.BATCH", 1000)  # several batches, hence several workers
    for jobs in ("1", "2"):
        assert main(["extract", str(SAMPLES), "-o", f"{jobs}.jsonl", "-j", jobs]) == 0
    assert (place / "1.jsonl").read_bytes() == (place / "2.jsonl").read_bytes()


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m kg extract {SAMPLES} -j 1 | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{", "")


def test_the_newest_build_is_used(
    sample_build: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for age, name in enumerate(("new", "old")):
        (place / "exports" / name).mkdir(parents=True)
        (place / "exports" / name / "tables").symlink_to(sample_build / "tables")
        info = place / "exports" / name / "build.json"
        info.write_bytes((sample_build / "build.json").read_bytes())
        os.utime(info, (1e9 - age, 1e9 - age))
    assert main(["stats"]) == 0
    assert capsys.readouterr().out.startswith(str(Path("exports/new")))


def test_stats(sample_build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "-d", str(sample_build), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["documents"]["number"] == 9
    assert found["edges"]["DEVELOPS"]["number"] > 50
    assert found["top"]["Region"]


def test_show(sample_build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "深圳", "-d", str(sample_build)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("深圳市")
    for part in ("新能源汽车", "178.6 万辆", "background: part of 广东省", "从代工厂到整车出海"):
        assert part in printed


def test_show_as_json(sample_build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "region:440300", "-d", str(sample_build), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (group,) = [g for g in found["groups"] if g["type"] == "DEVELOPS"]
    (car,) = [r for r in group["relations"] if r["other"]["name"] == "新能源汽车"]
    text = (SAMPLES / "shenzhen-feature.txt").read_text(encoding="utf-8")
    assert car["status"] == "existing"
    assert car["evidence"][0]["text"] in text


@pytest.mark.parametrize("name", ["html", "csv", "graphml", "gexf", "json", "cypher", "parquet"])
def test_export(
    name: str, sample_build: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", name, "-d", str(sample_build), "-o", f"out.{name}"]) == 0
    assert capsys.readouterr().out == f"out.{name}\n"
    assert (place / f"out.{name}").exists()


def test_eval(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = SAMPLES.parents[2] / "tests" / "golden" / "samples"
    assert main(["extract", str(SAMPLES), "-o", "facts.jsonl", "-j", "1"]) == 0
    assert main(["eval", str(gold), "facts.jsonl", "--docs", "--misses", "3"]) == 0
    printed = capsys.readouterr().out
    assert "RELATIONS all" in printed
    assert "shenzhen-feature.txt" in printed
    assert main(["eval", str(gold), "facts.jsonl", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["RELATIONS all"]["f1"] > 0.3


def test_demo(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "What next" in printed.out
    assert (place / "exports" / "demo" / "graph.html").stat().st_size > 100_000


def test_chinese_columns_stay_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("深圳市", 1), ("Shenzhen", 22), ("[bold]成都都市圈", 333)]
    print_rows(("地区", "n"), rows)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.strip(" ─")]
    starts = [wcswidth(line[: line.index(cell)]) for line, cell in zip(
        lines, ("n", "1", "22", "333"), strict=True)]  # fmt: skip
    assert len(set(starts)) == 1


def test_view_makes_the_page_and_opens_it(
    sample_build: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: bool(opened.append(url)))
    place = tmp_path / "成都.html"
    cut = [
        "--focus",
        "成都",
        "--depth",
        "2",
        "--top",
        "9",
        "--title",
        "成都产业",
        "--theme",
        "dark",
    ]
    assert main(["view", str(sample_build), "-o", str(place), *cut]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{place}\n"
    assert opened == [place.as_uri()]
    assert "open the file yourself" in printed.err, "nothing could open it"
    page = place.read_text(encoding="utf-8")
    assert "<title>成都产业</title>" in page and 'data-theme="dark"' in page
    assert main(["view", str(sample_build), "-o", str(place), "--no-open"]) == 0
    assert len(opened) == 1
    assert place.stat().st_size > len(page), "the whole graph"
