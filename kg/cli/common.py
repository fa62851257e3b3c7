"""What the commands share: options, where builds are, tables, progress, messages."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import UsageError, shown

if TYPE_CHECKING:
    from kg.store.server import Target
    from kg.tables import Build

EXPORTS = Path("exports")
_UNFOLDED = 100_000

Command = TypeVar("Command", bound=Callable[..., Any])
Progress = Callable[[int, int | None, str], None]


def paths_argument(command: Command) -> Command:
    """PATH…: files and folders to read."""
    return click.argument(
        "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
    )(command)


def jobs_option(command: Command) -> Command:
    """--jobs N."""
    return click.option(
        "-j", "--jobs", type=click.IntRange(min=0), default=0, metavar="N",
        help="Processes to read with; 1 is this process alone, 0 all cores.  [default: 0]",
    )(command)  # fmt: skip


def json_option(command: Command) -> Command:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")(command)


def dir_option(command: Command) -> Command:
    """-d DIR: which build to use."""
    return click.option(
        "-d", "--dir", "directory", type=click.Path(path_type=Path), metavar="DIR",
        envvar="KG_DIR", help="The build to use.  [default: $KG_DIR, or the newest in exports/]",
    )(command)  # fmt: skip


def cut_options(command: Command) -> Command:
    """--focus, --depth and --top: a part of the graph."""
    for option in (
        click.option("--top", type=click.IntRange(min=1), metavar="N",
                     help="Only the N entities that most documents speak of."),
        click.option("--depth", type=click.IntRange(min=0), default=1, metavar="N",
                     show_default=True, help="With --focus: how many steps around it."),
        click.option("--focus", metavar="NAME", help="Only what lies around this entity."),
    ):  # fmt: skip
        command = option(command)
    return command


def server_options(command: Command) -> Command:
    """--user and --database of a server; the password is no option, so that nobody sees it."""
    for option in (
        click.option("--database", metavar="NAME", envvar="NEO4J_DATABASE",
                     help="Database on the server.  [default: $NEO4J_DATABASE, or the server's]"),
        click.option("--user", metavar="NAME", envvar="NEO4J_USERNAME", default="neo4j",
                     help="Who asks.  [default: $NEO4J_USERNAME, or neo4j]"),
    ):  # fmt: skip
        command = option(command)
    return command


def page_options(command: Command) -> Command:
    """--title and --theme: how the page looks."""
    for option in (
        click.option("--theme", type=click.Choice(["light", "dark"]),
                     help="Look of the page.  [default: the reader's own] (html)"),
        click.option("--title", metavar="TEXT", help="Heading of the page (html)."),
    ):  # fmt: skip
        command = option(command)
    return command


def target(uri: str, user: str, database: str | None) -> Target:
    """The server that the options name, with the password from $NEO4J_PASSWORD or a prompt."""
    from kg.store.server import Target

    named = Target(uri, user, database=database or None)  # a bad address needs no password
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None:
        if not sys.stdin.isatty():
            raise UsageError("there is no password for the server", "set NEO4J_PASSWORD")
        password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return replace(named, password=password)


def open_build(directory: Path | None) -> Build:
    """The build that ``directory`` names, or the newest under exports/.

    Raises :class:`kg.errors.UsageError` when there is none.
    """
    from kg.tables import Build

    if directory is not None:
        return Build.open(directory)
    finished = list(EXPORTS.glob("*/build.json"))
    if not finished:
        raise UsageError(
            f"there is no build in {EXPORTS}/",
            "make one with: kg demo, or: kg build FOLDER; or name one with -d DIR",
        )
    return Build.open(max(finished, key=lambda path: path.stat().st_mtime).parent)


def complain(message: str) -> None:
    """One line on standard error."""
    click.echo("kg: " + shown(" ".join(message.split())), err=True)


def print_json(value: Any) -> None:
    """JSON for scripts, readable Chinese, one object."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table that keeps Chinese columns aligned; cells are plain text, never markup.

    On a screen cells fold to its width; in a file or a pipe a row is a line.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    screen = Console(markup=False, highlight=False)
    if screen.is_terminal:
        screen.print(table)
        return
    page = Console(markup=False, highlight=False, width=_UNFOLDED, file=io.StringIO())
    page.print(table)
    for line in page.file.getvalue().splitlines():  # type: ignore[attr-defined]
        click.echo(line.rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, list | tuple):
        return "、".join(_cell(item) for item in value)
    return shown(str(value))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A function ``(done, total or None, what)`` that draws on standard error, on terminals only.

    Each new ``what`` with a new total is a step of its own.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False, style=""),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, total, what: bars.update(
            task, completed=done, total=total, description=_shortened(what)
        )


def _shortened(text: str, width: int = 40) -> str:
    return text if len(text) <= width else "…" + text[1 - width :]
