"""Loading a real Neo4j, as ratios measured in one run.

    python benchmarks/neo4j_load.py [--nodes N] [--edges N] [--sample N] [--rust DIR]

A made-up graph goes into a server that this script starts (see tests/neo4j_server.py): by one
MERGE a statement as tutorials do, by ``kg load neo4j``, by the import tool and into the embedded
database. The tutorial's way is measured on a sample of nodes and edges, with an index on ``id``
that many tutorials lack, and counted up: its time grows with the number of statements.
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--edges", type=int, default=500_000)
    parser.add_argument("--sample", type=int, default=3000, help="statements of the tutorial's way")
    parser.add_argument("--rust", type=Path, help="folder with neo4j and neo4j-rust-ext in it")
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
    print(
        f"{arguments.nodes:,} nodes, {arguments.edges:,} edges; seconds for all of it", flush=True
    )
    with Server(folder / "tutorial", heap="2g", pagecache="512m", tuned=True) as server:
        target = Target(server.uri, server.user, server.password)
        rate = arguments.sample / tutorial(build, target, arguments.sample)
    base = rows / rate
    show("one MERGE a statement", base, base, f"{rate:,.0f} a second, counted up")
    for name, path in (("kg load neo4j", None), ("  with neo4j-rust-ext", arguments.rust)):
        if name.startswith(" ") and path is None:
            continue
        with Server(folder / name.strip(), heap="2g", pagecache="512m", tuned=True) as server:
            first, second, peak = in_process(build, server, path)
        show(name, first, base, f"peak memory of the client {peak:.0f} MB")
        show(f"{name}, again", second, base, "nothing changes")
    server = Server(folder / "import", heap="2g", pagecache="512m", tuned=True)
    files, imported = admin_import(build, folder / "files", server)
    show("neo4j-admin import", imported, base, f"after {files:.1f} s for writing the files")
    show("embedded database", embedded(build), base, "kg build's bulk load")


def show(name: str, seconds: float, base: float, remark: str) -> None:
    print(f"{name:30}{seconds:10.1f} s{base / seconds:8.0f} x   {remark}", flush=True)


def tutorial(build: Build, target: Target, sample: int) -> float:
    """Seconds for ``sample`` statements, nodes and edges in the proportion of the graph."""
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

        def write(most: int) -> None:
            for row in few[:most]:
                statement = f"MERGE (n:{row['label']} {{id: $id}}) SET n.name = $name"
                session.run(statement, row).consume()  # type: ignore[arg-type]
            for place in range(min(most, sample - len(few))):
                ends = {"source": few[place % half]["id"], "target": few[half + place % half]["id"]}
                session.run(
                    "MATCH (a:Region {id: $source}), (b:Industry {id: $target}) "
                    "MERGE (a)-[e:DEVELOPS]->(b) SET e.status = $status, e.support = $support",
                    {**edges[place], **ends},
                ).consume()

        write(100)  # the server compiles what it will run
        session.run("MATCH (n) DETACH DELETE n").consume()
        return timed(lambda: write(sample))


def in_process(build: Build, server: Server, rust: Path | None) -> tuple[float, float, float]:
    """Load twice in a process of its own: seconds each, and the peak of its memory."""
    command = [sys.executable, __file__, "--load", str(build.path), server.uri, server.user, "x"]
    path = os.pathsep.join(filter(None, [str(rust) if rust else "", os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "NEO4J_PASSWORD": server.password, "PYTHONPATH": path}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    first, second, peak = json.loads(done.stdout.splitlines()[-1])
    return first, second, peak


def _load(path: str, uri: str, user: str, _: str) -> None:
    import resource

    from kg.store.neo4j import load

    build, target = Build.open(path), Target(uri, user, os.environ["NEO4J_PASSWORD"])
    seconds = [timed(lambda: load(build, target)) for _ in range(2)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([*seconds, peak]))


def admin_import(build: Build, files: Path, server: Server) -> tuple[float, float]:
    from kg.export import export
    from kg.export.neo4j_admin import command

    written = timed(lambda: export(build, "neo4j-admin", files))
    return written, timed(lambda: server.admin(command(), cwd=files))


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
