"""``kg show`` and ``kg stats``: what the graph holds of one name, and altogether."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kg.cli.common import dir_option, json_option, open_build, print_json, print_rows

if TYPE_CHECKING:
    from kg.query import Evidence, Group, IndicatorValue, Profile, Relation, Restriction

Item = TypeVar("Item")


@click.command(
    short_help="Show one name with the sentences about it.",
    epilog="""\b
Examples:
  kg show 深圳
  kg show 成都都市圈 --quotes 3
  kg show 鲁渝协作 --json
""",
)
@click.argument("name")
@click.option("--quotes", type=click.IntRange(min=0), default=1, metavar="N", show_default=True,
              help="Sentences to show with each relation.")  # fmt: skip
@click.option("--limit", type=click.IntRange(min=0), default=12, metavar="N", show_default=True,
              help="Relations of one type to show; 0 shows all.")  # fmt: skip
@json_option
@dir_option
def show(name: str, quotes: int, limit: int, as_json: bool, directory: Path | None) -> None:
    """Show what the documents say of NAME: relations, figures, and the sentences behind them.

    NAME may be short (深圳 for 深圳市), an alias, or an id such as region:440300.
    """
    from kg.query import show as profile

    found = profile(open_build(directory), name, evidence=quotes)
    if as_json:
        print_json(asdict(found))
        return
    _print_head(found)
    for group in found.groups:
        _print_group(group, limit)
    _print_restricted(found.restricted, limit)
    _print_figures(found.indicators, limit)
    _print_background(found.groups)


@click.command(
    short_help="Count what the graph holds.",
    epilog="""\b
Examples:
  kg stats
  kg stats -d exports/政策 --top 20
""",
)
@click.option("--top", type=click.IntRange(min=0), default=5, metavar="N", show_default=True,
              help="Names of each kind to list.")  # fmt: skip
@json_option
@dir_option
def stats(top: int, as_json: bool, directory: Path | None) -> None:
    """Count documents, nodes and edges, and name what is best connected."""
    from kg.query import stats as count

    build = open_build(directory)
    found = count(build, top=top)
    if as_json:
        print_json({"directory": str(build.path), **found})
        return
    texts = found["documents"]
    period = " to ".join(
        dict.fromkeys(texts[k] for k in ("first_published", "last_published") if texts[k])
    )
    copies = texts["number"] - texts["independent"]
    told = [f"{texts['number']} documents", f"{copies} of them reprints" if copies else "", period]
    click.echo(f"{build.path}: {', '.join(part for part in told if part)}")
    print_rows(("node", "number"), found["nodes"].items())
    columns = ("number", "existing", "planned", "background")
    edges = [(name, *(row[c] for c in columns)) for name, row in found["edges"].items()]
    print_rows(("edge", *columns), edges)
    leading = [(label, _leading(rows)) for label, rows in found["top"].items() if rows]
    print_rows(("best connected", "(stated edges)"), leading)


def _leading(rows: Iterable[dict[str, object]]) -> str:
    return "、".join(f"{row['name']} ({row['relations']})" for row in rows)


def _print_head(found: Profile) -> None:
    node = found.node
    kind = ", ".join(part for part in (node.label, node.kind) if part)
    click.echo(f"{click.style(node.name, bold=True)}  {kind}  {node.id}")
    others = [alias for alias in node.aliases if alias != node.name]
    if others:
        click.echo(f"also: {'、'.join(others)}")
    sources = len({document.cluster or document.id for document in found.documents})
    copies = len(found.documents) - sources
    told = f", {copies} of them reprints of another" if copies else ""
    click.echo(f"mentioned in {_documents(len(found.documents))}{told}")


def _print_group(group: Group, limit: int) -> None:
    relations = [r for r in group.relations if not r.background]
    if not relations:
        return
    click.echo(f"\n{click.style(_heading(group), bold=True)}")
    for relation in _first(relations, limit):
        facts = [relation.status or "", _documents(relation.support), _period(relation)]
        click.echo(f"  {relation.other.name}  ({', '.join(fact for fact in facts if fact)})")
        _print_quotes(relation.evidence)
    _print_more(len(relations), limit)


def _heading(group: Group) -> str:
    from kg.data.schema import relation_types

    info = relation_types()[group.type]
    if group.direction == "in":
        return f"← {info.en} · {info.zh}"
    return f"{'↔' if group.direction == 'both' else '→'} {info.en} · {info.zh}"


def _print_restricted(restricted: Sequence[Restriction], limit: int) -> None:
    if not restricted:
        return
    click.echo(f"\n{click.style('restricted · 限制', bold=True)}")
    for one in _first(restricted, limit):
        click.echo(f"  {'' if one.outgoing else '← '}{one.other.name}  ({one.trigger})")
        _print_quotes(one.evidence)
    _print_more(len(restricted), limit)


def _print_figures(figures: Sequence[IndicatorValue], limit: int) -> None:
    if not figures:
        return
    click.echo(f"\n{click.style('figures · 指标', bold=True)}")
    for figure in _first(figures, limit):
        when = f"{figure.year or 'no year'}, {figure.status}"
        click.echo(f"  {figure.name} {figure.value:.10g} {figure.unit}  ({when})")
        _print_quotes(figure.evidence)
    _print_more(len(figures), limit)


def _print_background(groups: Sequence[Group]) -> None:
    known = [(g.direction, r.other.name) for g in groups for r in g.relations if r.background]
    above = [name for direction, name in known if direction == "out"]
    if above:
        click.echo(f"\nbackground: part of {'、'.join(above)}")
    if len(known) > len(above):
        click.echo(f"\nbackground: {len(known) - len(above)} regions of the graph are part of it")


def _print_quotes(quotes: Iterable[Evidence]) -> None:
    for quote in quotes:
        source = ", ".join(part for part in (quote.document, quote.published) if part)
        text = "".join(quote.text.split("\n"))
        click.echo(click.style(f"      “{text.strip()}” — {source}", dim=True))


def _print_more(number: int, limit: int) -> None:
    if limit and number > limit:
        click.echo(f"  … {number - limit} more (--limit 0 shows all)")


def _first(items: Sequence[Item], limit: int) -> Sequence[Item]:
    return items[:limit] if limit else items


def _documents(number: int) -> str:
    return f"{number} document{'' if number == 1 else 's'}"


def _period(relation: Relation) -> str:
    seen = [day for day in (relation.since, relation.last_seen) if day]
    return " to ".join(dict.fromkeys(seen))
