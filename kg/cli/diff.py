"""``kg diff``: what changed between two builds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import json_option
from kg.errors import UsageError
from kg.place import replacing

if TYPE_CHECKING:
    from kg.diff import Change, Difference
    from kg.tables import Build

DIFFERENT = 1
FEW, PAGE = 10, 500


@click.command(
    short_help="Say what changed between two builds.",
    epilog="""\b
Examples:
  kg diff exports/2024 exports/2025
  kg diff exports/2024 exports/2025 --html 差异.html
  kg diff exports/2024 exports/2025 --json | jq .counts
  kg diff exports/a exports/b --exit-code --limit 0
""",
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=0), metavar="N",
              help=f"Of each kind to list.  [default: {FEW}; page {PAGE}; JSON all]")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="List every change.")
@click.option("--html", "target", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a page that shows the changes with their sentences.")  # fmt: skip
@click.option("--exit-code", is_flag=True, help="End with status 1 when the builds differ.")
@json_option
def diff(
    old: Path,
    new: Path,
    limit: int | None,
    everything: bool,
    target: Path | None,
    exit_code: bool,
    as_json: bool,
) -> int:
    """Say what appeared, vanished or changed from the build at OLD to that at NEW.

    Compared are documents, nodes, edges, figures and what is mentioned where, by what they say:
    ids and the order of rows do not count. The exit status is 0, with --exit-code 1 when the builds
    differ.
    """
    from kg.diff import compared
    from kg.tables import Build

    builds = Build.open(old), Build.open(new)
    if everything and limit is not None:
        raise UsageError("--all and --limit say different things", "give one of them")
    with compared(*builds) as difference:
        if target is not None:
            most = None if everything else PAGE if limit is None else limit
            _write_page(target, difference, builds, most)
        most = None if everything else FEW if limit is None else limit
        if as_json:
            _print_json(difference, builds, limit)
        elif target is None:
            _print(difference, builds, most)
        else:
            click.echo(target)
        return DIFFERENT if exit_code and not difference.equal else 0


def _write_page(
    target: Path, difference: Difference, builds: tuple[Build, Build], limit: int | None
) -> None:
    from kg.diff.page import page

    if target.is_dir():
        raise UsageError(f"{target} is a folder", "name the file to write")
    with replacing(target) as part:
        text = page(difference, *map(_about, builds), limit=limit)
        part.write_text(text, encoding="utf-8", newline="\n")


def _about(build: Build) -> dict[str, Any]:
    info = build.info
    return {"name": str(build.path), **{key: info.get(key) for key in ("created", "version")}}


def _print(difference: Difference, builds: tuple[Build, Build], limit: int | None) -> None:
    from kg.diff import SECTIONS

    names = " → ".join(str(build.path) for build in builds)
    click.echo(f"{names}: {'the same' if difference.equal else 'different'}")
    for section in SECTIONS:
        counts = difference.counts[section.name]
        numbers = ", ".join(
            f"{getattr(counts, kind)} {kind}" for kind in ("appeared", "vanished", "changed")
        )
        total = f"{counts.old} → {counts.new}"
        said = numbers if counts.different else "no change"
        heading = f"{section.en} · {section.zh}"
        click.echo(f"{click.style(heading, bold=True)}  {total}: {said}")
        listed = 0
        for change in difference.changes(section, limit) if counts.different else ():
            _print_change(change)
            listed += 1
        if listed < counts.different:
            click.echo(f"  … {counts.different - listed} more (--all lists every change)")


def _print_change(change: Change) -> None:
    from kg.diff.words import line

    colour = {"appeared": "green", "vanished": "red", "changed": "yellow"}[change.kind]
    click.echo("  " + click.style(_plain(line(change)), fg=colour))
    for quote in change.quotes[:2]:
        sign = "" if change.kind != "changed" else "+ " if quote.side == "new" else "- "
        source = ", ".join(part for part in (quote.document, quote.published) if part)
        click.echo(click.style(f"      {sign}“{_plain(quote.text)}” — {_plain(source)}", dim=True))


def _plain(text: str) -> str:
    """``text`` on one line, with nothing that moves a terminal's cursor or turns its writing."""
    line = "".join(text.split("\n")).strip()
    return "".join(char if char.isprintable() else " " for char in line)


def _print_json(difference: Difference, builds: tuple[Build, Build], limit: int | None) -> None:
    """One object, printed row by row: the changes of large builds need not fit into memory."""
    from kg.diff import SECTIONS

    head = {
        "old": _about(builds[0]),
        "new": _about(builds[1]),
        "equal": difference.equal,
        "counts": {name: asdict(counts) for name, counts in difference.counts.items()},
    }
    click.echo(_json(head)[:-1] + ', "changes": {')
    for number, section in enumerate(SECTIONS):
        click.echo(f'{"," if number else ""}"{section.name}": [')
        for place, row in enumerate(_rows(difference.changes(section, limit))):
            click.echo(f"{',' if place else ''}{_json(row)}")
        click.echo("]")
    click.echo("}}")


def _rows(changes: Iterator[Change]) -> Iterator[dict[str, Any]]:
    for change in changes:
        row = asdict(change)
        for side in ("old", "new"):
            if row[side] is not None:
                row[side] = {k: v for k, v in row[side].items() if k not in _INNER}
        yield row


_INNER = ("source_key", "target_key", "subject_key", "node_key", "document_key", "texts", "id")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
