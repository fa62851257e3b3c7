"""What a question gave, and the forms in which a notebook wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from kg.data.schema import relation_types
from kg.errors import UsageError
from kg.query.named import EdgeOf, NamedQuery

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """Column names, and rows of values that JSON can hold. Iterating gives the rows as dicts.

    ``query`` is the question, ``named`` the names of the nodes that its parameters mean.
    """

    columns: list[str]
    rows: list[list[Any]]
    query: NamedQuery | None = field(default=None, compare=False, repr=False)
    named: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        """Rows as dicts by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame; needs pandas, which the extra ``pandas`` installs."""
        try:
            import pandas
        except ImportError as error:
            raise UsageError(
                "pandas is not installed", "pip install 'regional-kg[pandas]'"
            ) from error
        return pandas.DataFrame(self.rows, columns=self.columns)

    def to_networkx(self) -> nx.MultiDiGraph:
        """The rows as a graph.

        A ready-made question says in its header which columns and parameters are the ends of an
        edge; its nodes are called by name, and the other columns become attributes of the edge.
        Any statement that returns nodes or paths gives a graph of these, called by id. Raises
        :class:`kg.errors.UsageError` when the rows are no graph.
        """
        import networkx as nx

        graph = nx.MultiDiGraph()
        if self.query is not None and self.query.edges:
            for row in self:
                for edge in self.query.edges:
                    self._add(graph, edge, row)
        elif self.rows and not _collect(graph, self.rows):
            raise UsageError(
                "these rows are no graph",
                "ask a question whose header has edge lines, or return nodes or paths",
            )
        return graph

    def _add(self, graph: nx.MultiDiGraph, edge: EdgeOf, row: Row) -> None:
        """Edges of one row: several where a column lists several names."""
        relation = row.get(edge.relation, edge.relation)
        ends = (edge.source, edge.target)
        pairs = list(product(*(_names(self._end(end, row)) for end in ends)))
        kept = {k: v for k, v in row.items() if k not in (*ends, edge.relation) and v is not None}
        labels = _labels(relation)
        for pair in pairs:
            for name, label in zip(pair, labels, strict=True):
                graph.add_node(name, **({"label": label} if label else {}))
            graph.add_edge(*pair, type=relation, **kept)

    def _end(self, end: str, row: Row) -> Any:
        return self.named.get(end[1:]) if end.startswith("$") else row[end]


def _names(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    return [name for name in names if name is not None]


def _labels(relation: str) -> tuple[str | None, str | None]:
    """Labels of the ends, where the schema allows only one pair."""
    known = relation_types().get(relation)
    return known.ends[0] if known and len(known.ends) == 1 else (None, None)


def _collect(graph: nx.MultiDiGraph, value: Any) -> bool:
    """Put nodes and paths into ``graph``; whether ``value`` was or held any."""
    if isinstance(value, list):
        return sum(_collect(graph, item) for item in value) > 0  # all of them, not the first only
    if not isinstance(value, dict):
        return False
    if value.keys() == {"nodes", "edges"}:
        for step in value["edges"]:
            _add_step(graph, step)
        return _collect(graph, value["nodes"])
    if "id" in value and "name" in value:
        kept = {k: v for k, v in value.items() if k not in ("id", "type")}
        graph.add_node(value["id"], label=value.get("type"), **kept)
        return True
    return False


def _add_step(graph: nx.MultiDiGraph, step: Row) -> None:
    ends = step["source"], step["target"]
    kept = {k: v for k, v in step.items() if k not in ("source", "target")}
    graph.add_edge(*ends, key=step.get("id", step["type"]), **kept)
