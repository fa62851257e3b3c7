"""The commands by name, each imported when it is run or asked for: ``kg`` starts fast."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

# In the order in which a person needs them: module under kg.cli, function, line of kg --help.
TABLE = {
    "demo": ("build", "demo", "Try everything on the bundled samples."),
    "build": ("build", "build", "Make a graph from files and folders."),
    "extract": ("build", "extract", "Print what each document states as JSON lines."),
    "query": ("query", "query", "Ask a ready-made question or run Cypher."),
    "show": ("show", "show", "Show one name with the sentences about it."),
    "stats": ("show", "stats", "Count what the graph holds."),
    "analyze": ("analyze", "analyze", "Find what is central, belongs together, or is alike."),
    "view": ("view", "view", "Open the graph as a page in the browser."),
    "export": ("export", "export",
               "Write html, csv, graphml, gexf, json, cypher, neo4j-admin, parquet."),
    "load": ("load", "load", "Put the graph into a Neo4j server."),
    "serve": ("serve", "serve", "Open the graph to Neo4j drivers and tools on this machine."),
    "review": ("review", "review", "Apply what people decided about facts."),
    "remove": ("remove", "remove", "Take documents out of a build."),
    "diff": ("diff", "diff", "Say what changed between two builds."),
    "verify": ("verify", "verify", "Check a build against its sources and itself."),
    "eval": ("evaluate", "evaluate", "Score extracted facts against annotated documents."),
}  # fmt: skip


class Commands(MutableMapping[str, click.Command]):
    """The commands of :data:`TABLE`, each imported when it is looked up."""

    def __init__(self) -> None:
        """All of them, none imported."""
        self._loaded: dict[str, click.Command | None] = dict.fromkeys(TABLE)

    def __getitem__(self, name: str) -> click.Command:
        """The command called so."""
        command = self._loaded[name]
        if command is None:
            module, function, _ = TABLE[name]
            command = getattr(import_module(f"kg.cli.{module}"), function)
            self._loaded[name] = command
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Add a command."""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """Take a command out."""
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        """Names in the order of the table."""
        return iter(self._loaded)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._loaded)


class InOrder(click.Group):
    """Lists commands in the order in which a person needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names as they were added."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in TABLE.items()])
