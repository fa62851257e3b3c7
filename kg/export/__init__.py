"""Taking a graph away: one module per format, all registered in :data:`FORMATS`.

Each module has ``write(graph, target, **options)``, ``read(target)`` where the format brings the
graph back as NetworkX, and ``FILES`` where it fills a folder. A new format is a module and one
line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

    from kg.tables import Build


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a graph: a file with ``suffix``, or a folder when it has none.

    ``module`` is under ``kg.export``; ``options`` are what its ``write`` takes. One that is
    ``placed`` is also told the ``place`` where the result will be.
    """

    name: str
    module: str
    summary: str
    suffix: str = ""
    options: tuple[str, ...] = ()
    readable: bool = False
    placed: bool = False

    @property
    def default_name(self) -> str:
        """Name of the file or folder when the user gives none."""
        return f"graph{self.suffix}" if self.suffix else f"graph-{self.name}"


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "html",
            "html_page",
            "offline page to explore",
            ".html",
            options=("title", "theme"),
            placed=True,
        ),
        Format("csv", "csv_files", "tables for Excel", options=("raw",), readable=True),
        Format("graphml", "graphml", "for yEd, Gephi, Cytoscape", ".graphml", readable=True),
        Format("gexf", "gexf", "for Gephi", ".gexf", readable=True),
        Format("json", "json_file", "node-link JSON with evidence", ".json", readable=True),
        Format("cypher", "cypher_script", "script that fills a Neo4j", ".cypher"),
        Format("neo4j-admin", "neo4j_admin", "files for the import tool of an empty Neo4j"),
        Format("parquet", "parquet_files", "the graph's own tables"),
    )
}


def export(
    build: Build,
    format: str,
    target: str | Path,
    *,
    top: int | None = None,
    focus: str | None = None,
    depth: int = 1,
    min_confidence: float = 0.0,
    **options: Any,
) -> Path:
    """Write ``build`` in ``format`` (a key of :data:`FORMATS`) to ``target`` and return its path.

    ``top``, ``focus``, ``depth`` and ``min_confidence`` cut the graph as :func:`kg.graph.load`
    says; ``options`` are the format's own (html: ``title``, ``theme``; csv: ``raw``).
    The output appears whole or not at all. Raises :class:`kg.errors.UsageError` for an unknown
    format or option and for a target that would overwrite something else.
    """
    from kg.export.target import file_at, folder_at
    from kg.graph import load

    chosen = _format(format)
    if unknown := options.keys() - set(chosen.options):
        raise UsageError(f"{format} has no option {', '.join(sorted(unknown))}")
    module, place = _module(chosen), Path(target)
    with file_at(place) if chosen.suffix else folder_at(place, module.FILES) as path:
        graph = load(build, top=top, focus=focus, depth=depth, min_confidence=min_confidence)
        module.write(graph, path, **options, **({"place": place} if chosen.placed else {}))
    return place


def read(format: str, target: str | Path) -> nx.MultiDiGraph:
    """Read back what :func:`export` wrote (formats whose ``readable`` is true).

    Nodes, edges, keys and attributes are those of :func:`kg.graph.to_networkx`; csv leaves the
    ``sentences`` to ``facts.csv``.
    """
    chosen = _format(format)
    if not chosen.readable:
        able = ", ".join(row.name for row in FORMATS.values() if row.readable)
        raise UsageError(f"{format} cannot be read back", f"these can: {able}")
    return _module(chosen).read(Path(target))


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UsageError(f"unknown format {name}", f"one of: {', '.join(FORMATS)}")
    return FORMATS[name]


def _module(chosen: Format) -> Any:
    return import_module(f"kg.export.{chosen.module}")
