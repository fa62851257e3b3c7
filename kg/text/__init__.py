"""Document to sentences: lines judged, broken ones rejoined, headings kept as context."""

from __future__ import annotations

from kg.model import Document, Sentence, SentenceKind
from kg.text.boilerplate import boilerplate_scope, mark_boilerplate
from kg.text.headings import HeadingStack, mark_headings
from kg.text.lines import Line, split_lines
from kg.text.normalize import normalize, view
from kg.text.split import ends
from kg.text.wraps import join, wrap_width

_LONGEST_CREDIT = 80


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Sentences of a document in text order, without overlap (see :class:`kg.model.Sentence`).

    Boilerplate stays in, with its own kind. Headings are one sentence each and stand in
    ``headings`` of what follows them. Never raises for any text.
    """
    norm = normalize(document.text)
    lines = split_lines(norm)
    mark_boilerplate(lines)
    width = wrap_width(lines)
    mark_headings(lines, width)
    stack = HeadingStack()
    out: list[Sentence] = []
    for paragraph, group in enumerate(join(lines, width)):
        kind: SentenceKind = group[0].kind
        above = stack.current
        for spans in _spans(norm, group):
            text, offsets = view(norm, spans)
            here: SentenceKind = "boilerplate" if text[0] == "（" and _is_credit(text) else kind
            start, end = offsets[0], max(offsets[-1] + 1, spans[-1][1])
            out.append(Sentence(len(out), start, end, text, offsets, here, above, paragraph))
        if kind == "heading":
            stack.push(group[0].level, out[-1].view)
        elif kind == "body":
            stack.body()
    return tuple(out)


def _spans(norm: str, group: list[Line]) -> list[list[tuple[int, int]]]:
    """Spans of each sentence of a paragraph, more than one where a line is cut out of it."""
    first, last = group[0], group[-1]
    if first.kind == "heading":
        return [[(first.start, first.end)]]
    if len(group) == 1:
        return [[span] for span in ends(norm, first.start, first.end)]
    cuts = [(line.start, line.end) for line in group if line.kind != first.kind]
    return [_around(span, cuts) for span in ends(norm, first.start, last.end, cuts)]


def _around(span: tuple[int, int], cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a span outside the cuts."""
    inside = [cut for cut in cuts if span[0] < cut[0] < span[1]]
    edges = [span[0], *(edge for cut in inside for edge in cut), span[1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _is_credit(text: str) -> bool:
    """Credits in brackets stand at the end of many last paragraphs, as a sentence of their own."""
    return len(text) <= _LONGEST_CREDIT and boilerplate_scope(text) != ""
