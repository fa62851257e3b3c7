"""Cross-validation of the tagger by document, scored as the gold guide says."""

from __future__ import annotations

import importlib.util
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from kg.mentions.tagger import Tagger
from tools.tagger.gold import Labelled, is_zone
from tools.tagger.train import Clusters, Options, train

TYPES = ("Industry", "Strategy", "Organization", "Project", "Region")
KINDS = ("broadcast", "essay", "newspaper", "tradepage", "report")
FLOOR = 0.02
Found = dict[tuple[str, str], float]
"""Type and text of what was found in a document, with its probability."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in a document, by the tagger and by the lexicons alone."""

    document: Labelled
    tagger: Found
    lexicon: Found


def folds(documents: Sequence[Labelled], count: int = 5, seed: int = 3) -> list[int]:
    """Fold of each document, kinds of document spread evenly."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for i, document in enumerate(documents):
        kind = "seed" if document.name[:3].isdigit() else "other"
        by_kind[next((k for k in KINDS if k in document.name), kind)].append(i)
    rng = random.Random(seed)
    out = [0] * len(documents)
    place = 0
    for kind in sorted(by_kind):
        rng.shuffle(by_kind[kind])
        for i in by_kind[kind]:
            out[i] = place % count
            place += 1
    return out


def run_fold(
    documents: Sequence[Labelled], fold: Sequence[int], number: int,
    clusters: Clusters, options: Options,
) -> list[Result]:  # fmt: skip
    """Train on the other folds and read this one."""
    others = [d for d, f in zip(documents, fold, strict=True) if f != number]
    tagger = Tagger(train(others, clusters, options), clusters)
    here = [d for d, f in zip(documents, fold, strict=True) if f == number]
    return [Result(d, tagged(tagger, d), matched(d)) for d in here]


def tagged(tagger: Tagger, document: Labelled) -> Found:
    """The tagger's finds, each with its highest probability in the document."""
    found: Found = {}
    views = [line.view for line in document.lines]
    for view, spans in zip(views, tagger.tag_all(views, least=FLOOR), strict=True):
        for start, end, kind, probability in spans:
            key = (str(kind), view[start:end])
            found[key] = max(found.get(key, 0.0), probability)
    return found


def matched(document: Labelled) -> Found:
    """What the lexicons find by themselves."""
    kinds = {"I": "Industry", "S": "Strategy", "O": "Organization", "F": "Region"}
    return {
        (kinds[letter], name): 1.0
        for line in document.lines
        for (_, _, letter), name in line.matches
        if letter in kinds
    }


def scorer(gold: Path) -> ModuleType:
    """The gold set's own ``score.py``, for its normal forms of names."""
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Choice = Callable[[Result], Found]


def count(results: Sequence[Result], choose: Choice, score: ModuleType) -> dict[str, Counter[str]]:
    """True, found and expected entities by type, matched as ``score.py`` does."""
    out: dict[str, Counter[str]] = {kind: Counter() for kind in TYPES}
    for result in results:
        entities = result.document.annotation["entities"]
        by_form: dict[tuple[str, str], int] = {}
        for i, entity in enumerate(entities):
            for key in score.keys(entity):
                by_form.setdefault((entity["type"], key), i)
        hits = set()
        for kind, name in _distinct(choose(result), score):
            places = (by_form.get((kind, form)) for form in score.forms(kind, name))
            hit = next((p for p in places if p is not None), None)
            if hit is None:
                out[kind]["found"] += 1
            elif _counts(entities[hit]):
                out[kind]["found"] += 1
                hits.add(hit)
        for i in hits:
            out[entities[i]["type"]]["true"] += 1
        for entity in entities:
            out[entity["type"]]["expected"] += _counts(entity)
    return out


def _counts(entity: Mapping[str, object]) -> bool:
    if entity.get("optional"):
        return False
    return entity["type"] != "Region" or is_zone(str(entity["name"]))


def _distinct(found: Found, score: ModuleType) -> list[tuple[str, str]]:
    """One name for all that have the same shortest normal form."""
    names = {
        (kind, min(score.forms(kind, name), key=len, default="")): name for kind, name in found
    }
    return [(kind, name) for (kind, form), name in names.items() if form]


def at_least(threshold: float | Mapping[str, float]) -> Choice:
    """Choose the tagger's finds from a probability on, which may differ by type."""

    def choose(result: Result) -> Found:
        return {
            (kind, name): p
            for (kind, name), p in result.tagger.items()
            if p >= (threshold if isinstance(threshold, float) else threshold[kind])
        }

    return choose


def lexicon_only(result: Result) -> Found:
    """Choose the lexicons' longest matches."""
    return result.lexicon


def hybrid(low: float, high: float | Mapping[str, float]) -> Choice:
    """Lexicon matches that the tagger does not find very unlikely, and its own likely finds."""

    def choose(result: Result) -> Found:
        kept = {key: 1.0 for key in result.lexicon if result.tagger.get(key, 0.0) >= low}
        return {**kept, **at_least(high)(result)}

    return choose


def row(counts: Mapping[str, Counter[str]]) -> str:
    """One line of a table: precision, recall and F1 by type and over all."""
    total = sum(counts.values(), Counter())
    cells = []
    for kind, c in [*counts.items(), ("all", total)]:
        p, r = c["true"] / max(c["found"], 1), c["true"] / max(c["expected"], 1)
        cells.append(f"{kind[:4]} {p:.2f}/{r:.2f}/{2 * p * r / max(p + r, 1e-9):.3f}")
    return "  ".join(cells)
