"""The run on the cluster: files to documents to rows of all tables, and rows into order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kg.engine import package, tables
from kg.engine.hadoop import Files
from kg.engine.inputs import Input, Inputs, find, key
from kg.engine.options import Options
from kg.engine.session import is_local
from kg.engine.work import NOTES, RESULT, Lines, Whole
from kg.errors import UsageError
from kg.read.jsonl import NAMED, more, nothing
from kg.read.limits import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame, SparkSession

_PART = 64 << 20
"""Bytes of input whose rows are put into order together."""


class Reading:
    """What one run reads; ``unread`` and ``warnings`` are as of a build."""

    def __init__(self, spark: SparkSession, options: Options, here: Path) -> None:
        """Stage in the folder ``here`` of this machine when options and master leave that open."""
        self.unread: list[str] = []
        self.warnings: list[str] = []
        self._spark = spark
        self._files = Files(spark)
        self._limits = current()
        self._staging = f"{self._place(options, here)}/kg-{uuid4().hex}"
        if not is_local(str(spark.sparkContext.master)):
            package.ship(spark)

    def run(self, paths: Sequence[str], min_confidence: float, directory: Path) -> None:
        """Read ``paths`` and write the tables of extraction into ``directory``."""
        inputs = find(paths, self._files, self._limits)
        partitions = max(2, inputs.size // _PART)
        self._spark.conf.set("spark.sql.shuffle.partitions", str(partitions))
        try:
            read = self._extract(inputs, min_confidence)
            copies = self._tell(inputs, read)
            sorted_parts = f"{self._staging}/sorted"
            self._sorted(read, copies).write.parquet(sorted_parts)
            tables.write(sorted_parts, self._files, directory)
        finally:
            self._files.remove(self._staging)

    def _place(self, options: Options, here: Path) -> str:
        if options.staging:
            return options.staging.rstrip("/")
        if is_local(str(self._spark.sparkContext.master)):
            return f"file:{here.resolve()}"
        home = self._files.home()
        if home.startswith("file:"):
            raise UsageError(
                "the executors need a folder that this machine sees too",
                "name one with --staging, for example hdfs:///tmp/kg or s3a://bucket/tmp",
            )
        return f"{home}/.kg-staging"

    def _extract(self, inputs: Inputs, min_confidence: float) -> DataFrame:
        """All rows, in the order in which tasks ended, from where they were staged."""
        spark = self._spark.sparkContext
        known = spark.broadcast({file.uri: file for file in inputs.files})
        frames = []
        whole = [file for file in inputs.files if not file.lines]
        if whole:
            frame = self._spark.read.format("binaryFile").load(_names(whole))
            frame = frame.select("_metadata.file_path", "content")
            frames.append(_mapped(frame, Whole(known, min_confidence, self._limits)))
        lines = [file for file in inputs.files if file.lines]
        if lines:
            frame = self._lines(lines)
            starts = spark.broadcast(self._starts(frame, lines, inputs))
            frames.append(_mapped(frame, Lines(known, starts, min_confidence, self._limits)))
        for number, frame in enumerate(frames):
            frame.write.parquet(f"{self._staging}/read/kind={number}")
        return self._spark.read.parquet(f"{self._staging}/read")

    def _lines(self, files: Iterable[Input]) -> DataFrame:
        """(file path, start of the block, bytes of the line); a block's lines come in order."""
        frame = self._spark.read.option("lineSep", "\n").text(_names(files))
        return frame.selectExpr(
            "_metadata.file_path", "_metadata.file_block_start", "cast(value AS binary) AS line"
        )

    def _starts(
        self, frame: DataFrame, files: Iterable[Input], inputs: Inputs
    ) -> dict[tuple[str, int], int]:
        """How many lines of its file stand before each block: counted once, before extraction."""
        blocks = frame.groupBy("file_path", "file_block_start").count().collect()
        starts: dict[tuple[str, int], int] = {}
        seen: dict[str, int] = {}
        for name, start, count in sorted(tuple(row) for row in blocks):
            starts[name, start] = seen.get(name, 0)
            seen[name] = starts[name, start] + count
        filled = {key(name) for name in seen}
        inputs.errors += [
            (file.number, str(nothing(file.path))) for file in files if file.uri not in filled
        ]
        return starts

    def _tell(self, inputs: Inputs, read: DataFrame) -> list[tuple[int, int]]:
        """Fill ``unread`` and ``warnings``; places of documents that came before already."""
        read.select(*NOTES.names).createOrReplaceTempView("notes")
        rows = self._spark.sql(f"""
            SELECT * FROM (
              SELECT *,
                document IS NOT NULL AND row_number()
                  OVER (PARTITION BY document ORDER BY file, line) > 1 AS copy,
                row_number() OVER (PARTITION BY file, bad ORDER BY line) AS place,
                count(*) OVER (PARTITION BY file, bad) AS places
              FROM notes
            ) AS placed
            WHERE copy OR size(warnings) > 0
              OR (error IS NOT NULL AND (NOT bad OR place <= {NAMED + 1}))
            ORDER BY file, line
        """).collect()
        errors = [(file, -1, line) for file, line in inputs.errors]
        copies = []
        for row in rows:
            if row.error is not None:
                told = row.error
                if row.bad and row.place > NAMED:
                    told = str(more(row.path, row.places - NAMED))
                errors.append((row.file, row.line, told))
                continue
            if row.copy:
                copies.append((row.file, row.line))
                self.warnings.append(f"{row.path}: the same as a document before")
            else:
                self.warnings += row.warnings or []
        self.unread += [line for _, _, line in sorted(errors, key=lambda error: error[:2])]
        return copies

    def _sorted(self, read: DataFrame, copies: list[tuple[int, int]]) -> DataFrame:
        """Documents once each, all in order: parts by name, rows in a part by place."""
        kept = read.where("document IS NOT NULL")
        if copies:
            again = self._spark.createDataFrame(copies, "file int, line bigint")
            kept = kept.join(again, ["file", "line"], "left_anti")
        kept = kept.repartitionByRange("file", "line").sortWithinPartitions("file", "line")
        return kept.select(*[name for name in RESULT.names if name not in NOTES.names])


def _mapped(frame: DataFrame, work: Any) -> DataFrame:
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(work, from_arrow_schema(RESULT))


def _names(files: Iterable[Input]) -> list[str]:
    """URIs whose characters are meant as they stand, not as patterns."""
    return [re.sub(r"([\[\]{}*?\\])", r"\\\1", file.uri) for file in files]
