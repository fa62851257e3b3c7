"""``kg analyze``: who is central, what belongs together, who is alike."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import dir_option, json_option, open_build, print_json, print_rows, progress_bar
from kg.errors import UsageError
from kg.place import replacing

if TYPE_CHECKING:
    from kg.analyze import Found, Network
    from kg.tables import Build

MEASURES = ("central", "communities", "similar")
# Options that only some measures take.
_TAKEN = {
    "": ("top",),
    "central": ("label", "by", "top"),
    "communities": ("label", "resolution", "top"),
    "similar": ("label", "through", "of", "top"),
}
_SUFFIXES = (".csv", ".json")
_LISTED = 8  # names in one cell on a screen; a file has all

Row = dict[str, Any]


@click.command(
    short_help="Find what is central, belongs together, or is alike.",
    epilog="""\b
Examples:
  kg analyze
  kg analyze central --label Region --by betweenness --top 10
  kg analyze communities --type DEVELOPS -o communities.csv
  kg analyze similar --of 深圳
  kg analyze similar --label Industry --through Region --json
""",
)
@click.argument("measure", metavar="[central|communities|similar]", required=False,
                type=click.Choice(MEASURES))  # fmt: skip
@click.option("--type", "types", multiple=True, metavar="TYPE",
              help="Only ties of this relation, such as DEVELOPS. Repeatable.")  # fmt: skip
@click.option("--label", metavar="LABEL",
              help="Only list nodes of this label, such as Region or Industry.")  # fmt: skip
@click.option("--by", metavar="MEASURE",
              help="Order of central: degree, strength, pagerank or betweenness.  "
              "[default: pagerank]")  # fmt: skip
@click.option("--through", metavar="LABEL",
              help="similar: compare by ties to these.  [default: Industry for regions, else "
              "Region]")  # fmt: skip
@click.option("--of", metavar="NAME", help="similar: what is like this one.")
@click.option("--resolution", type=float, metavar="X",
              help="communities: above 1 for more and smaller ones.  [default: 1]")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), metavar="N",
              help="Rows at most.  [default: 20; 5 of each kind in the overview]")  # fmt: skip
@click.option("--background", is_flag=True, help="Also ties that only the gazetteer knows.")
@click.option("--engine", default="auto", metavar="NAME", show_default=True,
              help="networkx, rustworkx, or auto: by the size of the graph.")  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
              help="File to write, .csv or .json; of communities every member.")  # fmt: skip
@json_option
@dir_option
def analyze(
    measure: str | None,
    types: tuple[str, ...],
    background: bool,
    engine: str,
    out: Path | None,
    as_json: bool,
    directory: Path | None,
    **options: Any,
) -> None:
    """Find what is central in the graph, what belongs together, and what is alike.

    Without a measure: an overview. Ties are the relations that documents state, counted once for
    two entities whatever their direction, with the number of documents as weight.
    """
    from kg.analyze import of_build

    given = {name: value for name, value in options.items() if value is not None}
    _check(measure or "", given, out)
    build = open_build(directory)
    with progress_bar() as progress:
        progress(0, None, "reading the graph")
        network = of_build(build, types, background)
        if not network.ids:
            raise UsageError(
                f"{build.path} has no such ties to analyze", "try another --type, or --background"
            )
        if measure is None:
            from kg.analyze import overview

            whole = overview(network, engine=engine, progress=progress, **given)
        else:
            progress(0, None, measure)
            found = _measured(build, network, measure, engine, given)
    if measure is None:
        _finish_overview(whole, build, as_json, out)
    else:
        _finish(found, as_json, out)


def _check(measure: str, given: Iterable[str], out: Path | None) -> None:
    """Refuse options that would do nothing, and files of another kind."""
    for name in given:
        if name not in _TAKEN[measure]:
            takers = ", ".join(m for m, names in _TAKEN.items() if name in names and m)
            raise UsageError(f"--{name} says nothing here", f"it belongs to: kg analyze {takers}")
    if out is None:
        return
    if out.suffix not in _SUFFIXES:
        raise UsageError(f"{out} is neither .csv nor .json", "name such a file with -o")
    if out.is_dir():
        raise UsageError(f"{out} is a folder", "name the file to write")
    if not measure and out.suffix == ".csv":
        raise UsageError("an overview is no one table", "name a measure, or a .json file with -o")


def _measured(build: Build, network: Network, measure: str, engine: str, given: Row) -> Found:
    from kg.analyze import MEASURES as WORK
    from kg.query import resolve_name

    if "of" in given:
        label = given.get("label", "Region")
        given = {**given, "of": resolve_name(build, given["of"], label).id}
    return WORK[measure](network, engine=engine, **given)


def _finish(found: Found, as_json: bool, out: Path | None) -> None:
    if out is not None:
        _write(found, out)
        click.echo(out)
    elif as_json:
        print_json(_told(found))
    else:
        _print(found)
        _explain(found)


def _finish_overview(whole: Row, build: Build, as_json: bool, out: Path | None) -> None:
    central = {label: _told(found) for label, found in whole["central"].items()}
    parts = {name: _told(whole[name]) for name in ("communities", "similar")}
    plain = {"directory": str(build.path), **whole, "central": central, **parts}
    if out is not None:
        _save(out, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
        click.echo(out)
    elif as_json:
        print_json(plain)
    else:
        _print_overview(whole, build)


def _print_overview(whole: Row, build: Build) -> None:
    labels = ", ".join(f"{number} {label}" for label, number in whole["labels"].items())
    connected = whole["components"]
    click.echo(f"{build.path}: {whole['nodes']} entities with {whole['ties']} ties ({labels})")
    click.echo(
        f"连通 · connected: {connected['number']} parts, the largest of {connected['largest']}"
    )
    titles = {"Region": "核心地区 · central regions", "Industry": "核心产业 · central industries"}
    for label, title in titles.items():
        click.echo(f"\n{click.style(title, bold=True)}")
        _print(whole["central"][label])
    click.echo(f"\n{click.style('社群 · communities', bold=True)}")
    _print(whole["communities"])
    click.echo(f"\n{click.style('产业相近的地区 · regions with like industries', bold=True)}")
    _print(whole["similar"])
    _explain(whole["central"]["Region"], whole["communities"], whole["similar"])


def _print(found: Found) -> None:
    if not found.rows:
        click.echo("(no rows)")
        return
    hidden = {"id", "one_id", "other_id"}
    columns = [name for name in found.rows[0] if name not in hidden]
    print_rows(columns, [[_cell(row[name]) for name in columns] for row in found.rows])


def _cell(value: Any) -> Any:
    """Lists and counts in one cell."""
    if isinstance(value, dict):
        return ", ".join(f"{number} {name}" for name, number in value.items())
    if isinstance(value, list):
        return "、".join(value[:_LISTED]) + ("…" if len(value) > _LISTED else "")
    return value


def _explain(*every: Found) -> None:
    meanings = {name: said for found in every for name, said in found.meanings.items()}
    click.echo()
    for name, said in meanings.items():
        click.echo(click.style(f"{name}: {said.zh}\n  {said.en}", dim=True))


def _told(found: Found) -> Row:
    """A result for JSON, less the list of all members."""
    return {
        "measure": found.measure,
        "engine": found.engine,
        **found.about,
        "meaning": {name: {"zh": m.zh, "en": m.en} for name, m in found.meanings.items()},
        "rows": list(found.rows),
    }


def _write(found: Found, out: Path) -> None:
    if out.suffix == ".json":
        told = _told(found)
        if found.members:
            told["every_member"] = list(found.members)
        _save(out, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    rows: Sequence[Row] = found.members or found.rows
    # The byte order mark is for Excel, which takes Chinese for Latin letters without it.
    with replacing(out) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(rows[0] if rows else ())
        for row in rows:
            cells = row.values()
            writer.writerow("、".join(c) if isinstance(c, list) else c for c in cells)


def _save(out: Path, text: str) -> None:
    with replacing(out) as part:
        part.write_text(text, encoding="utf-8")
