"""What the documentation says is what happens: its commands run and print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import cli
from kg.data.schema import node_types, relation_types
from kg.export import FORMATS
from kg.read import FORMATS as READERS

ROOT = Path(__file__).parents[1]
README, README_ZH = ROOT / "README.md", ROOT / "README.zh-CN.md"
PAGES = [README, README_ZH, *sorted((ROOT / "docs").glob("*.md")), ROOT / "exports" / "README.md"]
# In ```console blocks: "$ " starts a command, the lines after it are its output, in which "..."
# stands for anything within a line, and a line of it for any lines. ```sh blocks are not run.
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def commands(page: Path) -> Iterator[tuple[str, str]]:
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the documentation's commands find what they speak of."""
    place = tmp_path_factory.mktemp("docs")
    documents = place / "documents"
    documents.mkdir()
    for sample in (ROOT / "kg" / "data" / "samples").iterdir():
        (documents / sample.name).write_bytes(sample.read_bytes())
    return place


def as_shown(expected: str, printed: str) -> bool:
    """Whether ``printed`` fits ``expected``; amounts of space and empty lines do not matter."""

    def line(text: str) -> str:
        pieces = (r"\s+".join(map(re.escape, piece.split())) for piece in text.split("..."))
        return r"\s*" + r"[^\n]*".join(pieces) + r"\s*\n"

    shown = [text for text in expected.splitlines() if text.strip()]
    pattern = "".join(r"(?:[^\n]*\n)*" if text == "..." else line(text) for text in shown)
    return re.fullmatch(pattern, re.sub(r"\n\s*\n", "\n", printed)) is not None


def test_the_comparison_can_fail() -> None:
    assert as_shown("a  b\n...\nd ... f\n", "a b\n\nc\nd e f\n")
    assert as_shown("a\n...\n", "a\n")
    assert not as_shown("a\n", "a\nb\n")
    assert not as_shown("a\n...\nc\n", "a\nb\n")


def run(command: str, place: Path) -> str:
    here = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": here + os.pathsep + os.environ["PATH"], "COLUMNS": "100"}
    env.pop("KG_DIR", None)
    done = subprocess.run(
        ["bash", "-c", command], cwd=place, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


# The Chinese README shows the same commands, which a test below makes sure of.
@pytest.mark.parametrize("page", [p for p in PAGES if p != README_ZH], ids=lambda p: p.name)
def test_commands_print_what_the_page_shows(page: Path, workplace: Path) -> None:
    for command, expected in commands(page):
        printed = run(command, workplace)
        assert as_shown(expected, printed), (
            f"$ {command}\n--- the page shows\n{expected}\n--- it prints\n{printed}"
        )


def test_both_readmes_show_the_same_commands() -> None:
    assert list(commands(README)) == list(commands(README_ZH))
    assert list(commands(README))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_named_commands_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^\$ |^)kg ([a-z]+)", text, re.M))
    assert named <= set(cli.commands)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets


def test_formats_page_is_complete() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([.a-z][-.a-z0-9]*)`", text))
    suffixes = {suffix for row in READERS.values() for suffix in row} - {".markdown"}
    assert suffixes | set(FORMATS) <= named


def test_glossary_has_the_whole_schema() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [name for name in relation_types() if f"`{name}`" not in text]
    missing += [name for name in node_types() if f"| {name.lower()}" not in text.lower()]
    assert missing == []


def test_commands_of_every_help_epilog_parse() -> None:
    for command in (cli, *cli.commands.values()):
        for line in (command.epilog or "").splitlines():
            words = shlex.split(line.split("|")[0]) if line.startswith("  kg ") else []
            if len(words) > 1:
                named = cli.commands[words[1]]
                named.make_context(f"kg {words[1]}", words[2:])
