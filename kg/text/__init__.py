"""Document to sentences: lines judged, broken ones rejoined, headings kept as context."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Document, Sentence, SentenceKind
from kg.text.boilerplate import boilerplate_scope, mark_boilerplate
from kg.text.headings import HeadingStack, mark_headings
from kg.text.lines import Line, split_lines
from kg.text.normalize import normalize, view
from kg.text.split import ends
from kg.text.wraps import join

_LONGEST_CREDIT = 80


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Sentences of a document in text order, without overlap (see :class:`kg.model.Sentence`).

    Boilerplate stays in, with its own kind. Headings are one sentence each and stand in
    ``headings`` of what follows them. Never raises for any text.
    """
    norm = normalize(document.text)
    lines = split_lines(norm)
    mark_boilerplate(lines)
    mark_headings(lines)
    stack = HeadingStack()
    out: list[Sentence] = []
    for paragraph, group in enumerate(join(lines)):
        kind: SentenceKind = group[0].kind
        above = stack.current
        for spans in _spans(norm, group):
            text, offsets = view(norm, spans)
            here = _credit_or(kind, text)
            out.append(
                Sentence(len(out), spans[0][0], spans[-1][1], text, offsets, here, above, paragraph)
            )
        if kind == "heading":
            stack.push(group[0].level, out[-1].view)
        elif kind == "body":
            stack.body()
    return tuple(out)


def _spans(norm: str, group: list[Line]) -> Iterator[list[tuple[int, int]]]:
    """Spans of each sentence of a paragraph, more than one where a line is cut out of it."""
    first, last = group[0], group[-1]
    if first.kind == "heading":
        yield [(first.start, first.end)]
        return
    cuts = [(line.start, line.end) for line in group if line.kind != first.kind]
    for start, end in ends(norm, first.start, last.end, cuts):
        inside = [cut for cut in cuts if start < cut[0] < end]
        edges = [start, *(edge for cut in inside for edge in cut), end]
        yield list(zip(edges[::2], edges[1::2], strict=True))


def _credit_or(kind: SentenceKind, text: str) -> SentenceKind:
    """Credits in brackets stand at the end of many last paragraphs, as a sentence of their own."""
    bracketed = text[0] in "（(" and len(text) <= _LONGEST_CREDIT
    return "boilerplate" if bracketed and boilerplate_scope(text) else kind
