"""Document to sentences: lines judged, broken ones rejoined, headings kept as context."""

from __future__ import annotations

from kg.model import Document, Sentence
from kg.text.normalize import normalize, view
from kg.text.split import ends


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Sentences of a document in text order, without overlap (see :class:`kg.model.Sentence`)."""
    norm = normalize(document.text)
    out: list[Sentence] = []
    position = 0
    for paragraph, line in enumerate(norm.split("\n")):
        for start, end in ends(norm, position, position + len(line)):
            text, offsets = view(norm, [(start, end)])
            out.append(Sentence(len(out), start, end, text, offsets, paragraph=paragraph))
        position += len(line) + 1
    return tuple(out)
