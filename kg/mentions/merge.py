"""What the tagger saw and what dictionaries and patterns found, made one.

Dictionary spans carry the tagger's probability as their score; a longer tagged span of the same
type replaces a dictionary term inside it (重离子装备制造 over 装备制造); spans only the tagger saw
join when they are probable enough; patterns that it thinks impossible go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.mentions.span import Span
from kg.mentions.tagger import TaggedSpan

# Least probability of a span that only the tagger saw, by type; from cross-validation.
ALONE = {"Industry": 0.35, "Strategy": 0.35, "Organization": 0.15, "Project": 0.12, "Region": 0.5}
# Least probability of a span that a pattern found.
PATTERN = {"Industry": 0.2, "Strategy": 0.2, "Organization": 0.0, "Project": 0.0, "Region": 0.1}
OVERRULE = 0.5  # probability from which a longer tagged span replaces a dictionary term
WEAK = 0.3  # probability from which a word that needs context counts


def merge(view: str, spans: Sequence[Span], tagged: Iterable[TaggedSpan]) -> list[Span]:
    """All spans of one sentence (they may still overlap), scored by ``tagged``."""
    seen = {(t.start, t.end, t.type): t.probability for t in tagged}
    out: list[Span] = []
    for span in spans:
        span.score = max(
            (p for (a, b, kind), p in seen.items() if kind == span.type and _same(view, span, a, b)),
            default=0.0,
        )
        if span.source in ("pattern", "list") and span.score < PATTERN[span.type]:
            continue
        out.append(span)
    for (start, end, kind), p in seen.items():
        inside = [s for s in out if s.type == kind and start <= s.start and s.end <= end]
        least = OVERRULE if inside else ALONE[kind]
        if p < least or any(_same(view, s, start, end) for s in inside):
            continue
        if kind == "Region" and any(s.end == end for s in inside):
            continue  # the gazetteer's boundary stands
        out.append(Span(start, end, kind, view[start:end], _kind(kind), "tagger", score=p))
    return out


def _same(view: str, span: Span, start: int, end: int) -> bool:
    """Whether two spans are one but for quotes or a trailing 产业."""
    if span.start == start and span.end == end:
        return True
    near = abs(span.start - start) <= 1 and abs(span.end - end) <= 3
    return near and view[start:end].strip("“”《》").startswith(
        view[span.start : span.end].strip("“”《》")
    ) and view[start:end].strip("“”《》")[len(view[span.start : span.end].strip("“”《》")) :] in (
        "", "产业", "行业", "产业链", "集群", "领域",
    )  # fmt: skip


def _kind(kind: str) -> str:
    return {"Industry": "industry", "Strategy": "programme", "Organization": "enterprise",
            "Project": "project", "Region": "zone"}[kind]  # fmt: skip
