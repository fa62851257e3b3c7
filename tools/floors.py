"""Quality floors: the F1 that extraction may not fall below, kept in tests/quality/floors.toml.

    python tools/floors.py                  measure, show each figure beside its floor; 1 if below
    python tools/floors.py --raise          lift floors to just under what was measured
    python tools/floors.py --lower REASON   also drop those that are not reached, noting why

Three sets are measured: the bundled samples with their own annotations, and, where the annotated
documents stand beside the project, the gold documents and the extra ones.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import math
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.errors import KgError
from kg.evaluate import Tally, evaluate

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "tests" / "quality" / "floors.toml"
# Floors stand this far under the measured figure: a change of one or two facts is no regression.
MARGIN = 0.01

HEADER = """\
# The F1 that extraction may not fall below, by set of annotated documents and by row of `kg eval`.
# `corpus` identifies the documents and annotations that were measured.
# Written by tools/floors.py: --raise lifts, --lower REASON drops and notes why under [[lowered]].
"""


@dataclass(frozen=True, slots=True)
class Set:
    """Annotated documents: a folder of gold JSON files, and where their documents are."""

    gold: Path
    documents: tuple[Path, ...]

    @property
    def present(self) -> bool:
        """Whether the documents are there to be measured."""
        return self.gold.is_dir()

    @property
    def corpus(self) -> str:
        """Hash over names and contents of annotations and documents."""
        digest = hashlib.sha256()
        files = [p for folder in (self.gold, *self.documents) for p in sorted(folder.rglob("*"))]
        for path in (p for p in files if p.is_file() and p.suffix != ".pyc"):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:16]


SETS = {
    "samples": Set(ROOT / "tests" / "golden" / "samples", (ROOT / "kg" / "data" / "samples",)),
    "gold": Set(SHARED / "gold" / "annotations", (SHARED / "seeds", SHARED / "gold" / "documents")),
    "extra": Set(SHARED / "gold" / "extra" / "annotations", (SHARED / "gold/extra/documents",)),
}


def measure(name: str, jobs: int = 1) -> dict[str, float]:
    """F1 of each row of the set ``name`` that has anything to find."""
    chosen = SETS[name]
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.jsonl"
        with facts.open("w", encoding="utf-8") as stream:
            for result in pipeline.extract(chosen.documents, jobs=jobs):
                if isinstance(result, KgError):
                    raise result
                stream.write(json.dumps(pipeline.to_record(result), ensure_ascii=False) + "\n")
        total: Tally = evaluate(chosen.gold, facts).total
    return {row: round(score.f1, 4) for row, score in total.rows().items() if score.gold}


def load() -> dict[str, Any]:
    """The floors file as it stands."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def below(
    floors: Mapping[str, Any], measured: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Rows under their floor: row to (floor, measured)."""
    wanted = {row: floor for row, floor in floors.items() if row != "corpus"}
    return {r: (f, measured.get(r, 0.0)) for r, f in wanted.items() if measured.get(r, 0.0) < f}


def main() -> int:
    """Measure, show, and change the file when asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--lower", metavar="REASON")
    arguments = parser.parse_args()
    data, failed = load(), False
    for name, chosen in SETS.items():
        if not chosen.present:
            print(f"{name}: no annotated documents beside the project, not measured")
            continue
        measured = measure(name)
        failed |= _show(name, data.setdefault(name, {}), measured)
        _change(data, name, measured, arguments.lift, arguments.lower)
    if arguments.lift or arguments.lower:
        FLOORS.write_text(_dump(data), encoding="utf-8", newline="\n")
        return 0
    return int(failed)


def _show(name: str, floors: Mapping[str, Any], measured: Mapping[str, float]) -> bool:
    missed = below(floors, measured)
    note = "" if floors.get("corpus") == SETS[name].corpus else "  (documents changed since)"
    print(f"\n{name:46}{'F1':>8}{'floor':>8}{note}")
    for row, value in measured.items():
        print(f"{row:46}{value:8.3f}{floors.get(row, 0):8.3f}{'  BELOW' if row in missed else ''}")
    return bool(missed)


def _change(
    data: dict[str, Any], name: str, measured: Mapping[str, float], lift: bool, reason: str | None
) -> None:
    floors = data[name]
    for row, value in measured.items():
        target, old = max(0.0, math.floor((value - MARGIN) * 100) / 100), floors.get(row, 0.0)
        if lift and target > old:
            floors[row] = target
        elif reason and value < old:
            floors[row] = target
            today = datetime.date.today().isoformat()
            data.setdefault("lowered", []).append(
                {"date": today, "set": name, "row": row, "from": old, "to": target, "why": reason}
            )
    if lift or reason:
        floors["corpus"] = SETS[name].corpus


def _dump(data: Mapping[str, Any]) -> str:
    lines = [HEADER]
    for name, row in data.items():
        for table in row if isinstance(row, list) else [row]:
            lines.append(f"[[{name}]]" if isinstance(row, list) else f"[{name}]")
            lines += [
                f"{json.dumps(k)} = {json.dumps(v, ensure_ascii=False)}" for k, v in table.items()
            ]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
