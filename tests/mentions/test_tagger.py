"""The tagger: exact probabilities, spans inside the text, the same result alone and in a batch."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mentions.chains import best_spans, read_chains
from kg.mentions.tagger import TaggedSpan, Tagger, trim_quotes
from kg.neural import Reading

LABELS = ["O", "B-Industry", "I-Industry", "B-Project", "I-Project"]
MOVES = np.random.default_rng(5).normal(size=(5, 5)).round(2)
CHAINS = read_chains([{"labels": LABELS, "moves": MOVES.tolist()}])

SENTENCES = [
    "我市大力发展新能源汽车、生物医药、低空经济等产业，推动钢铁产业转型升级。",
    "“东数西算”工程加快实施，国家数据中心集群建设提速。",
    "《云贵高原茶产业振兴规划》印发。",
    "比亚迪股份有限公司在高新区设厂。",
    "2024年",
]


def read(views: list[str], least: float = 0.2) -> list[list[TaggedSpan]]:
    return Tagger.load().read([[reading(v) for v in views]], least)[0]


def reading(view: str) -> Reading:
    tokens = rjieba.tag(view)
    return Reading(view, [w for w, _ in tokens], [t for _, t in tokens], [])


def by_enumeration(energy: np.ndarray, first: int, last: int, kind: str) -> float:
    """Probability that characters first..last are one entity, over all label sequences."""
    total = hit = 0.0
    for path in itertools.product(range(5), repeat=len(energy)):
        weight = math.exp(
            sum(energy[t, y] for t, y in enumerate(path))
            + sum(MOVES[a, b] for a, b in itertools.pairwise(path))
        )
        total += weight
        names = [LABELS[y] for y in path]
        inside = names[first] == f"B-{kind}" and set(names[first + 1 : last]) <= {f"I-{kind}"}
        after = names[last] if last < len(names) else "O"
        hit += weight * (inside and after != f"I-{kind}")
    return hit / total


@pytest.mark.parametrize("seed", range(4))
def test_probabilities_are_exact(seed: int) -> None:
    lengths = np.array([2, 4, 1, 3])
    energy = np.random.default_rng(seed).normal(scale=2.0, size=(10, 5))
    starts = np.cumsum(lengths) - lengths
    found = best_spans(CHAINS, energy, lengths, 0.05)
    assert found
    for span in found:
        begin = starts[span.sentence]
        part = energy[begin : begin + lengths[span.sentence]]
        expected = by_enumeration(part, span.first, span.last, span.type)
        assert span.probability == pytest.approx(expected)


def test_the_most_probable_of_overlapping_spans_stays() -> None:
    energy = np.random.default_rng(1).normal(size=(30, 5))
    found = best_spans(CHAINS, energy, np.array([30]), 0.01)
    taken = [i for span in found for i in range(span.first, span.last)]
    assert len(taken) == len(set(taken))


def test_long_sentences_do_not_underflow() -> None:
    energy = np.random.default_rng(2).normal(scale=8.0, size=(3000, 5))
    found = best_spans(CHAINS, energy, np.array([3000]), 0.5)
    assert found
    assert all(0.5 <= span.probability <= 1.0 for span in found)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("《长江保护规划》", "长江保护规划"),
        ("“十五五”规划", "“十五五”规划"),
        ("“人工智能”和“大数据”", "“人工智能”和“大数据”"),
        ("“专精特新", "专精特新"),
        ("专精特新”", "专精特新"),
        ("“《规划》”", "规划"),
    ],
)
def test_quotes_around_the_whole_go(text: str, kept: str) -> None:
    start, end = trim_quotes(f"的{text}是", 1, 1 + len(text))
    assert f"的{text}是"[start:end] == kept


def test_finds_names_of_each_chain() -> None:
    found = {
        (span.type, view[span.start : span.end])
        for view, here in zip(SENTENCES, read(SENTENCES), strict=True)
        for span in here
        if span.probability >= 0.2
    }
    assert {("Industry", "新能源汽车"), ("Industry", "生物医药"), ("Industry", "低空经济")} <= found
    assert ("Strategy", "云贵高原茶产业振兴规划") in found
    assert ("Organization", "比亚迪股份有限公司") in found


def test_nothing_is_read_in_nothing() -> None:
    assert read([]) == []
    assert Tagger.load().read([]) == []


def test_documents_read_the_same_together() -> None:
    pages = [[reading(v)] for v in SENTENCES]
    together = Tagger.load().read([*pages[:2], [], *pages[2:]], 0.05)
    alone = [Tagger.load().read([p], 0.05)[0] for p in pages]
    assert together.pop(2) == []
    for one, other in zip(alone, together, strict=True):
        assert [s[:3] for s in one[0]] == [s[:3] for s in other[0]]
        assert [s.probability for s in one[0]] == pytest.approx([s.probability for s in other[0]])


def test_the_same_text_reads_the_same() -> None:
    assert read(SENTENCES) == read(SENTENCES)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from('发展钢铁业、和等产项目《》“”" 公司A1的。，（）\n\u3000'), min_size=1)
)
def test_spans_lie_inside_any_text(view: str) -> None:
    (spans,) = read([view], least=0.05)
    for start, end, kind, probability in spans:
        assert 0 <= start < end <= len(view)
        assert kind in {"Industry", "Strategy", "Organization", "Project", "Region"}
        assert 0.05 <= probability <= 1.0
