"""What tells copies of a text apart from other texts: a hash, and a MinHash signature.

Both look at letters and digits alone, so that layout and file format do not matter. The signature
is one-permutation MinHash (Li, Owen and Zhang 2012) with optimal densification (Shrivastava 2017):
every run of five letters is hashed once, the hashes fall into 128 equal ranges, and the signature
holds the smallest of each. Two texts agree in about as large a part of the 128 as they have of
their runs in common (Jaccard), whatever their length, within about 0.04.
"""

from __future__ import annotations

import functools
import hashlib

import numpy as np
from numpy.typing import NDArray

RUN = 5  # letters
SLOTS = 128
LEAST = 50  # different runs; shorter texts are only compared to the letter
SIZE = 4 * (1 + SLOTS)  # bytes: the number of different runs, and the slots

Codes = NDArray[np.uint32]


def letters(text: str) -> Codes:
    """Code points of the letters and digits of ``text``, Latin ones small and of normal width."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    # What lies beyond the basic plane are rare characters: they stay as they are.
    folded = np.where(codes < 0xFFFF, _folded()[np.minimum(codes, 0xFFFF)], codes)
    kept: Codes = folded[folded != 0]
    return kept


def text_hash(text: str) -> str:
    """Hash of the letters and digits of ``text``: copies in another layout have the same one."""
    return hashlib.sha256(letters(text).tobytes()).hexdigest()[:32]


def signature(text: str) -> bytes | None:
    """The signature of ``text``, :data:`SIZE` bytes, little-endian; None for one too short."""
    runs = _runs(letters(text))
    if len(runs) < LEAST:
        return None
    bounds = np.searchsorted(runs, _starts())
    filled = bounds < np.append(bounds[1:], len(runs))
    slots = np.zeros(SLOTS, np.uint32)
    slots[filled] = runs[bounds[filled]]
    if not filled.all():
        slots = slots[_donors(filled)]
    return np.append(np.uint32(len(runs)), slots).astype("<u4").tobytes()


def _runs(codes: Codes) -> NDArray[np.uint32]:
    """Hashes of all runs of :data:`RUN` letters, each once, in order."""
    count = len(codes) - RUN + 1
    if count < 1:
        return np.zeros(0, np.uint32)
    wide = codes.astype(np.uint64)
    mixed = np.zeros(count, np.uint64)
    for place in range(RUN):
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed += wide[place : place + count]
    # The last steps of splitmix64: every bit of the input reaches the upper half.
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    hashes = (mixed >> np.uint64(32)).astype(np.uint32)
    hashes.sort()
    fresh = np.empty(count, np.bool_)
    fresh[0] = True
    np.not_equal(hashes[1:], hashes[:-1], out=fresh[1:])
    return hashes[fresh]


def _donors(filled: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For each slot the slot it takes its value from: itself, or the first filled one of its own
    pseudo-random sequence, which is the same in every text."""
    tries = _sequences()
    found = filled[tries]
    # A sequence visits every slot, so there is always one that is filled.
    donors: NDArray[np.intp] = tries[np.arange(SLOTS), found.argmax(axis=1)]
    return donors


@functools.cache
def _starts() -> NDArray[np.uint32]:
    return (np.arange(SLOTS, dtype=np.uint64) << np.uint64(25)).astype(np.uint32)


@functools.cache
def _sequences() -> NDArray[np.intp]:
    """A permutation of the slots for each slot, which begins with the slot itself."""
    random = np.random.Generator(np.random.PCG64(5))
    order = random.random((SLOTS, SLOTS))
    order[np.arange(SLOTS), np.arange(SLOTS)] = -1.0
    return order.argsort(axis=1)


@functools.cache
def _folded() -> Codes:
    """What each code point of the basic plane counts as; 0 for what is no letter or digit."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[[not chr(code).isalnum() for code in range(0x10000)]] = 0
    wide = slice(0xFF01, 0xFF5F)
    table[wide] = np.where(table[wide], table[wide] - 0xFEE0, 0)
    capital = (table >= ord("A")) & (table <= ord("Z"))
    table[capital] += 32
    return table
