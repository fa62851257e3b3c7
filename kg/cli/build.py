"""``kg build``, ``kg extract``, ``kg demo``: from files to a graph."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from kg.cli.common import (
    EXPORTS,
    complain,
    jobs_option,
    json_option,
    paths_argument,
    print_json,
    progress_bar,
)
from kg.cli.reading import Reading, reading_options
from kg.cli.review import tell_decisions
from kg.errors import KgError, LlmError, ReadError, UsageError
from kg.place import replacing

if TYPE_CHECKING:
    from kg.pipeline import BuildReport

DEMO_QUESTIONS = {
    "planned-versus-existing": {"region": "深圳"},
    "cooperation-partners": {"region": "成都"},
    "industry-regions": {"industry": "人工智能"},
}


@click.command(
    short_help="Make a graph from files and folders.",
    epilog="""\b
Examples:
  kg build 政策文件/
  kg build 年报.pdf 新闻/ -o exports/东北 --jobs 4
  kg build 政策文件/ --min-confidence 0.7
  kg build 政策文件/ --decisions decisions.json
  kg build 政策文件/ --prune
  kg build 新来的/ -o exports/政策文件
""",
)
@paths_argument
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="DIR",
              help="Folder to make.  [default: exports/NAME of the first PATH]")  # fmt: skip
@click.option("--decisions", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="What people decided in the viewer. Repeatable.")  # fmt: skip
@click.option("--same-text", type=click.FloatRange(0.0, 1.0), metavar="X",
              help="Documents that share this part of their text count as one source; 1: only "
              "copies to the letter.  [default: 0.5]")  # fmt: skip
@click.option("--prune", is_flag=True,
              help="Take out of the build at DIR what no PATH leads to any more.")  # fmt: skip
@click.option("--fresh", is_flag=True,
              help="Read all, and keep nothing of the build at DIR but decisions.")  # fmt: skip
@click.option("--no-database", is_flag=True, help="Tables only: no database, hence no kg query.")
@jobs_option
@reading_options
@json_option
def build(
    paths: tuple[Path, ...],
    out: Path | None,
    decisions: tuple[Path, ...],
    same_text: float | None,
    prune: bool,
    fresh: bool,
    no_database: bool,
    jobs: int,
    as_json: bool,
    reading: Reading,
) -> int:
    """Build a graph from files and folders (txt, md, html, pdf, docx, ofd, jsonl).

    Of a build that is already at DIR only new and changed documents are read, the rest is taken
    over; it is replaced when the new one is complete. So kg build OTHER -o DIR adds, and
    documents whose files are gone stay, until --prune leaves exactly what the PATHs hold. A run
    that was stopped is continued by the same command.

    Files that cannot be read are named and left out; the exit status is then 3. An endpoint that
    --extractor needs and that fails ends the reading; the exit status is then 6.
    """
    target = out or EXPORTS / (paths[0].resolve().name.split(".")[0] or "build")
    report = _build(
        paths, target, jobs, not no_database, reading, decisions,
        same_text=same_text, prune=prune, fresh=fresh,
    )  # fmt: skip
    if as_json:
        print_json(_as_json(report, target))
    else:
        _print_report(report, target)
    return reading.finish(len(report.unread))


@click.command(
    short_help="Print what each document states as JSON lines.",
    epilog="""\b
Examples:
  kg extract 政策文件/ -o facts.jsonl
  kg extract 简报.docx | head -1
  kg extract 简报.docx --extractor both --llm-url http://localhost:8000/v1 --llm-model qwen3
""",
)
@paths_argument
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
              help="File to write.  [default: standard output]")  # fmt: skip
@jobs_option
@reading_options
def extract(paths: tuple[Path, ...], out: Path | None, jobs: int, reading: Reading) -> int:
    """Print what each document states as one JSON line: entities, relations, indicators.

    Files that cannot be read are named and left out; the exit status is then 3. An endpoint that
    --extractor needs and that fails ends the reading; the exit status is then 6.
    """
    from kg import pipeline

    unread = written = 0
    with _output(out) as stream, progress_bar() as progress:
        for result in pipeline.extract(
            paths, jobs, progress, min_confidence=reading.min_confidence, llm=reading.llm
        ):
            if isinstance(result, KgError):
                complain(str(result))
                unread += 1
                continue
            for line in result.warnings:
                complain(line)
            stream.write(json.dumps(pipeline.to_record(result), ensure_ascii=False) + "\n")
            written += 1
        if not written:
            raise _nothing(reading)
    return reading.finish(unread)


def _nothing(reading: Reading) -> KgError:
    """What to say when there is nothing to write."""
    kind = LlmError if reading.llm and reading.llm.usage.failed else ReadError
    return kind("no document could be read", "nothing was written")


@click.command(short_help="Try everything on the bundled samples.")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=EXPORTS / "demo",
              metavar="DIR", help="Folder to make.  [default: exports/demo]")  # fmt: skip
@jobs_option
def demo(out: Path, jobs: int) -> None:
    """Build the bundled sample documents, ask a few questions, make the page.

    The samples are short texts written for this project, with facts about real regions.
    """
    from importlib.resources import as_file, files

    from kg.cli.query import ask, print_result
    from kg.export import export
    from kg.query import library
    from kg.tables import Build

    with as_file(files("kg.data") / "samples") as samples:
        report = _build((samples,), out, jobs, database=True, reading=Reading(0.0, None))
    _print_report(report, out)
    made = Build.open(out)
    for name, parameters in DEMO_QUESTIONS.items():
        question = library()[name]
        given = "".join(f" -p {key}={value}" for key, value in parameters.items())
        click.echo(f"\n{question.question_zh} {question.question_en}\n$ kg query {name}{given}")
        print_result(ask(made, question, parameters))
    page = export(made, "html", out / "graph.html")
    click.echo(f"""
What next:
  open {page} in a browser: search, filter, click an edge to read its sentences
  kg query --list                     the questions that are ready to ask
  kg show 成都都市圈                  what the documents say of one name
  kg build YOUR-FOLDER -o exports/mine
(Where kg is not on your path: .venv/bin/kg)""")


def _build(
    paths: tuple[Path, ...],
    out: Path,
    jobs: int,
    database: bool,
    reading: Reading,
    decisions: tuple[Path, ...] = (),
    **more: Any,
) -> BuildReport:
    from kg import pipeline

    with progress_bar() as progress:
        report = pipeline.build(
            paths, out, jobs, progress, database, decisions=decisions,
            min_confidence=reading.min_confidence, llm=reading.llm, **more,
        )  # fmt: skip
    for line in (*report.unread, *report.warnings):
        complain(line)
    tell_decisions(report)
    return report


def _print_report(report: BuildReport, out: Path) -> None:
    counts = ", ".join(f"{number} {name}" for name, number in report.counts.items())
    if report.decided:
        counts += f", {report.decided} decisions"
    if not report.changed:
        click.echo(f"{out} is up to date: {counts}")
        return
    click.echo(f"Built {out} in {sum(report.seconds.values()):.1f} s: {counts}")
    if any(number for name, number in report.documents.items() if name != "read"):
        told = ", ".join(f"{number} {name}" for name, number in report.documents.items())
        click.echo(f"Documents: {told}")


def _as_json(report: BuildReport, out: Path) -> dict[str, object]:
    return {
        "directory": str(out),
        "changed": report.changed,
        "counts": report.counts,
        "read": report.documents,
        **report.settings,
        "seconds": report.seconds,
        "warnings": list(report.warnings),
        "unread": list(report.unread),
        "decisions": {"applied": report.decided, "unmatched": list(report.unmatched)},
    }


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears whole when the block ends well."""
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    if path.is_dir():
        raise UsageError(f"{path} is a folder", "name the file to write")
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream
