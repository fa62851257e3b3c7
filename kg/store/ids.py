"""Node ids by the million, held as hashes: eight bytes each, however long they are.

The hashes are Python's own, of 64 bits. Among a million ids two share one in one of thirty million
builds; :class:`RecordIds` notices it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from kg.errors import DataError

Numbers = npt.NDArray[np.int64]
_PLACE_BITS = 48


def hashes(ids: Sequence[str]) -> Numbers:
    """The hash of each id, the same within this process."""
    return np.fromiter(map(hash, ids), np.int64, len(ids))


def found(wanted: Numbers, among: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Where each of ``wanted`` stands in the sorted ``among``, and whether it does."""
    at = np.searchsorted(among, wanted)
    known = at < len(among)
    known[known] = among[at[known]] == wanted[known]
    return at, known


class RecordIds:
    """The record id of each node in a database, in sixteen bytes a node."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._parts: list[tuple[Numbers, Numbers]] = []
        self._hashes: Numbers = np.empty(0, np.int64)
        self._places: Numbers = np.empty(0, np.int64)

    def add(self, ids: Sequence[str], rids: Iterable[str]) -> None:
        """Note the record ids (``#bucket:position``) of some nodes."""
        places = np.fromiter(map(_packed, rids), np.int64, len(ids))
        self._parts.append((hashes(ids), places))

    def of(self, ids: Sequence[str]) -> list[str]:
        """The record ids of nodes; :class:`kg.errors.DataError` where a node is not known."""
        if self._parts:
            self._sort()
        at, known = found(hashes(ids), self._hashes)
        if not known.all():
            raise DataError(f"edges table: no node has the id {ids[int(np.argmin(known))]!r}")
        return list(map(_written, self._places[at].tolist()))

    def _sort(self) -> None:
        parts = [(self._hashes, self._places), *self._parts]
        self._hashes, self._places = (np.concatenate(c) for c in zip(*parts, strict=True))
        self._parts = []
        order = np.argsort(self._hashes)
        self._hashes, self._places = self._hashes[order], self._places[order]
        if (self._hashes[1:] == self._hashes[:-1]).any():
            raise DataError("nodes table: two nodes have one id")


def _packed(rid: str) -> int:
    bucket, place = rid[1:].split(":")
    return int(bucket) << _PLACE_BITS | int(place)


def _written(place: int) -> str:
    return f"#{place >> _PLACE_BITS}:{place & (1 << _PLACE_BITS) - 1}"
