"""Loading a build into Neo4j: complete, repeatable, in batches.

A load compares before it writes. Nodes are known by label and ``id``, edges by type and ends; each
carries a hash of its properties (:mod:`kg.store.labelled`), so that what is there already is left
alone, a second load changes nothing, and one that broke off goes on where it stopped. Values come
in as parameters only; labels and types come from the schema.

What somebody else made is never removed: a load marks what it creates with the id of the build,
and ``sync`` removes only what bears such a mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, cast

from kg.data.schema import node_types, relation_types
from kg.errors import StoreError, UsageError
from kg.store import Progress, graph
from kg.store.labelled import BUILD, edge_batches, node_batches
from kg.store.neo4j_schema import constraints, indexes
from kg.store.neo4j_write import EdgeWork, NodeWork, Work, remove_stale, stale
from kg.store.server import ServerStore, Target, connect, translated
from kg.tables import Build

if TYPE_CHECKING:
    import neo4j

Mode = Literal["merge", "sync"]
MODES: tuple[Mode, ...] = ("merge", "sync")

BATCH = 10_000
OLDEST = (5, 26)
_INDEX_SECONDS = 600
_TRIES = 3


@dataclass(slots=True)
class Counts:
    """What became of nodes or edges."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def changed(self) -> int:
        """How many were created, updated or removed."""
        return self.created + self.updated + self.removed

    def add(self, other: Counts) -> None:
        """Count ``other`` in."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.removed += other.removed


@dataclass(slots=True)
class LoadReport:
    """What a load did, or with ``dry_run`` would do, by label and relation type.

    ``schema`` names the constraints and indexes that were not there before. ``held`` counts nodes
    that the build no longer holds but that stay, because somebody else's edges lead to them.
    """

    build: str
    mode: Mode
    dry_run: bool
    nodes: dict[str, Counts] = field(default_factory=dict)
    edges: dict[str, Counts] = field(default_factory=dict)
    schema: list[str] = field(default_factory=list)
    held: int = 0
    seconds: float = 0.0

    def total(self, what: Literal["nodes", "edges"]) -> Counts:
        """All nodes, or all edges."""
        total = Counts()
        for counts in (self.nodes if what == "nodes" else self.edges).values():
            total.add(counts)
        return total

    @property
    def changed(self) -> int:
        """How many nodes, edges, constraints and indexes were touched."""
        return self.total("nodes").changed + self.total("edges").changed + len(self.schema)


def load(
    build: Build,
    target: Target,
    *,
    mode: Mode = "merge",
    dry_run: bool = False,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> LoadReport:
    """Put ``build`` into the Neo4j database that ``target`` names, and say what changed.

    ``merge`` adds and updates; ``sync`` also removes what earlier loads created and this build no
    longer holds. With ``dry_run`` nothing is written. Raises :class:`kg.errors.StoreError` in one
    line when the server cannot be reached or refuses; running again then goes on from there.
    """
    if mode not in MODES:
        raise UsageError(f"no mode is called {mode!r}", f"there are: {', '.join(MODES)}")
    start = perf_counter()
    report = LoadReport(build.id, mode, dry_run)
    with connect(target) as store:
        check(store)
        loader = _Loader(store, build, report, batch, progress or (lambda done, total: None))
        with _going_on(loader):
            loader.run()
    report.seconds = round(perf_counter() - start, 2)
    return report


def check(store: ServerStore) -> None:
    """Raise :class:`kg.errors.StoreError` unless ``store`` is a Neo4j new enough to load."""
    target = store.target
    with translated(target):
        agent = store.driver.get_server_info().agent
    name, _, version = agent.partition("/")
    if name != "Neo4j" or "ArcadeDB" in version:
        raise StoreError(
            f"{target.uri} is no Neo4j but {agent}", "the embedded database is filled by kg build"
        )
    if _numbers(version) < OLDEST:
        raise StoreError(
            f"{target.uri} is Neo4j {version}, which is too old",
            f"kg needs {'.'.join(map(str, OLDEST))} or newer",
        )


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split("-")[0].split(".")[:2]
    return tuple(int(part) for part in parts if part.isdigit())


@contextmanager
def _going_on(loader: _Loader) -> Iterator[None]:
    """Adds to an error how far the load came, and that it can go on."""
    try:
        yield
    except StoreError as error:
        if not loader.done or loader.report.dry_run:
            raise
        raise StoreError(
            f"{error.message}, after {loader.done} of {loader.total} rows",
            "run the same command again: it goes on from there",
        ) from error


class _Loader:
    """One load; ``done`` of ``total`` rows are in."""

    def __init__(
        self, store: ServerStore, build: Build, report: LoadReport, batch: int, progress: Progress
    ) -> None:
        self.store = store
        self.build = build
        self.report = report
        self.batch = batch
        self.progress = progress
        self.done, self.total = 0, graph.count(build)
        self._there: dict[str, int] = {}
        self._ours: dict[str, int] = {}
        self._met: dict[str, int] = {}

    def run(self) -> None:
        """Constraints, nodes, edges, what is left over, indexes."""
        self._schema(constraints(), "SHOW CONSTRAINTS YIELD name RETURN name")
        self._count_what_is_there()
        for label, rows in node_batches(self.build, self.batch):
            self._put(NodeWork(label, rows, self.report.build), self.report.nodes, label)
        for kind, edges in edge_batches(self.build, self.batch):
            self._put(EdgeWork(kind, edges, self.report.build), self.report.edges, kind[1])
        if self.report.mode == "sync":
            self._remove()
        self._schema(indexes(), "SHOW INDEXES YIELD name RETURN name")

    def _schema(self, wanted: Mapping[str, str], show: str) -> None:
        there = {str(row["name"]) for row in self._run(show)}
        for name in wanted.keys() - there:
            self.report.schema.append(name)
        self.report.schema.sort()
        if self.report.dry_run:
            return
        for name, statement in wanted.items():
            if name not in there:
                self._run(statement)
        self._run("CALL db.awaitIndexes($seconds)", seconds=_INDEX_SECONDS)

    def _count_what_is_there(self) -> None:
        """Counting all is a look at the server's statistics; ours are counted where needed."""
        self._there = self._counted("")
        if self.report.dry_run and self.report.mode == "sync":
            self._ours = self._counted(f"WHERE n.{BUILD} IS NOT NULL ")

    def _counted(self, where: str) -> dict[str, int]:
        matches = {
            **{label: f"MATCH (n:{label})" for label in node_types()},
            **{name: f"MATCH ()-[n:{name}]->()" for name in relation_types()},
        }
        parts = (f"{match} {where}RETURN '{name}' AS name, count(n) AS number"
                 for name, match in matches.items())  # fmt: skip
        counted = {row["name"]: row["number"] for row in self._run(" UNION ALL ".join(parts))}
        return dict.fromkeys(matches, 0) | counted  # what is not there gives no row

    def _put(self, work: Work, totals: dict[str, Counts], name: str) -> None:
        careful = self._there[name] > 0
        found = self._in_transaction(work, careful)
        counts = Counts(found.created, found.updated, found.unchanged)
        totals.setdefault(name, Counts()).add(counts)
        self._met[name] = self._met.get(name, 0) + found.ours
        self.done += len(work)
        self.progress(self.done, self.total)

    def _in_transaction(self, work: Work, careful: bool) -> Any:
        """Do ``work`` once and for all, however often the connection breaks meanwhile.

        When nothing of the kind was there before, the first attempt need not look; any other
        must, since a commit may have gone through of which no word came back.
        """
        import neo4j.exceptions

        attempts = 0

        def attempt(transaction: neo4j.ManagedTransaction) -> Any:
            nonlocal attempts
            attempts += 1
            look = careful or attempts > 1
            return work.run(transaction, look=look, dry_run=self.report.dry_run)

        for tries in range(_TRIES):
            with translated(self.store.target), self.store.session(write=True) as session:
                try:
                    return session.execute_write(attempt)
                except neo4j.exceptions.IncompleteCommit:
                    if tries == _TRIES - 1:
                        raise
        raise AssertionError("unreachable")

    def _remove(self) -> None:
        edges, nodes = self.report.edges, self.report.nodes
        for totals, names in ((edges, relation_types()), (nodes, node_types())):
            for name in names:
                if not self._there[name]:
                    continue
                counts = totals.setdefault(name, Counts())
                if self.report.dry_run:
                    counts.removed = self._ours[name] - self._met.get(name, 0)
                else:
                    counts.removed = self._removed(name)
        if not self.report.dry_run:
            self.report.held = sum(
                self._run(stale(label), build=self.report.build)[0]["number"]
                for label in node_types()
                if self._there[label]
            )

    def _removed(self, name: str) -> int:
        with translated(self.store.target), self.store.session(write=True) as session:
            result = session.run(
                cast(Any, remove_stale(name)), build=self.report.build, size=self.batch
            )
            counters = result.consume().counters
            return counters.nodes_deleted + counters.relationships_deleted

    def _run(self, statement: str, **params: Any) -> list[Any]:
        with translated(self.store.target), self.store.session(write=True) as session:
            return list(session.run(cast(Any, statement), params))
