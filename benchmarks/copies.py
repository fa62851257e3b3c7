"""A corpus made larger by texts that are new to everything that looks for the same text.

Copy 0 is the corpus itself. In copy k each document keeps its first sentence, its date and the
number of its sentences; sentence j comes from another document, k · (j + 1) · 7919 places on among
those that are long enough, so that no two documents of any two copies share more than a sentence
or two, and every sentence of the corpus comes once in every copy. All numbers of a sentence but
dates change with the copy, their digits stay as many, so that a document of one sentence is new as
well. Text hashes differ and MinHash signatures are those of different texts, while words, lengths
and the mixture of subjects, which decide what extraction costs, stay what they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Record = dict[str, Any]

_STEP = 7919  # a prime larger than any number of sentences, so that places do not repeat soon
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]*[”』」）\n]*")
_NUMBER = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d+(?![\d年月日时])")


def copy(records: Sequence[Record], number: int) -> Iterator[Record]:
    """Copy ``number`` of the corpus: as many documents and sentences, none of them the same."""
    if number == 0:
        yield from records
        return
    split = [sentences(record["text"]) for record in records]
    longest = max(map(len, split), default=0)
    # Documents that have a sentence j, and where each stands among them.
    long = [[i for i, found in enumerate(split) if len(found) > j] for j in range(longest)]
    places = [{i: place for place, i in enumerate(row)} for row in long]
    for i, record in enumerate(records):
        dealt = []
        for j in range(len(split[i])):
            row = long[j]
            place = places[j][i] + (number * (j + 1) * _STEP if j else 0)
            dealt.append(renumbered(split[row[place % len(row)]][j], number))
        yield {**record, "id": f"copy{number}-{record['id']}", "text": "".join(dealt)}


def sentences(text: str) -> list[str]:
    """Pieces of ``text`` that together are the text."""
    return [piece for piece in _SENTENCE.findall(text) if piece]


def renumbered(text: str, number: int) -> str:
    """``text`` with other numbers: each digit moved on by ``number``, a first one never to 0."""

    def moved(found: re.Match[str]) -> str:
        digits = found[0]
        first = str((int(digits[0]) - 1 + number) % 9 + 1) if digits[0] != "0" else "0"
        return first + "".join(str((int(digit) + number) % 10) for digit in digits[1:])

    return _NUMBER.sub(moved, text)
