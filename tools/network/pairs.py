"""Pairs of names, which the network learns beside the names: an auxiliary task.

To say what two names have to do with one another sharpens the vectors from which names are read.
The scores themselves are not used at work: the models that judge candidates were no better with
them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.model import RelationType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TYPES = ("Region", "Industry", "Strategy", "Organization", "Project")
RELATIONS: tuple[RelationType, ...] = (
    "DEVELOPS", "COVERS", "PROMOTES", "PART_OF", "COOPERATES_WITH", "LOCATED_IN", "ENGAGES_IN",
)  # fmt: skip
PLANNED = len(RELATIONS)
"""Column of a pair's scores that speaks of the status: planned rather than existing."""

FARTHEST = 150  # characters between two names that are scored as a pair
LINES = 3  # sentences between them
FEATURES = 40
NEAR = 12  # names between two others within which those of one type are counted


class Place(NamedTuple):
    """A name in the encoded text: characters ``start`` to ``end``, number of its type."""

    start: int
    end: int
    type: int


class Surroundings:
    """What the distance and the names between two names tell; the same in training and at work."""

    def __init__(self, places: Sequence[Place], starts: Sequence[int]) -> None:
        """``places`` of all names of a document, ``starts`` of its sentences."""
        self._starts = starts
        self._places = sorted(set(places))
        self._regions = [p.start for p in self._places if p.type == 0]

    def near(self, one: Place, other: Place) -> bool:
        """Whether two names stand near enough to be scored as a pair."""
        lines = abs(self._line(one) - self._line(other))
        return abs(one.start - other.start) <= FARTHEST and lines <= LINES

    def single(self, place: Place) -> Floats:
        """Features of a name by itself."""
        import numpy as np

        out = np.zeros(FEATURES, np.float32)
        out[31] = out[26 + place.type] = 1.0
        return out

    def features(self, one: Place, other: Place) -> Floats:
        """Distance, order, sentences apart, names between, types."""
        import numpy as np

        out = np.zeros(FEATURES, np.float32)
        low, high = sorted((one.start, other.start))
        nested = (one.start <= other.start and other.end <= one.end) or (
            other.start <= one.start and one.end <= other.end
        )
        gap = max(0, high - min(one.end, other.end))
        out[0 if nested else 1 + min(7, (gap + 1).bit_length() - 1)] = 1.0
        lines = abs(self._line(one) - self._line(other))
        out[9] = one.start < other.start
        out[10 + min(lines, 2)] = 1.0
        regions = bisect_left(self._regions, high) - bisect_right(self._regions, low)
        out[13 + min(max(0, regions), 3)] = 1.0
        out[17 + min(self._same_between(one, other), 3)] = 1.0
        out[21 + one.type] = out[26 + other.type] = 1.0
        return out

    def _line(self, place: Place) -> int:
        return bisect_right(self._starts, place.start) - 1

    def _same_between(self, one: Place, other: Place) -> int:
        a, b = sorted((bisect_left(self._places, one), bisect_left(self._places, other)))
        if b - a >= NEAR:
            return 3
        return sum(1 for p in self._places[a + 1 : b] if p.type == other.type)
