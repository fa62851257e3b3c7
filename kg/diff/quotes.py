"""The sentences behind changes, looked up for many changes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb

    from kg.diff.compare import Change

MOST = 3  # sentences of one change that are shown
_SENTENCES = """
SELECT w.number, s.text, COALESCE(d.title, d.name), d.published, hash(s.text)
FROM wanted w
JOIN {side}.sentences s ON s.id = w.sentence
JOIN {side}.documents d ON d.id = s.document
ORDER BY w.place
"""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that a build (``side``: old or new) cites, and where it stands."""

    side: str
    text: str
    document: str
    published: str | None


class Quotes:
    """Finds sentences in the builds of one comparison."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Look into the builds of this connection."""
        self._connection = connection.cursor()

    def added(self, changes: Sequence[Change]) -> Iterator[Change]:
        """The changes with their quotes: of a changed row only what the other build does not cite.

        Of a row whose sentences stayed as they were, those of the new build.
        """
        new, old = self._found(changes, "new"), self._found(changes, "old")
        for number, change in enumerate(changes):
            yield replace(change, quotes=(*new.get(number, ()), *old.get(number, ()))[: 2 * MOST])

    def _found(self, changes: Sequence[Change], side: str) -> dict[int, list[Quote]]:
        """At most :data:`MOST` quotes of one side by the number of the change."""
        wanted = [
            (number, place, sentence)
            for number, change in enumerate(changes)
            for place, sentence in enumerate(_cited(change, side))
        ]
        columns = [list(column) for column in zip(*wanted, strict=True)] or [[], [], []]
        types = (pa.int64(), pa.int64(), pa.string())
        arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
        self._connection.register("wanted", pa.table(arrays, ["number", "place", "sentence"]))
        found: dict[int, list[Quote]] = {}
        rows = self._connection.execute(_SENTENCES.format(side=side)).fetchall()
        for number, text, document, published, digest in rows:
            quotes = found.setdefault(number, [])
            if len(quotes) < MOST and not _cited_by_both(changes[number], digest):
                quotes.append(Quote(side, text, document, published))
        return found


def _cited(change: Change, side: str) -> Sequence[str]:
    """Ids of the sentences of a change on one side that may be shown."""
    row = change.old if side == "old" else change.new
    if row is None or (side == "old" and change.new and "texts" not in change.fields):
        return ()
    return row["sentences"] or ()


def _cited_by_both(change: Change, digest: int) -> bool:
    if "texts" not in change.fields or change.old is None or change.new is None:
        return False
    return digest in (change.old["texts"] or ()) and digest in (change.new["texts"] or ())
