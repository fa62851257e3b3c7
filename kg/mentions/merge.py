"""What the tagger saw and what dictionaries and patterns found, made one.

Dictionary spans carry the tagger's probability as their score; a longer tagged span of the same
type replaces a dictionary term inside it (重离子装备制造 over 装备制造); spans only the tagger saw
join when they are probable enough; patterns that it thinks impossible go.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.mentions.industries import TAILS
from kg.mentions.span import Span
from kg.mentions.tagger import TaggedSpan

# Least probability of a span that only the tagger saw, by type; from cross-validation.
ALONE = {"Industry": 0.8, "Strategy": 0.9, "Organization": 0.5, "Project": 0.3, "Region": 0.5}
# Least probability of a span that a pattern found; patterns of the other types stand by themselves.
PATTERN = {"Industry": 0.2, "Region": 0.1}
OVERRULE = 0.9  # probability from which a longer tagged span replaces a dictionary term
MARKS = "“”《》"
KINDS = {"Industry": "industry", "Strategy": "programme", "Organization": "enterprise",
         "Project": "project", "Region": "zone"}  # fmt: skip
WEAK = 0.3  # probability from which a word that needs context counts


def merge(view: str, spans: Sequence[Span], tagged: Sequence[TaggedSpan]) -> list[Span]:
    """All spans of one sentence (they may still overlap), scored by ``tagged``."""
    out = rate(view, spans, tagged)
    for start, end, kind, p in tagged:
        inside = [s for s in out if s.type == kind and start <= s.start and s.end <= end]
        least = OVERRULE if inside else ALONE[kind]
        if p < least or any(_same(view, s, start, end) for s in inside):
            continue
        if kind == "Region" and any(s.end == end for s in inside):
            continue  # the gazetteer's boundary stands
        out.append(Span(start, end, kind, view[start:end], KINDS[kind], "tagger", score=p))
    return out


def rate(view: str, spans: Sequence[Span], tagged: Sequence[TaggedSpan]) -> list[Span]:
    """The spans with their scores, without the patterns that the tagger thinks impossible."""
    out = []
    for span in spans:
        span.score = max(
            (t.probability for t in tagged
             if t.type == span.type and _same(view, span, t.start, t.end)),
            default=0.0,
        )  # fmt: skip
        if span.source not in ("pattern", "list") or span.score >= PATTERN.get(span.type, 0.0):
            out.append(span)
    return out


def _same(view: str, span: Span, start: int, end: int) -> bool:
    """Whether two spans are one but for quotes or a trailing 产业."""
    if span.start == start and span.end == end:
        return True
    if abs(span.start - start) > 1 or abs(span.end - end) > 3:
        return False
    name, other = view[span.start : span.end].strip(MARKS), view[start:end].strip(MARKS)
    return other.startswith(name) and other[len(name) :] in ("", *TAILS)
