"""Whether the sources still say, letter by letter, what the tables quote from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from kg.errors import ReadError
from kg.model import Document
from kg.read import read_path
from kg.resolve import text_hash
from kg.tables import Build
from kg.text.normalize import normalize, view
from kg.verify.findings import Finding, Tally

Row = dict[str, Any]
BATCH = 5_000_000  # characters of sources that are held at once
_COLUMNS = ["id", "path", "sha256", "text_hash", "chars"]
# Which columns of a table hold a span's text; mentions are in matching form, see _same.
_QUOTED = {"sentences": "text", "facts": "evidence", "indicators": "evidence", "mentions": "text"}


class _Tallies:
    """The kinds of trouble that sources can show."""

    def __init__(self) -> None:
        self.vanished = Tally("source-vanished", "a source is not there any more", note=True)
        self.changed = Tally(
            "source-changed", "a source has changed and no longer holds a document", note=True
        )
        self.hash = Tally("source-hash", "a document's hash is not that of its source")
        self.text = Tally("source-text", "a document's text is not the one that was read")
        self.quotes = {
            table: Tally(
                f"source-{table}", f"a source does not say what one of the {table} quotes there"
            )
            for table in _QUOTED
        }

    def findings(self) -> list[Finding]:
        tallies = (self.vanished, self.changed, self.hash, self.text, *self.quotes.values())
        return [finding for tally in tallies for finding in tally.findings()]


def check_sources(build: Build, sound: set[str], root: Path | None) -> tuple[list[Finding], int]:
    """Read every source that is still there and compare; findings, and documents compared.

    Paths that are not absolute begin at ``root`` (default: the working directory).
    """
    tallies, compared = _Tallies(), 0
    held: list[Document] = []
    size = 0
    for document in _documents(build, tallies, root or Path()):
        held.append(document)
        size += len(document.text)
        compared += 1
        if size >= BATCH:
            _check_quotes(build, sound, held, tallies)
            held, size = [], 0
    _check_quotes(build, sound, held, tallies)
    return tallies.findings(), compared


def _documents(build: Build, tallies: _Tallies, root: Path) -> Iterator[Document]:
    """The documents of the build that their sources still hold."""
    table = build.table("documents", _COLUMNS).sort_by("path")
    for path, rows in groupby(table.to_pylist(), lambda row: str(row["path"])):
        wanted = {str(row["id"]): row for row in rows}
        place = root / path
        if not place.exists():
            for _ in wanted:
                tallies.vanished.add(path)
            continue
        for document in read_path(place, {}):
            row = None if isinstance(document, ReadError) else wanted.pop(document.id, None)
            if row is not None and isinstance(document, Document):
                _check_document(document, row, tallies)
                yield document
        for key in wanted:
            tallies.changed.add(f"{path} {key}")


def _check_document(document: Document, row: Row, tallies: _Tallies) -> None:
    if document.sha256 != row["sha256"]:
        tallies.hash.add(f"{row['path']} {row['id']}")
    if len(document.text) != row["chars"] or text_hash(document.text) != row["text_hash"]:
        tallies.text.add(f"{row['path']} {row['id']}")


def _check_quotes(
    build: Build, sound: set[str], documents: Sequence[Document], tallies: _Tallies
) -> None:
    texts = {document.id: _Text(document.text) for document in documents}
    for table, column in _QUOTED.items():
        if table in sound:
            tally = tallies.quotes[table]
            for row in _rows(build, table, column, texts):
                if not texts[row["document"]].says(row["start"], row["end"], row[column], table):
                    tally.add(f"{row['document']} {row['start']}-{row['end']} {row[column]}")


def _rows(build: Build, table: str, column: str, documents: Iterable[str]) -> Iterator[Row]:
    wanted = pa.array(sorted(documents), pa.string())
    rows = ds.dataset(build.table_path(table), format="parquet").scanner(
        columns=["document", "start", "end", column],
        filter=pc.field("document").isin(wanted),
    )
    for batch in rows.to_batches():
        yield from batch.to_pylist()


class _Text:
    """A document's text, and its matching form when that is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._normal: str | None = None

    def says(self, start: int | None, end: int | None, quoted: str | None, table: str) -> bool:
        """Whether the text says ``quoted`` at this span; mentions may be in matching form."""
        if start is None or end is None or quoted is None or not 0 <= start < end:
            return False
        if self._text[start:end] == quoted:
            return True
        if table != "mentions" or end > len(self._text):
            return False
        if self._normal is None:
            self._normal = normalize(self._text)
        return view(self._normal, [(start, end)])[0] == quoted
