"""What the tagger saw and what dictionaries and patterns found, made one.

The tagger's probability is every span's score. Where spans of one type overlap, the likelier one
stands, and a dictionary's term or a pattern that the tagger thinks impossible goes. Spans only the
tagger saw join when they are probable enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.mentions.industries import TAILS
from kg.mentions.span import Span
from kg.mentions.tagger import TaggedSpan
from kg.model import EntityType

# Least probability of a span that only the tagger saw, by type; from cross-validation.
ALONE = {"Industry": 0.4, "Strategy": 0.35, "Organization": 0.4, "Project": 0.35, "Region": 0.4}
# The same for firms that a project's name begins with (宝丰煤制烯烃项目), and for the project.
BUILDER, BUILDS = 0.2, 0.35
# Least probability of a span that a pattern found, and of one that an enumeration called so: of
# what the tagger thinks impossible, one in ten is a name (measured on documents it had not seen).
PATTERN: Mapping[EntityType, float] = {
    "Industry": 0.2,
    "Region": 0.1,
    "Project": 0.4,
    "Strategy": 0.3,
    "Organization": 0.05,
}
LIST: Mapping[EntityType, float] = {
    "Industry": 0.2,
    "Project": 0.05,
    "Strategy": 0.05,
    "Organization": 0.05,
}
# Least probability of a dictionary's term; of regions dictionaries are sure.
LISTED: Mapping[EntityType, float] = {
    "Industry": 0.05,
    "Project": 0.1,
    "Organization": 0.05,
    "Strategy": 0.2,
}
LEAST: dict[str, Mapping[EntityType, float]] = {"pattern": PATTERN, "list": LIST, "lexicon": LISTED}
SORTS = ("line", "facility")
PLAIN = ("town",)  # kinds of regions that the tagger has not learned, and dictionaries do not list
MARKS = "“”‘’《》"
KINDS = {"Industry": "industry", "Strategy": "programme", "Organization": "enterprise",
         "Project": "project", "Region": "zone"}  # fmt: skip
WEAK = 0.3  # probability from which a word that needs context counts


def merge(view: str, spans: Sequence[Span], tagged: Sequence[TaggedSpan]) -> list[Span]:
    """All spans of one sentence (they may still overlap), scored by ``tagged``."""
    if not (spans or tagged):
        return []
    out = rate(view, spans, tagged)
    begun = {t.start: t.end for t in tagged if t.type == "Project" and t.probability >= BUILDS}
    for start, end, kind, p in tagged:
        builder = kind == "Organization" and end < begun.get(start, 0)
        if p < (BUILDER if builder else ALONE[kind]) or any(
            _same(view, s, start, end) for s in out if s.type == kind
        ):
            continue
        rivals = [s for s in out if s.type == kind and s.start < end and start < s.end]
        if kind == "Region" and any(s.end == end for s in rivals):
            continue  # the gazetteer's boundary stands
        if any(s.score >= p or s.source == "title" or _listed(view, s) for s in rivals):
            continue
        if kind != "Region":
            out = [s for s in out if s not in rivals]
        out.append(Span(start, end, kind, view[start:end], KINDS[kind], "tagger", score=p))
    return out


def _listed(view: str, span: Span) -> bool:
    """Whether it is the last of those that are listed: 青石岭、白水河 in 青石岭、白水河等水库."""
    return span.source == "list" and view.startswith("等", span.end)


def rate(view: str, spans: Sequence[Span], tagged: Sequence[TaggedSpan]) -> list[Span]:
    """The spans with their scores, without those that the tagger thinks impossible.

    An industry of the dictionary that the text calls one (汽车产业) stands, and what is listed as
    a sort of thing (水库, 铁路) and not as a mere 项目.
    """
    out = []
    for span in spans:
        span.score = max(
            (t.probability for t in tagged
             if t.type == span.type and _same(view, span, t.start, t.end)),
            default=0.0,
        )  # fmt: skip
        listed = span.source not in ("pattern", "list")
        called = listed and span.type == "Industry" and view.endswith("产业", 0, span.end)
        sort = span.source == "list" and span.kind in SORTS
        plain = span.kind in PLAIN
        if called or sort or plain or span.score >= LEAST.get(span.source, {}).get(span.type, 0.0):
            out.append(span)
    return out


def _same(view: str, span: Span, start: int, end: int) -> bool:
    """Whether two spans are one but for quotes or a trailing 产业."""
    if span.start == start and span.end == end:
        return True
    if abs(span.start - start) > 1 or abs(span.end - end) > 3:
        return False
    name, other = view[span.start : span.end].strip(MARKS), view[start:end].strip(MARKS)
    short, long = sorted((name, other), key=len)
    return long.startswith(short) and long[len(short) :] in ("", *TAILS)
