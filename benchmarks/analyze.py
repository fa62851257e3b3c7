"""Seconds of processor time and memory of each measure of kg analyze, by size and engine.

    python -m benchmarks.analyze [--ties N]... [--json FILE]

The graphs are made by chance with heavy-tailed degrees: a tenth as many nodes as ties, half
regions, half industries, a few with thousands of neighbours. NetworkX is measured up to a hundred
thousand ties; above that nobody waits for it.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kg.analyze import alike, central, communities, components, large, measures, small
from kg.analyze.network import Network, of_build
from kg.tables import SCHEMAS, Build
from tests.analyze.networks import network

SIZES = (20_000, 100_000, 1_000_000)
NETWORKX = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ties", type=int, action="append", help="ties to draw")
    parser.add_argument("--json", type=Path, help="file for the figures")
    arguments = parser.parse_args()
    rows = [row for size in arguments.ties or SIZES for row in _measure(size)]
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _measure(size: int) -> list[dict[str, Any]]:
    graph, made = _timed(lambda: network(regions=size // 20, industries=size // 20, ties=size))
    degrees = np.diff(graph.rows[0])
    print(
        f"\n{len(graph.sources):,} ties, {len(graph.ids):,} nodes, largest degree "
        f"{degrees.max():,}, median {int(np.median(degrees))} (made in {made:.1f} s)"
    )
    rows = [_reading(graph)]
    for engine in ("networkx", "rustworkx"):
        if engine == "networkx" and size > NETWORKX:
            continue
        for name, work in _steps(graph, engine).items():
            _, seconds = _timed(work)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rows.append({"ties": len(graph.sources), "engine": engine, "measure": name,
                         "seconds": round(seconds, 2), "peak_mb": round(peak)})  # fmt: skip
            print(f"{engine:12}{name:32}{seconds:10.2f} s{peak:10.0f} MB", flush=True)
    return rows


def _reading(graph: Network) -> dict[str, Any]:
    """Reading the network from the tables of a build, which every measure does first."""
    names = np.array(graph.ids)
    columns = {
        "nodes": {"id": graph.ids, "label": graph.labels, "name": graph.names},
        "edges": {
            "type": np.where(np.char.startswith(names[graph.sources], "i"), "DEVELOPS", "PART_OF"),
            "source": names[graph.targets],
            "target": names[graph.sources],
            "support": graph.weights.astype(np.int64),
            "background": np.zeros(len(graph.sources), np.bool_),
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        build = Build(Path(folder))
        build.table_path("nodes").parent.mkdir()
        for name, schema in SCHEMAS.items():
            given = columns.get(name, {})
            count = len(next(iter(given.values()), ()))
            arrays = [pa.array(given[f.name], f.type) if f.name in given
                      else pa.nulls(count, f.type) for f in schema]  # fmt: skip
            pq.write_table(pa.Table.from_arrays(arrays, schema=schema), build.table_path(name))
        read, seconds = _timed(lambda: of_build(build))
    assert len(read.sources) == len(graph.sources)
    print(f"{'':12}{'reading the tables':32}{seconds:10.2f} s", flush=True)
    return {"ties": len(graph.sources), "measure": "reading", "seconds": round(seconds, 2)}


def _steps(graph: Network, engine: str) -> dict[str, Callable[[], object]]:
    work = small if engine == "networkx" else large
    pivots = measures._pivots(graph)[: measures.PIVOTS]
    return {
        "degree": lambda: work.degrees(graph),
        "pagerank": lambda: work.pagerank(graph),
        f"betweenness, {len(pivots)} pivots": lambda: work.betweenness(graph, pivots),
        "components": lambda: components(graph, engine),
        "communities": lambda: communities(graph, engine=engine),
        "similar regions": lambda: alike(graph, engine=engine),
        "central, all four": lambda: central(graph, engine=engine),
    }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


if __name__ == "__main__":
    main()
