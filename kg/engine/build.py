"""A build whose documents are read on a cluster; graph and database are made on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.decisions import read as read_decisions
from kg.engine.options import Options
from kg.engine.session import session
from kg.errors import DataError, UsageError

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.pipeline.reading import Progress
    from kg.pipeline.report import BuildReport


def build(
    paths: Sequence[str | Path],
    out: str | Path,
    options: Options | None = None,
    progress: Progress | None = None,
    database: bool = True,
    *,
    decisions: Sequence[str | Path] = (),
    min_confidence: float = 0.0,
    same_text: float | None = None,
    prune: bool = False,
    fresh: bool = False,
) -> BuildReport:
    """Read ``paths`` with Spark into the build directory ``out``, as :func:`kg.pipeline.build`.

    ``paths`` are local ones, ``file:`` URIs or URIs of any file system that Spark reads. The
    tables are those of a build from nothing on one machine, row by row: everything is read, and a
    build that is at ``out`` already is replaced only with ``fresh`` or ``prune``, which here mean
    the same. Raises what a build on one machine raises, :class:`kg.errors.UsageError` without
    pyspark, Java, a folder for staging or leave to replace, and :class:`kg.errors.KgError` when
    Spark gives up; an older build in ``out`` then stays.
    """
    from kg.pipeline.building import explained
    from kg.pipeline.earlier import check_place, keep_others
    from kg.pipeline.finish import finish
    from kg.pipeline.report import BuildReport
    from kg.place import workshop
    from kg.resolve import SHARE
    from kg.tables import Build

    out, options = Path(out), options or Options()
    check_place(out)
    if (out / "build.json").exists() and not (fresh or prune):
        raise UsageError(
            f"{out} holds a build, and Spark reads everything anew",
            "--fresh replaces it; or choose another folder with -o",
        )
    given = read_decisions(decisions)
    report = BuildReport()
    report.settings = {
        "extractor": "rules",
        "min_confidence": min_confidence,
        "same_text": SHARE if same_text is None else same_text,
        "engine": "spark",
    }
    names = [str(path) for path in paths]
    with workshop(out) as shop, explained(shop):
        built = Build(shop.new)
        with report.timed("extract"), session(options) as spark:
            from kg.engine.extract import Reading

            if progress:
                progress(0, None, "spark")
            reading = Reading(spark, options, shop.folder)
            reading.run(names, min_confidence, built.path / "tables")
        report.unread, report.warnings = reading.unread, reading.warnings
        report.documents = {"read": built.rows("documents")}
        keep_others(shop.target, shop.new)
        decided = given or _decided(shop.target)
        finish(built, decided, {"inputs": names, **report.settings}, progress, database, report)
        shop.publish()
    return report


def _decided(place: Path) -> Sequence[Decision]:
    """The decisions of the build that is there; a damaged one has none."""
    from kg.pipeline.earlier import Earlier

    try:
        return Earlier.at(place).decisions()
    except DataError:
        return ()
