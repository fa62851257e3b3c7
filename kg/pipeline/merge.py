"""From selected documents to the tables of a build: which of them count, and their rows in order.

A build's tables are in the order of the files' paths, and within a file in the order of its
documents, however they were read: so the same documents always give the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.pipeline.known import Origin, Rows
from kg.resolve import EXTRACTED, TableFile
from kg.tables import SCHEMAS, SOURCES, Build

_ORDER = [("path", "ascending"), ("number", "ascending")]
_OPEN = 4  # origins that are open at a time, so that memory does not grow with their number


def choose(candidates: pa.Table, streams: pa.Table) -> pa.Table:
    """Candidates in the order of the build, each document once and the others as copies.

    Of the files that hold a document, the first counts and the others are copies; those that are
    gone come last, and where another file has all they had, nothing of them stays. ``streams``
    says of files that were taken document by document how they were read as a whole.
    """
    table = candidates.combine_chunks().sort_by(
        [("document", "ascending"), ("listed", "descending"), *_ORDER]
    )
    ids = table["document"].combine_chunks().dictionary_encode().indices.to_numpy()
    copies = pa.array(np.concatenate([[False], ids[1:] == ids[:-1]])[: len(ids)])
    table = _replaced(table, "copy", copies)
    at = pc.index_in(table["path"], streams["path"].combine_chunks())
    for name in ("sha256", "metadata"):
        whole = pc.if_else(pc.is_null(streams["sha256"]), None, streams[name])
        table = _replaced(table, name, pc.if_else(pc.is_null(at), table[name], whole.take(at)))
    return table.filter(pc.or_(table["listed"], pc.invert(table["copy"]))).sort_by(_ORDER)


def _replaced(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def write(build: Build, chosen: pa.Table, origins: Sequence[Origin]) -> None:
    """Write the tables of extraction of ``build``, its copies and its sources table."""
    own = chosen.filter(pc.invert(chosen["copy"]))
    copies = chosen.filter(chosen["copy"])
    _tables(build.path / "tables", own, origins)
    if len(copies):
        _tables(build.copies, copies, origins)
    with TableFile(build.sources, SOURCES) as file:
        file.add(chosen.select(SOURCES.names))


def _tables(folder: Path, chosen: pa.Table, origins: Sequence[Origin]) -> None:
    folder.mkdir(parents=True)
    runs = list(_runs(chosen["origin"].to_numpy(), chosen["place"].to_numpy()))
    for name in EXTRACTED:
        readers: dict[int, Rows] = {}
        with TableFile(folder / f"{name}.parquet", SCHEMAS[name]) as file:
            for origin, first, end in runs:
                for rows in _reader(readers, origin, name, origins).of(first, end):
                    file.add(rows)


def _reader(readers: dict[int, Rows], origin: int, name: str, origins: Sequence[Origin]) -> Rows:
    """The rows of an origin, of which the last few stay open."""
    reader = readers.pop(origin, None) or origins[origin].rows(name)
    readers[origin] = reader
    if len(readers) > _OPEN:
        del readers[next(iter(readers))]
    return reader


def _runs(origins: np.ndarray, places: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Stretches of places that follow one another in one origin."""
    if not len(places):
        return
    breaks = (np.diff(origins) != 0) | (np.diff(places) != 1)
    begins = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    ends = np.concatenate([begins[1:], [len(places)]])
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        yield int(origins[begin]), int(places[begin]), int(places[end - 1]) + 1
