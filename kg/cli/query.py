"""``kg query``: questions in Cypher, ready-made or typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    dir_option,
    json_option,
    open_build,
    print_json,
    print_rows,
    server_options,
    target,
)
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import NamedQuery, Result
    from kg.store.server import Target
    from kg.tables import Build


class _Query(click.Command):
    """Tells who writes a question's parameter as an option how it is written."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments that are left, as click has them."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from kg.query import library

            name = error.option_name.lstrip("-").replace("-", "_")
            if any(name == p.name for question in library().values() for p in question.params):
                raise UsageError(
                    f"{error.option_name} is no option: it is a parameter of the question",
                    f"write -p {name}=VALUE",
                ) from error
            raise


@click.command(
    cls=_Query,
    short_help="Ask a ready-made question or run Cypher.",
    epilog="""\b
Examples:
  kg query --list
  kg query industry-regions -p industry=低空经济
  kg query shared-industries --about
  kg query my-question.cypher -p region=深圳 --json
  kg query region-industries -p region=深圳 --uri bolt://localhost:7687
  kg query "MATCH (r:Region)-[:DEVELOPS]->(i) RETURN r.name, count(i) AS n ORDER BY n DESC LIMIT 5"
""",
)
@click.argument("question", metavar="NAME|FILE|CYPHER", required=False)
@click.option("-p", "--param", "given", multiple=True, metavar="KEY=VALUE",
              help="A parameter; names may be short (深圳). Repeatable.")  # fmt: skip
@click.option("--list", "list_all", is_flag=True, help="List the ready-made questions.")
@click.option("--about", is_flag=True, help="Tell what NAME asks and takes, and its Cypher.")
@click.option("--uri", metavar="URI", help="Ask a Neo4j server in place of a build.")
@server_options
@click.option("--write", is_flag=True, help="Allow statements that change the graph.")
@json_option
@dir_option
def query(
    question: str | None,
    given: tuple[str, ...],
    list_all: bool,
    about: bool,
    uri: str | None,
    user: str,
    database: str | None,
    write: bool,
    as_json: bool,
    directory: Path | None,
) -> None:
    """Ask a ready-made question, a .cypher file, or a Cypher statement.

    Only reading statements are run, unless --write is given. Values come into a statement as
    $KEY. The password of a server comes from $NEO4J_PASSWORD or a prompt.
    """
    from kg.query import library, load_query

    if list_all:
        _list(list(library().values()), as_json)
        return
    if question is None:
        raise UsageError("no question given", "see them all with: kg query --list")
    chosen = load_query(question)
    if about:
        _about(chosen)
        return
    parameters = _parameters(given)
    if uri is not None:
        result = _ask_server(target(uri, user, database), chosen, parameters, write)
    else:
        result = ask(open_build(directory), chosen, parameters, write)
    if as_json:
        print_json([dict(zip(result.columns, row, strict=True)) for row in result.rows])
    else:
        print_result(result)
        if not result.rows:
            _tell_defaults(chosen, parameters)


def _tell_defaults(question: NamedQuery, given: Mapping[str, str]) -> None:
    """What was asked without having been said, for whoever wonders why nothing was found."""
    used = [p for p in question.params if p.default is not None and p.name not in given]
    if used:
        asked = ", ".join(f"{p.name}={p.default}" for p in used)
        click.echo(f"(asked with {asked}; another: -p {used[0].name}=…)", err=True)


def ask(
    build: Build, question: NamedQuery, parameters: Mapping[str, str], write: bool = False
) -> Result:
    """Run ``question`` on ``build``."""
    from kg.query import run

    return run(build, question, parameters, write=write)


def _ask_server(
    server: Target, question: NamedQuery, parameters: Mapping[str, str], write: bool
) -> Result:
    from kg.query import run
    from kg.store.server import connect

    with connect(server) as store:
        return run(store, question, parameters, write=write)


def print_result(result: Result) -> None:
    """Rows as a table, or the word that there are none."""
    if result.columns:
        print_rows(result.columns, result.rows)
    if not result.rows:
        click.echo("(no rows)")


def _parameters(given: Sequence[str]) -> dict[str, str]:
    pairs = [item.partition("=") for item in given]
    for item, (key, equals, _) in zip(given, pairs, strict=True):
        if not (key and equals):
            raise UsageError(f"-p {item} is no KEY=VALUE", "for example: -p region=深圳")
    return {key: value for key, _, value in pairs}


def _list(questions: Sequence[NamedQuery], as_json: bool) -> None:
    if as_json:
        print_json([_described(question) for question in questions])
        return
    rows = [
        (q.name, q.title_zh, q.title_en, " ".join(param.name for param in q.params))
        for q in questions
    ]
    print_rows(("name", "问题", "title", "parameters"), rows)


def _described(question: NamedQuery) -> dict[str, object]:
    return {
        "name": question.name,
        "title": {"zh": question.title_zh, "en": question.title_en},
        "question": {"zh": question.question_zh, "en": question.question_en},
        "params": {p.name: {"type": p.type, "default": p.default} for p in question.params},
        "columns": [column.name for column in question.columns],
    }


def _about(question: NamedQuery) -> None:
    if question.name:
        click.echo(f"{question.name}: {question.title_zh} · {question.title_en}")
        click.echo(f"{question.question_zh}\n{question.question_en}\n")
    for param in question.params:
        default = "required" if param.default is None else f"default {param.default}"
        click.echo(f"-p {param.name}=  {param.type}, {default}: {param.description}")
    statement = [line for line in question.text.splitlines() if not line.startswith("//")]
    click.echo("\n" + "\n".join(statement).strip())
