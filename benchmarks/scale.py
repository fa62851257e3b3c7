"""A corpus and larger ones made of it: how time and memory grow from text to database.

    python -m benchmarks.scale CORPUS.jsonl.gz [--fraction 1/16] [--sizes 1,4,16] [--jobs 2]

Each size is one ``kg build`` of its own: text, tables and embedded database in one command. Told
are seconds on the wall and on the cores, the share of each step, and the peak memory of the parent
and of its largest worker; at the end the exponent that fits time over characters (1.0: twice the
text takes twice as long), and with --pair how much faster two processes are than one. Larger
corpora are made distinct as benchmarks/copies.py says. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import math
import sys
import tempfile
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.copies import Record, copy
from benchmarks.watch import Cost, run

MAX_EXPONENT, MAX_MEGABYTES = 1.05, 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, help="a .jsonl or .jsonl.gz file")
    parser.add_argument("--sizes", default="1,4,16", help="times the corpus, in order")
    parser.add_argument("--fraction", type=Fraction, default=Fraction(1), help="of the corpus")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read")
    parser.add_argument("--no-database", action="store_true", help="tables only")
    parser.add_argument("--pair", action="store_true", help="two processes against one, too")
    parser.add_argument("--json", type=Path, help="file for the figures")
    given = parser.parse_args()
    records = read(given.corpus, given.fraction)
    more = ["--no-database"] if given.no_database else []
    rows = []
    _head()
    for size in map(int, given.sizes.split(",")):
        rows.append(measure(records, size, ["--jobs", str(given.jobs), *more]))
        _print(rows[-1])
    figures: dict[str, Any] = {"sizes": rows, "exponents": exponents(rows)}
    for name, exponent in figures["exponents"].items():
        print(f"exponent of {name:18}{exponent:8.3f}")
    if given.pair:
        figures["two to one"] = pair(records)
        print(f"{'two processes to one':30}{figures['two to one']:8.2f}")
    print(verdict(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def read(corpus: Path, fraction: Fraction = Fraction(1)) -> list[Record]:
    """Documents of the corpus, every so many-th for a fraction of it."""
    opened = gzip.open if corpus.name.endswith(".gz") else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    wanted = max(1, int(len(records) * fraction))
    return [records[i * len(records) // wanted] for i in range(wanted)]


def measure(records: Sequence[Record], size: int, options: Sequence[str]) -> dict[str, Any]:
    """What a build of ``size`` copies costs."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder) / "corpus.jsonl", Path(folder) / "out"
        chars = write(corpus, records, size)
        reading = _reading(corpus)
        command = [sys.executable, "-m", "kg", "build", str(corpus), "-o", str(out), "--json"]
        cost = run([*command, *options])
        return {
            "size": size,
            "chars": chars,
            "wall": cost.wall,
            "cpu": cost.cpu,
            **_memory(cost),
            "steps": _steps(out, reading),
        }


def write(path: Path, records: Sequence[Record], size: int) -> int:
    """Write ``size`` copies of the corpus; how many characters they have."""
    chars = 0
    with path.open("w", encoding="utf-8") as lines:
        for record in itertools.chain.from_iterable(copy(records, k) for k in range(size)):
            chars += len(record["text"])
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return chars


def _reading(corpus: Path) -> float:
    """Seconds on one core for reading alone, which a build does while it extracts."""
    from kg.read import read_path

    start = time.process_time()
    for _ in read_path(corpus, {}):
        pass
    return time.process_time() - start


def _steps(out: Path, reading: float) -> dict[str, float]:
    seconds: dict[str, float] = json.loads((out / "build.json").read_text())["seconds"]
    return {"read": reading, **seconds}


def _memory(cost: Cost) -> dict[str, float]:
    return {"parent": cost.peaks[0], "worker": max(cost.peaks[1:], default=0.0)}


def exponents(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Slopes of the logarithms of time over those of size, by least squares."""
    if len(rows) < 2:
        return {}
    steps = [name for name in rows[0]["steps"] if all(row["steps"].get(name) for row in rows)]
    times = {"wall": [row["wall"] for row in rows], "cpu": [row["cpu"] for row in rows]}
    times |= {name: [row["steps"][name] for row in rows] for name in steps}
    return {name: slope([row["chars"] for row in rows], values) for name, values in times.items()}


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent that fits best."""
    xs, ys = [math.log(x) for x in sizes], [math.log(y) for y in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return above / sum((a - x) ** 2 for a in xs)


def pair(records: Sequence[Record]) -> float:
    """How many times faster two processes read and extract than one; the best of two rounds."""
    seconds: dict[int, float] = {}
    for jobs in (1, 2, 2, 1):
        row = measure(records, 1, ["--jobs", str(jobs), "--no-database"])
        seconds[jobs] = min(seconds.get(jobs, math.inf), row["steps"]["extract"])
    return seconds[1] / seconds[2]


def verdict(figures: dict[str, Any]) -> str:
    """One line: whether time stays linear and memory flat.

    Extraction counts beside the whole, in which what is done once hides growth.
    """
    slopes = [s for name, s in figures["exponents"].items() if name in ("wall", "extract")]
    found = max(slopes, default=None)
    most = max(max(row["parent"], row["worker"]) for row in figures["sizes"])
    linear = "" if found is None else f"exponent {found:.3f} (at most {MAX_EXPONENT}), "
    good = (found is None or found <= MAX_EXPONENT) and most <= MAX_MEGABYTES
    return f"{'held' if good else 'NOT held'}: {linear}{most:.0f} MB (at most {MAX_MEGABYTES})"


def _head() -> None:
    print(
        f"{'size':>4}{'characters':>13}{'wall s':>9}{'cpu s':>9}{'parent':>10}{'worker':>10}  steps"
    )


def _print(row: dict[str, Any]) -> None:
    steps: dict[str, float] = row["steps"]
    whole = sum(seconds for name, seconds in steps.items() if name != "read") or 1.0
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in steps.items())
    shares = ", ".join(
        f"{name} {seconds / whole:.0%}" for name, seconds in steps.items() if name != "read"
    )
    print(
        f"{row['size']:4}{row['chars']:13,}{row['wall']:9.1f}{row['cpu']:9.1f}"
        f"{row['parent']:7.0f} MB{row['worker']:7.0f} MB  {told} ({shares})",
        flush=True,
    )


if __name__ == "__main__":
    main()
