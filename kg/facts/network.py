"""What the network says of candidates, as features for the models that judge them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.facts.candidates import Candidate
from kg.model import Mention
from kg.neural import Encoding, Place
from kg.neural.encoding import PLANNED, RELATIONS

STEPS = range(-6, 5)
"""Log odds at which features switch on."""

Pair = tuple[Place, Place]


def scored(
    encoding: Encoding | None, mentions: Sequence[Mention], proposed: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates of one document with the network's features added to theirs."""
    if encoding is None or not proposed:
        return list(proposed)
    encoding.enter(mentions)
    places = [tuple(encoding.place(m) if m else None for m in c.named) for c in proposed]
    near = [(a, b) if a and b and a != b and encoding.near(a, b) else None for a, b in places]
    pairs = _numbered(p for p in near if p is not None)
    singles = _numbered(p for ends in places for p in ends if p is not None)
    pair_scores = encoding.pairs(list(pairs)).tolist() if pairs else []
    single_scores = encoding.singles(list(singles)).tolist() if singles else []
    column = [RELATIONS.index(c.type) for c in proposed]
    odds = [
        pair_scores[pairs[p]][k] if p is not None else None
        for p, k in zip(near, column, strict=True)
    ]
    best: dict[tuple[int, tuple[str, int, str]], float] = defaultdict(lambda: -99.0)
    for c, o in zip(proposed, odds, strict=True):
        if o is not None:
            best[c.sentence, c.item] = max(best[c.sentence, c.item], o)
    out = []
    for c, k, o, p, ends in zip(proposed, column, odds, near, places, strict=True):
        alone = [single_scores[singles[e]][k] if e is not None else None for e in ends]
        planned = None
        if p is not None:
            planned = pair_scores[pairs[p]][PLANNED]
        elif ends[1] is not None:
            planned = single_scores[singles[ends[1]]][PLANNED]
        features = (*c.features, *_features(o, alone, best[c.sentence, c.item], c))
        out.append(replace(c, features=features, planned=planned))
    return out


def _numbered(items: Iterator[object]) -> dict[object, int]:
    out: dict[object, int] = {}
    for item in items:
        out.setdefault(item, len(out))
    return out


def _features(
    odds: float | None, alone: Sequence[float | None], best: float, c: Candidate
) -> Iterator[str]:
    how = next((f for f in c.features if f.startswith("how=") and "|" not in f), "how=")
    pair = "no" if odds is None else str(_level(odds))
    yield f"nn={pair}|{how}"
    yield f"nn={pair}|rule={c.rule.id}"
    if odds is None:
        yield "nn=no"
        yield f"rival={_level(best) // 2}|{how}" if best > -99 else "rival=no"
    else:
        yield from (f"nn>{step}" for step in STEPS if odds > step)
        yield f"behind={min(4, int(best - odds))}"
    for side, value in zip("ht", alone, strict=True):
        if value is None:
            yield f"{side}=no"
            continue
        yield from (f"{side}>{step}" for step in STEPS if value > step)
        yield f"{side}={_level(value)}|{how}"
        yield f"{side}={_level(value)}|nn={pair}"


def _level(odds: float) -> int:
    return max(-6, min(4, int(odds // 1)))
