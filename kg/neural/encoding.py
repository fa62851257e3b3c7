"""A document as the network read it, and what that says of pairs of names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Mention, RelationType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.neural.network import Network

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


class Encoding:
    """Vectors of all characters of a document's sentences, and scores of names and pairs.

    Scores are log odds, one row a pair: a column for each of :data:`RELATIONS`, then
    :data:`PLANNED`.
    """

    def __init__(self, network: Network, hidden: Floats, numbers: dict[int, int],
                 starts: Sequence[int]) -> None:  # fmt: skip
        """``numbers`` leads from a sentence's index to its place in ``starts``."""
        import numpy as np

        self._network = network
        self._hidden = hidden
        self._numbers = numbers
        self._starts = starts
        self._sums = np.concatenate((np.zeros((1, hidden.shape[1])), np.cumsum(hidden, axis=0)))
        self._around = Surroundings((), starts)

    def enter(self, mentions: Sequence[Mention]) -> None:
        """Tell all mentions of the document, before pairs are scored."""
        places = [p for m in mentions if (p := self.place(m)) is not None]
        self._around = Surroundings(places, self._starts)

    def place(self, mention: Mention) -> Place | None:
        """Where a mention stands in the encoded text."""
        number = self._numbers.get(mention.sentence)
        if number is None:
            return None
        start = self._starts[number]
        kind = TYPES.index(mention.entity.type)
        return Place(start + mention.start, start + mention.end, kind)

    def near(self, one: Place, other: Place) -> bool:
        """Whether two names stand near enough to be scored as a pair."""
        return self._around.near(one, other)

    def singles(self, places: Sequence[Place]) -> Floats:
        """How likely each name is part of a relation of some type, whoever the other is."""
        import numpy as np

        w = self._network.weights
        tails = self._ends(places)
        features = np.stack([self._around.single(p) for p in places])
        dense = w["null"] + tails @ w["pair_b"] + features @ w["pair_d"] + w["pair_bias"]
        zeros = np.zeros((len(places), w["pair_e"].shape[1]), np.float32)
        return self._out(dense, zeros)

    def pairs(self, pairs: Sequence[tuple[Place, Place]]) -> Floats:
        """Scores of pairs of names, head first."""
        import numpy as np

        w = self._network.weights
        heads, tails = self._ends([a for a, _ in pairs]), self._ends([b for _, b in pairs])
        left = np.array([min(a.end, b.end) for a, b in pairs])
        right = np.maximum(left, [max(a.start, b.start) for a, b in pairs])
        between = self._sums[right] - self._sums[left]
        between /= np.maximum(1, right - left)[:, None]
        features = np.stack([self._around.features(a, b) for a, b in pairs])
        dense = heads @ w["pair_a"] + tails @ w["pair_b"] + features @ w["pair_d"] + w["pair_bias"]
        dense += between.astype(np.float32) @ w["pair_c"]
        product = (heads @ w["pair_e"]) * (tails @ w["pair_f"])
        return self._out(dense, product)

    def _ends(self, places: Sequence[Place]) -> Floats:
        """Mean of a name's first and last vector."""
        import numpy as np

        first = self._hidden[np.array([p.start for p in places])]
        out: Floats = (first + self._hidden[np.array([p.end - 1 for p in places])]) / 2
        return out

    def _out(self, dense: Floats, product: Floats) -> Floats:
        import numpy as np

        w = self._network.weights
        joined = np.concatenate((np.maximum(dense, 0.0), product), axis=1)
        out: Floats = joined @ w["pair_out"] + w["pair_out_bias"]
        return out
