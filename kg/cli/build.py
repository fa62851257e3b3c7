"""``kg build``, ``kg extract``, ``kg demo``: from files to a graph."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from kg.cli.cluster import engine_options
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
    from kg.engine import Options
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
  kg build hdfs://nn/政策文件 -o exports/全国 --engine spark --master yarn
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
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
@click.option("--neo4j-admin", is_flag=True,
              help="Files for neo4j-admin import too, in DIR/graph-neo4j-admin.")  # fmt: skip
@jobs_option
@engine_options
@reading_options
@json_option
def build(
    paths: tuple[str, ...],
    out: Path | None,
    decisions: tuple[Path, ...],
    same_text: float | None,
    prune: bool,
    fresh: bool,
    no_database: bool,
    neo4j_admin: bool,
    jobs: int,
    as_json: bool,
    reading: Reading,
    cluster: Options | None,
) -> int:
    """Build a graph from files and folders (txt, md, html, pdf, docx, ofd, jsonl).

    Of a build that is already at DIR only new and changed documents are read, the rest is taken
    over; it is replaced when the new one is complete. So kg build OTHER -o DIR adds, and
    documents whose files are gone stay, until --prune leaves exactly what the PATHs hold. A run
    that was stopped is continued by the same command.

    Files that cannot be read are named and left out; the exit status is then 3. An endpoint that
    --extractor needs and that fails ends the reading; the exit status is then 6.

    With --engine spark a PATH may be a URI of any file system that Spark reads, and the rules read
    on its executors, all documents anew; the tables are the same, and what follows happens here.
    """
    target = out or EXPORTS / (Path(paths[0]).resolve().name.split(".")[0] or "build")
    report = _build(
        paths, target, jobs, not no_database, reading, decisions,
        same_text=same_text, prune=prune, fresh=fresh, cluster=cluster,
    )  # fmt: skip
    if neo4j_admin:
        _write_neo4j_admin(target)
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
    paths: Sequence[str | Path],
    out: Path,
    jobs: int,
    database: bool,
    reading: Reading,
    decisions: tuple[Path, ...] = (),
    cluster: Options | None = None,
    **more: Any,
) -> BuildReport:
    with progress_bar() as progress:
        report = _engine(cluster, jobs, reading)(
            paths, out, progress=progress, database=database, decisions=decisions,
            min_confidence=reading.min_confidence, **more,
        )  # fmt: skip
    for line in (*report.unread, *report.warnings):
        complain(line)
    tell_decisions(report)
    return report


def _engine(cluster: Options | None, jobs: int, reading: Reading) -> Callable[..., BuildReport]:
    """What builds: this machine's processes, or a cluster."""
    from kg import pipeline

    if cluster is None:
        return partial(pipeline.build, jobs=jobs, llm=reading.llm)
    if reading.llm:
        raise UsageError(
            "a language model reads on one machine only", "leave out --extractor, or --engine"
        )
    from kg import engine

    return partial(engine.build, options=cluster)


def _write_neo4j_admin(directory: Path) -> None:
    from kg.export import FORMATS, export
    from kg.tables import Build

    place = directory / FORMATS["neo4j-admin"].default_name
    export(Build.open(directory), "neo4j-admin", place)


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
