"""Candidates are weighed in parts, some of them once for many: together what the model says."""

from __future__ import annotations

import pytest

from kg.facts import propose, rate
from kg.facts.features import Shared
from kg.facts.model import Logistic, logistic
from kg.mentions import find
from kg.model import Document
from kg.text import sentences

TEXT = """广东省2025年工作安排
深圳市发展新能源汽车、低空经济和生物医药产业，推进“广东强芯”工程。
佛山市与广州市携手建设广佛全域同城化示范区，支持比亚迪股份有限公司扩大生产。
当地将加快培育海洋经济，到2027年产值超过2000亿元。
"""


def test_the_parts_of_a_candidate_weigh_what_the_whole_weighs() -> None:
    document = Document("a", "a", "a", TEXT, "a")
    read = sentences(document)
    found = find(document, read)
    checked = set()
    for _, proposed in propose(read, found.mentions, found.home):
        for candidate, probability in rate(proposed):
            model = logistic(candidate.type)
            if model is not None and candidate.rule.stage is None:
                assert probability == pytest.approx(model.probability(candidate.features))
                checked.add(candidate.type)
    assert {"DEVELOPS", "COVERS"} <= checked


def test_shared_features_are_made_once_for_each_model() -> None:
    made = []

    def make() -> tuple[str, ...]:
        made.append(1)
        return ("a", "b")

    shared = Shared(make)
    one, other = Logistic({"a": 1.0, "b": 2.0}, 0.5), Logistic({"a": 5.0}, 0.5)
    assert [shared.weigh(m) for m in (one, other, one, other)] == [3.0, 5.0, 3.0, 5.0]
    assert len(made) == 2
    assert shared.names() == ("a", "b")


def test_no_feature_is_told_twice() -> None:
    """Training counts each once, weighing as often as it is told."""
    document = Document("a", "a", "a", TEXT, "a")
    read = sentences(document)
    found = find(document, read)
    several = [c for _, proposed in propose(read, found.mentions, found.home) for c in proposed]
    assert {"DEVELOPS", "COOPERATES_WITH", "PROMOTES"} <= {c.type for c in several}
    for candidate in several:
        assert len(set(candidate.features)) == len(candidate.features), candidate.type
