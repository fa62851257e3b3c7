"""Loading a real Neo4j, as ratios measured in one run.

    python benchmarks/neo4j_load.py [--nodes N] [--edges N] [--sample N]

A made-up graph goes into a server that this script starts (see tests/neo4j_server.py): by one
MERGE a statement as tutorials do, by ``kg load neo4j``, by the import tool and into the embedded
database. The tutorial's way is measured on a sample of nodes and edges, for two minutes at most,
with an index on ``id`` that many tutorials lack, and counted up: its time grows with the number of
statements. ``kg load`` is measured with neo4j-rust-ext and without it. All of it takes about as
long as loading five times.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import pyarrow as pa
import pyarrow.parquet as pq

from kg.store.server import Target
from kg.tables import SCHEMAS, Build
from tests.neo4j_server import Server

PART = 20_000
MOST_SECONDS = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--edges", type=int, default=500_000)
    parser.add_argument("--sample", type=int, default=3000, help="statements of the tutorial's way")
    parser.add_argument("--load", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.load:
        return _load(*arguments.load)
    with tempfile.TemporaryDirectory() as folder:
        build = make(Path(folder) / "build", arguments.nodes, arguments.edges)
        _compare(build, Path(folder), arguments)
    return None


def _compare(build: Build, folder: Path, arguments: argparse.Namespace) -> None:
    rows = arguments.nodes + arguments.edges
    print(f"{arguments.nodes:,} nodes and {arguments.edges:,} edges, on {os.cpu_count()} cores")
    print(f"{'':34}{'seconds':>9}{'a second':>10}{'times':>7}  remarks", flush=True)
    with _server(folder / "tutorial") as server:
        base, done = tutorial(build, _target(server), arguments.sample)
    table = Table(rows, base)
    table.add("one MERGE a statement", base, f"counted up from {done:,} statements")
    for name, rust in (("", True), (" without Rust", False)):
        with _server(folder / f"load{len(name)}") as server:
            first, second, peak = in_process(build, server, rust=rust)
        table.add(f"kg load neo4j{name}", first, f"the client took {peak:,.0f} MB at most")
        table.add(" again", second, "nothing changes")
    files, imported = admin_import(build, folder / "files", _server(folder / "import"))
    table.add("neo4j-admin import", files + imported, f"{files:.1f} of it to write the files")
    table.add("embedded database", embedded(build), "the bulk load of kg build")


def _server(home: Path) -> Server:
    return Server(home, heap="2g", pagecache="512m", tuned=True)


def _target(server: Server) -> Target:
    return Target(server.uri, server.user, server.password)


class Table:
    """Lines with seconds for all rows, rows a second, and how many times as fast as ``base``."""

    def __init__(self, rows: int, base: float) -> None:
        self._rows, self._base = rows, base

    def add(self, name: str, seconds: float, remark: str) -> None:
        rate, times = self._rows / seconds, self._base / seconds
        print(f"{name:34}{seconds:9,.1f}{rate:10,.0f}{times:7,.1f}  {remark}", flush=True)


def tutorial(build: Build, target: Target, sample: int) -> tuple[float, int]:
    """Seconds that all would take, counted up from so many statements: ``sample`` or fewer."""
    from neo4j import GraphDatabase

    nodes = build.table("nodes", ["id", "name", "label"]).to_pylist()
    edges = build.table("edges", ["source", "target", "status", "support"]).to_pylist()
    share = len(nodes) / (len(nodes) + len(edges))
    few = nodes[:: max(1, len(nodes) // max(1, int(sample * share)))][: int(sample * share)]
    half = len(few) // 2
    with (
        GraphDatabase.driver(target.uri, auth=(target.user, target.password)) as driver,
        driver.session() as session,
    ):
        for label in ("Region", "Industry"):
            session.run(f"CREATE INDEX FOR (n:{label}) ON (n.id)").consume()  # type: ignore[arg-type]
        session.run("CALL db.awaitIndexes(60)").consume()

        def node(row: dict[str, Any]) -> None:
            statement = f"MERGE (n:{row['label']} {{id: $id}}) SET n.name = $name"
            session.run(statement, row).consume()  # type: ignore[arg-type]

        def edge(place: int) -> None:
            ends = {"source": few[place % half]["id"], "target": few[half + place % half]["id"]}
            session.run(
                "MATCH (a:Region {id: $source}), (b:Industry {id: $target}) "
                "MERGE (a)-[e:DEVELOPS]->(b) SET e.status = $status, e.support = $support",
                {**edges[place], **ends},
            ).consume()

        for place in range(100):  # the server compiles what it will run
            node(few[place % len(few)])
            edge(place)
        session.run("MATCH (n) DETACH DELETE n").consume()
        nodes_took = timed(lambda: [node(row) for row in few])
        start, done = time.perf_counter(), 0
        while done < max(1, sample - len(few)) and time.perf_counter() - start < MOST_SECONDS:
            edge(done)
            done += 1
        edges_took = time.perf_counter() - start
    whole = nodes_took * len(nodes) / len(few) + edges_took * len(edges) / done
    return whole, len(few) + done


def in_process(build: Build, server: Server, *, rust: bool) -> tuple[float, float, float]:
    """Load twice in a process of its own: seconds each, and the peak of its memory in MB."""
    codec = "rust" if rust else "python"
    command = [sys.executable, __file__, "--load", str(build.path), server.uri, server.user, codec]
    environment = {**os.environ, "NEO4J_PASSWORD": server.password}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    first, second, peak = json.loads(done.stdout.splitlines()[-1])
    return first, second, peak


def _load(path: str, uri: str, user: str, codec: str) -> None:
    import resource

    if codec == "python":  # the driver finds no neo4j-rust-ext
        sys.modules["neo4j._rust"] = None  # type: ignore[assignment]
    from neo4j._codec.packstream import RUST_AVAILABLE

    from kg.store.neo4j import load

    assert (codec == "rust") == RUST_AVAILABLE, f"neo4j-rust-ext is there: {RUST_AVAILABLE}"
    build, target = Build.open(path), Target(uri, user, os.environ["NEO4J_PASSWORD"])
    seconds = [timed(lambda: load(build, target)) for _ in range(2)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([*seconds, peak]))


def admin_import(build: Build, files: Path, server: Server) -> tuple[float, float]:
    from kg.export import export

    written = timed(lambda: export(build, "neo4j-admin", files))
    return written, timed(lambda: server.admin(["sh", "import.sh"], cwd=files))


def embedded(build: Build) -> float:
    from kg.store import backend

    return timed(lambda: backend().load(build))


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def make(path: Path, nodes: int, edges: int) -> Build:
    """Half regions, half industries; each edge with the properties that a real one has."""
    half = nodes // 2
    (path / "tables").mkdir(parents=True)
    for name, rows in (("nodes", _nodes(half)), ("edges", _edges(half, edges))):
        with pq.ParquetWriter(path / "tables" / f"{name}.parquet", SCHEMAS[name]) as writer:
            while part := [row for _, row in zip(range(PART), rows, strict=False)]:
                writer.write_table(pa.Table.from_pylist(part, schema=SCHEMAS[name]))
    for name in SCHEMAS.keys() - {"nodes", "edges"}:
        pq.write_table(SCHEMAS[name].empty_table(), path / "tables" / f"{name}.parquet")
    (path / "build.json").write_text("{}", encoding="utf-8")
    return Build.open(path)


def _nodes(half: int) -> Iterator[dict[str, Any]]:
    for label, noun in (("Region", "市"), ("Industry", "制造")):
        for n in range(half):
            name = f"第{n}{noun}"
            yield {"id": f"{label.lower()}:{n}", "label": label, "name": name, "kind": "city",
                   "aliases": [f"{n}{noun}"], "support": n % 9, "mentions": n % 30}  # fmt: skip


def _edges(half: int, edges: int) -> Iterator[dict[str, Any]]:
    for n in range(edges):
        yield {
            "id": f"e{n:09}", "type": "DEVELOPS", "source": f"region:{n % half}",
            "target": f"industry:{(n * 7 + n // half) % half}", "status": "existing",
            "stages": ["operating"], "support": 1 + n % 5, "confidence": 0.8,
            "first_seen": "2024-03-05", "last_seen": "2025-11", "evidence": [f"d{n % 99}#{n}"],
            "triggers": ["发展"], "rules": ["develops.list"], "background": False,
        }  # fmt: skip


if __name__ == "__main__":
    main()
