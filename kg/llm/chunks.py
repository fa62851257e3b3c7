"""Documents in pieces that one request can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Sentence

SIZE = 1500  # characters of sentences a request
LONGEST = 4000  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sentences that follow one another, and the one before them, for who is spoken of."""

    sentences: tuple[Sentence, ...]
    before: Sentence | None = None

    def halves(self) -> tuple[Chunk, Chunk]:
        """Two chunks of half the sentences each (of at least two)."""
        middle = len(self.sentences) // 2
        first, second = self.sentences[:middle], self.sentences[middle:]
        return Chunk(first, self.before), Chunk(second, first[-1])


def shown(sentence: Sentence) -> str:
    """The sentence as the model sees it, on one line; positions are those of its view."""
    return sentence.view.replace("\n", " ")


def too_long(sentence: Sentence) -> bool:
    """Whether this is no sentence but a stretch without an end, too long to be sent."""
    return sentence.kind != "boilerplate" and len(sentence.view) > LONGEST


def chunks(sentences: Sequence[Sentence]) -> Iterator[Chunk]:
    """What is to be read, in pieces of about :data:`SIZE` characters; no boilerplate."""
    before: Sentence | None = None
    piece: list[Sentence] = []
    size = 0
    for sentence in sentences:
        if sentence.kind == "boilerplate" or not sentence.view or too_long(sentence):
            continue
        if piece and size + len(sentence.view) > SIZE:
            yield Chunk(tuple(piece), before)
            before, piece, size = piece[-1], [], 0
        piece.append(sentence)
        size += len(sentence.view)
    if piece:
        yield Chunk(tuple(piece), before)
