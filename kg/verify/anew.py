"""Whether the graph is what its facts give when it is made anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.decisions import Applied
from kg.resolve import EXTRACTED, SHARE, aggregate
from kg.spilling import spilling
from kg.tables import Build
from kg.verify.findings import EXAMPLES, Finding, short

_SAYS = "one of the {} is not what the facts give when the graph is made anew"


def check_anew(build: Build, decisions: Applied, graph: str | None = None) -> list[Finding]:
    """Aggregate the facts again beside the build and compare nodes and edges column by column.

    A build whose fingerprint is not ``graph``, that of code and lexicons now, may rightly differ:
    it is left out with a note.
    """
    if graph is not None and build.info.get("graph") != graph:
        says = "made by another version or with other lexicons: its graph is not made anew"
        return [Finding("graph-version", says, note=True)]
    with tempfile.TemporaryDirectory(prefix="kg-verify-") as folder:
        anew = Path(folder)
        for table in EXTRACTED:
            (anew / f"{table}.parquet").symlink_to(build.table_path(table).resolve())
        aggregate(anew, decisions=decisions, same_text=build.info.get("same_text", SHARE))
        return [
            finding
            for name in ("nodes", "edges")
            for finding in _compare(name, build.table_path(name), anew / f"{name}.parquet")
        ]


def _compare(name: str, here: Path, anew: Path) -> list[Finding]:
    with spilling() as connection:
        connection.read_parquet(str(here)).create_view("here")
        connection.read_parquet(str(anew)).create_view("anew")
        rows = connection.execute(
            "SELECT id, count(*) OVER () FROM (SELECT DISTINCT id FROM ("
            " (FROM here EXCEPT ALL FROM anew) UNION ALL (FROM anew EXCEPT ALL FROM here)"
            f" ) AS changed) AS ids ORDER BY id LIMIT {EXAMPLES}"
        ).fetchall()
    if not rows:
        return []
    examples = tuple(short(str(row[0])) for row in rows)
    return [Finding(f"{name}-anew", _SAYS.format(name), rows[0][1], examples)]
