"""Strange input to each part: what once broke one, what fuzzing begins with, and what is new."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import cases, seeds
from tests.fuzz.targets import PIECES, TARGETS

CASES = [(part, name) for part in TARGETS for name in cases(part)]
RELAXED = [HealthCheck.too_slow, HealthCheck.data_too_large]
# Texts of words, of characters in UTF-8, and of characters in UTF-16 with lone surrogates.
TEXTS = st.one_of(
    st.lists(st.integers(0, len(PIECES) - 1), max_size=60).map(lambda w: b"\2" + bytes(w)),
    st.text(max_size=80).map(lambda text: b"\0" + text.encode("utf-8")),
    st.binary(max_size=120).map(lambda data: b"\1" + data),
)


def files() -> st.SearchStrategy[bytes]:
    """Sound files with a stretch cut out, doubled or overwritten; and plain noise."""
    sound = list(seeds("readers").values())

    def spoiled(data: bytes, at: float, size: int, noise: bytes) -> bytes:
        place = 1 + int(at * (len(data) - 1))
        return data[:place] + noise + data[place + size :]

    places = st.floats(0, 1)
    changed = st.builds(
        spoiled, st.sampled_from(sound), places, st.integers(0, 40), st.binary(max_size=40)
    )
    return st.one_of(changed, st.binary(min_size=2, max_size=200))


@pytest.mark.parametrize(("part", "name"), CASES)
def test_what_once_broke(part: str, name: str) -> None:
    TARGETS[part](cases(part)[name])


@pytest.mark.parametrize("part", TARGETS)
def test_what_fuzzing_begins_with(part: str) -> None:
    for number, data in enumerate(seeds(part).values()):
        if part != "query" or number % 20 == 0:
            TARGETS[part](data)


@given(files())
@settings(max_examples=150, deadline=None, suppress_health_check=RELAXED)
def test_readers(data: bytes) -> None:
    TARGETS["readers"](data)


@given(TEXTS)
@example(b"\1\x00\xd8\x00\x00")
@settings(max_examples=300, deadline=None, suppress_health_check=RELAXED)
def test_cleaner(data: bytes) -> None:
    TARGETS["cleaner"](data)


@given(TEXTS)
@settings(max_examples=200, deadline=None, suppress_health_check=RELAXED)
def test_splitter(data: bytes) -> None:
    TARGETS["splitter"](data)


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=RELAXED)
def test_rules(data: bytes) -> None:
    TARGETS["rules"](data)


@given(st.integers(16, 255), st.integers(0, 255), TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=RELAXED)
def test_query_parameters(way: int, question: int, text: bytes) -> None:
    TARGETS["query"](bytes([way, question]) + text)


@given(st.integers(0, 255), TEXTS)
@settings(max_examples=8, deadline=None, suppress_health_check=RELAXED)
def test_query_parameters_of_a_database(question: int, text: bytes) -> None:
    TARGETS["query"](bytes([0, question]) + text)
