"""From files to a build: new and changed documents are read, the others taken from before."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from kg import pool
from kg.decisions import read as read_decisions
from kg.errors import DataError, KgError, ReadError
from kg.pipeline import fingerprint, merge, reading, shards
from kg.pipeline.earlier import Earlier, check_place, keep_others
from kg.pipeline.finish import finish
from kg.pipeline.known import Index, Origin, Shard
from kg.pipeline.reading import Progress
from kg.pipeline.report import BuildReport
from kg.pipeline.selection import Selection, Survey
from kg.pipeline.work import Done, Task, Worker, path_text
from kg.place import Workshop, workshop
from kg.tables import Build

if TYPE_CHECKING:
    from kg.llm import Reader
    from kg.read import Found

_SHARES = 32  # shards that each process makes of a middling corpus, so that all end together
_LARGEST = 2_000_000  # characters of a shard, which bounds what a stopped run loses


def build(
    paths: Sequence[str | Path],
    out: str | Path,
    jobs: int = 0,
    progress: Progress | None = None,
    database: bool = True,
    *,
    decisions: Sequence[str | Path] = (),
    min_confidence: float = 0.0,
    llm: Reader | None = None,
    same_text: float | None = None,
    prune: bool = False,
    fresh: bool = False,
) -> BuildReport:
    """Read, extract, aggregate and load ``paths`` into the build directory ``out``.

    What a build in ``out`` holds of files that did not change is taken from there; ``fresh`` reads
    everything again. Documents of that build that ``paths`` do not lead to stay in it; with
    ``prune`` they go, and with either the result is what a build from nothing gives. Where code,
    knowledge or settings changed since, everything is read again.

    All work happens in a folder beside ``out`` that takes its place at the end, so that an older
    build stays whole until then; what was read completely stays there when the run is stopped, and
    the next run goes on from it. ``decisions`` are files of :mod:`kg.decisions` to apply to what
    was extracted, in the place of those of the build that is there. Raises
    :class:`kg.errors.UsageError` when ``out`` holds something else than a build, another process
    works on it or no path is readable, and :class:`kg.errors.ReadError` when no document was; its
    notes are the errors of the files. ``min_confidence`` and ``llm`` are those of :func:`extract`.
    Documents that share ``same_text`` (0..1) of their text count as one source; None is
    :data:`kg.resolve.SHARE`. What these were is told in build.json.
    """
    from kg.read import discover
    from kg.resolve import SHARE

    out = Path(out)
    check_place(out)
    given = read_decisions(decisions)
    files = discover([Path(p) for p in paths])
    report = BuildReport()
    report.settings = {
        "extractor": llm.mode if llm else "rules",
        "min_confidence": min_confidence,
        "same_text": SHARE if same_text is None else same_text,
    }
    with workshop(out) as shop, explained(shop):
        run = _Run(shop, files, report, jobs, progress, min_confidence, llm, prune, fresh)
        chosen = run.read()
        if llm:
            report.settings["llm"] = llm.summary()
        decided = given or run.earlier.decisions()
        info = {**run.info([str(p) for p in paths]), **report.settings}
        if not (decisions or fresh) and run.holds(chosen, info, database):
            return report
        built = Build(shop.new)
        with report.timed("tables"):
            merge.write(built, chosen, run.selection.origins)
            keep_others(shop.target, shop.new)
        finish(built, decided, info, progress, database, report)
        shop.publish()
    return report


@dataclass
class _Run:
    """One run of :func:`build` up to the choice of documents."""

    shop: Workshop
    files: Found
    report: BuildReport
    jobs: int
    progress: Progress | None
    min_confidence: float
    llm: Reader | None
    prune: bool
    fresh: bool

    def __post_init__(self) -> None:
        settings = fingerprint.settings(self.min_confidence, self.llm)
        self.fingerprint = fingerprint.reading(settings)
        self.earlier = self._earlier()
        self.same = self.earlier.info.get("fingerprint") == self.fingerprint
        left = [Shard(path) for path in shards.left(self.shop.kept, self.fingerprint)]
        self.before = 0 if self.fresh else len(self.earlier.origins)
        origins: list[Origin] = [*self.earlier.origins[: self.before], *left]
        self.selection = Selection(origins)
        self.index = Index(origins, self.before, 0 if self.same else self.before)
        self.first = max((int(s.path.stem) + 1 for s in left), default=0)

    def _earlier(self) -> Earlier:
        try:
            return Earlier.at(self.shop.target)
        except DataError as error:
            self.report.warnings.append(f"{error.message}: everything is read anew")
            return Earlier(Build(self.shop.target))

    def info(self, inputs: list[str]) -> dict[str, Any]:
        """What build.json says of where the build came from."""
        before = [] if self.prune or self.fresh else self.earlier.info.get("inputs", [])
        return {"inputs": list(dict.fromkeys([*before, *inputs])), "fingerprint": self.fingerprint}

    def read(self) -> pa.Table:
        """Read what has to be read; the documents of the build, in its order."""
        listing = sorted(self.files.paths, key=path_text)
        extras = self._extras({path_text(path) for path in listing})
        errors = [file for file in self.files.files if isinstance(file, ReadError)]
        listing = sorted([*listing, *map(Path, extras)], key=path_text)
        with self.report.timed("extract"):
            stopped = self._work([*errors, *listing])
        candidates = self.selection.candidates(extras)
        if not self.prune or stopped:
            kept = self.selection.kept(range(self.before), candidates["path"], not self.same)
            candidates = pa.concat_tables([candidates, kept])
        chosen = merge.choose(candidates, self.selection.streams())
        self._tell(chosen)
        return chosen

    def holds(self, chosen: pa.Table, info: dict[str, Any], database: bool) -> bool:
        """Whether the build that is there is already what it would be; then it stays."""
        told, report = self.earlier.info, self.report
        same = all(told.get(name) == value for name, value in info.items() if name != "llm")
        if not (
            same
            and told.get("graph") == fingerprint.graph()
            and (told.get("unread"), told.get("warnings")) == (report.unread, report.warnings)
            and self.earlier.build.database.exists() == database
            and self.earlier.holds(chosen)
        ):
            return False
        report.counts, report.changed = told["counts"], False
        return True

    def _extras(self, listed: set[str]) -> set[str]:
        """Files of the earlier build that nothing given leads to, but that must be read again."""
        from kg.read import load_metadata

        if self.same or self.prune or self.fresh:
            return set()
        extras = {path for path in self.earlier.paths if path not in listed}
        extras = {path for path in extras if Path(path).is_file()}
        for path in map(Path, extras):
            try:
                self.files.metadata[path] = load_metadata(path.parent).get(path.name, {})
            except ReadError as error:
                self.report.unread.append(str(error))
        return extras

    def _work(self, files: list[Path | ReadError]) -> bool:
        """Make shards of what is new; whether the language model ended that before its time."""
        size, cores = self.files.size, self.jobs or os.cpu_count() or 1
        workers = 1 if self.llm else min(cores, max(1, size // reading.BATCH))
        characters = min(max(size // (workers * _SHARES), reading.BATCH), _LARGEST)
        survey = Survey(
            self.selection, self.index, self.progress, characters, self.first, self.llm is None
        )
        worker = Worker(self.shop.kept, self.fingerprint, self.min_confidence, self.llm)
        for done in _side_by_side(worker, survey.tasks(files, self.files), workers):
            self.report.unread += done.unread
            if done.shard:
                self.selection.read(done.shard)
            if done.stopped:
                return True
        return False

    def _tell(self, chosen: pa.Table) -> None:
        """Count the documents, and give a line for what a person should know."""
        own = chosen.filter(pc.invert(chosen["copy"]))
        gone = self.earlier.documents if self.before else pa.array([], pa.string())
        kept = pc.sum(pc.invert(own["listed"])).as_py() or 0
        read = pc.sum(own["fresh"]).as_py() or 0
        staying = pc.sum(pc.is_in(gone, own["document"])).as_py() or 0
        self.report.documents = {
            "read": read, "reused": len(own) - read - kept, "kept": kept,
            "removed": len(gone) - staying,
        }  # fmt: skip
        worth = chosen.filter(
            pc.or_(chosen["copy"], pc.greater(pc.list_value_length(chosen["warnings"]), 0))
        )
        for row in worth.select(["path", "copy", "warnings"]).to_pylist():
            again = [f"{row['path']}: the same as a document before"] if row["copy"] else []
            self.report.warnings += again or row["warnings"]
        if kept:
            self.report.warnings.append(
                f"documents that no PATH leads to any more stay: {kept} (--prune takes them out)"
            )


def _side_by_side(worker: Worker, tasks: Iterator[Task], workers: int) -> Iterator[Done]:
    """What comes of the tasks, in order; a single one is not worth a process."""
    first = list(islice(tasks, 2))
    tasks = chain(first, tasks)
    if workers == 1 or len(first) < 2:
        return map(worker, tasks)
    reading.load()
    return pool.in_order(worker, tasks, workers)


@contextmanager
def explained(shop: Workshop) -> Iterator[None]:
    """A full disk as one clear line; on whatever ends a run, a note that nothing read is lost."""
    try:
        yield
    except BaseException as error:
        kept = any(shop.kept.iterdir())
        if _full(error):
            hint = "what was read is kept, and the same command goes on from it"
            raise KgError(
                f"no space is left on the disk of {shop.target}",
                f"free some; {hint if kept else 'nothing was changed'}",
            ) from error
        if kept:
            error.add_note(f"what was read is kept in {shop.folder}: the same command goes on")
        raise


def _full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return isinstance(error, Exception) and "No space left on device" in str(error)
