"""Speed and memory, as ratios measured in one run on one machine.

    python -m benchmarks.run [--text PATH]... [--megabytes N]

* pipeline: characters a second of the whole extraction (see benchmarks/extraction.py);
* memory: peak memory of a whole build by size of the corpus, each in a process of its own;
* load: a graph into the embedded database as kg loads it, against one MERGE for each edge.

The text is that of the bundled samples unless --text names files or folders, repeated to the size
asked for, with every copy numbered so that no cache can help.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.extraction import documents, measure

if TYPE_CHECKING:
    from kg.tables import Build

SIZES = (1, 2, 4)
NODES, EDGES = 2000, 8000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", type=Path, action="append", help="files or folders to read")
    parser.add_argument("--megabytes", type=float, default=0.3, help="size of the smallest corpus")
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        return _build(*arguments.build)
    read = documents(arguments.text)
    measure(read, rounds=3)
    _memory([document.text for document in read], arguments.megabytes)
    _load()
    return None


def _memory(texts: list[str], megabytes: float) -> None:
    print(f"\n{'corpus':20}{'build':>12}{'peak memory':>14}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus.jsonl"
            _write(corpus, texts, int(megabytes * size * 1e6))
            command = [
                sys.executable,
                "-m",
                "benchmarks.run",
                "--build",
                str(corpus),
                str(Path(folder) / "out"),
            ]
            made = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, peak = json.loads(made.stdout.splitlines()[-1])
            print(f"{corpus.stat().st_size / 1e6:17.1f} MB{seconds:10.1f} s{peak:11.0f} MB")


def _write(path: Path, texts: list[str], size: int) -> None:
    written = number = 0
    with path.open("w", encoding="utf-8") as lines:
        while written < size:
            text = f"第{number}份。\n{texts[number % len(texts)]}"
            record = {"id": f"copy-{number}", "title": "", "text": text, "date": "2024-01-01"}
            written += len(text.encode())
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            number += 1


def _load() -> None:
    from kg.store import arcadedb

    print(f"\n{f'{NODES:,} nodes':20}{'edges':>12}{'load':>12}")
    with tempfile.TemporaryDirectory() as folder:
        arcadedb.load(_graph(Path(folder) / "warm", edges=10))  # the Java machine starts once
        seconds = {}
        for name, load in (("kg", arcadedb.load), ("one MERGE an edge", _merge)):
            build = _graph(Path(folder) / name, EDGES)
            start = time.perf_counter()
            load(build)
            seconds[name] = time.perf_counter() - start
            with arcadedb.open(build) as store:
                ((found,),) = store.query("MATCH ()-[e:DEVELOPS]->() RETURN count(e) AS n")[1]
            print(f"{name:20}{found:12,}{seconds[name]:10.2f} s")
    print(f"{'ratio':20}{seconds['one MERGE an edge'] / seconds['kg']:24.1f}")


def _merge(build: Build) -> None:
    """Nodes as kg loads them, then the edges as a first script would: each found and merged."""
    import pyarrow.parquet as pq

    from kg.store import arcadedb
    from kg.tables import SCHEMAS

    edges = build.table("edges", ["id", "source", "target", "status", "support"]).to_pylist()
    pq.write_table(SCHEMAS["edges"].empty_table(), build.table_path("edges"))
    arcadedb.load(build)
    statement = (
        "MATCH (a:Region {id: $source}) MATCH (b:Industry {id: $target}) "
        "MERGE (a)-[e:DEVELOPS {id: $id}]->(b) SET e.status = $status, e.support = $support"
    )
    with arcadedb.open(build, read_only=False) as store:
        for edge in edges:
            store.query(statement, edge, write=True)


def _graph(path: Path, edges: int) -> Build:
    """A build of half regions, half industries, with edges spread evenly over them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from kg.tables import SCHEMAS, Build

    half = NODES // 2
    rows: dict[str, list[dict[str, object]]] = {
        "nodes": [
            {"id": f"{label}{n}", "label": label, "name": f"{label}{n}", "aliases": []}
            for label in ("Region", "Industry")
            for n in range(half)
        ],
        "edges": [
            {"id": f"e{n}", "type": "DEVELOPS", "source": f"Region{n % half}", "support": 1,
             "target": f"Industry{(n * 7 + n // half) % half}", "status": "existing",
             "stages": [], "evidence": [], "triggers": [], "rules": [], "background": False}
            for n in range(edges)
        ],
    }  # fmt: skip
    (path / "tables").mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pylist(rows.get(name, []), schema=schema)
        pq.write_table(table, path / "tables" / f"{name}.parquet")
    return Build(path)


def _build(corpus: Path, out: Path) -> None:
    """Build in this process and print seconds and peak megabytes (the database's included)."""
    from kg import pipeline

    start = time.perf_counter()
    pipeline.build([corpus], out, jobs=1)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, peak]))


if __name__ == "__main__":
    main()
