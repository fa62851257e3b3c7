"""The network: what it sees, how far it sees, and that its file is small, plain and read fast."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.neural import Line, Network, read_line
from kg.neural.network import MODEL, pack

REACH = 16  # one pair of characters and convolutions over 1, 2, 4 and 8 on either side
TEXT = "合肥市加快发展量子信息产业，建设未来大科学城，推动人工智能与制造业融合，培育一批企业。"


def line(view: str) -> Line:
    return read_line(view, rjieba.tag(view), [])


def encoded(*views: str) -> np.ndarray:
    return Network.load().encode([line(v) for v in views])


def test_a_line_knows_words_and_names() -> None:
    one = read_line("发展钢铁", [("发展", "vn"), ("钢铁", "n")], [(2, 4, "I")])
    assert one.codes.tolist() == [ord(c) for c in "发展钢铁"]
    assert one.places.tolist() == [0, 2, 0, 2]
    assert one.tags == ["vn", "vn", "n", "n"]
    assert one.marks.sum(axis=1).tolist() == [0, 0, 1, 1]
    assert one.marks[2, 4] == one.marks[3, 6] == 1


def test_a_name_of_one_character_has_a_mark_of_its_own() -> None:
    marks = read_line("铜矿", [("铜", "n"), ("矿", "n")], [(0, 1, "I")]).marks
    assert np.flatnonzero(marks[0]).tolist() == [7]


def test_every_character_and_every_end_of_sentence_has_a_vector() -> None:
    assert encoded("钢铁", "茶叶产业").shape == (3 + 5, 128)


def test_what_is_far_away_does_not_count() -> None:
    views = TEXT + "甲" * 40, TEXT + "甲" * 39 + "乙"
    lines = [read_line(v, [(c, "n") for c in v], []) for v in views]
    one, other = (Network.load().encode([x]) for x in lines)
    assert np.array_equal(one[: len(TEXT)], other[: len(TEXT)])
    assert not np.array_equal(one[-2 - REACH :], other[-2 - REACH :])


def test_what_is_near_does() -> None:
    lines = [read_line(v, [(c, "n") for c in v], []) for v in ("发展茶叶", "没有茶叶")]
    one, other = (Network.load().encode([x]) for x in lines)
    assert not np.allclose(one[2:4], other[2:4])


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_any_text_has_finite_vectors(view: str) -> None:
    tokens = [(c, "x") for c in view]
    hidden = Network.load().encode([read_line(view, tokens, [])])
    assert hidden.shape[0] == len(view) + 1
    assert np.isfinite(Network.load().energies(hidden)).all()


def test_the_file_is_small_and_holds_no_objects() -> None:
    data = files("kg.data").joinpath(MODEL).read_bytes()
    assert len(data) < 3_000_000
    Network.read(data)  # allow_pickle is off: objects would raise


def test_tables_survive_packing() -> None:
    rng = np.random.default_rng(0)
    weights = {
        "char": rng.normal(size=(6, 4)).astype(np.float32),
        "in": np.eye(4, dtype=np.float32),
    }
    arrays = pack(weights, [ord("钢")], [(ord("钢"), ord("铁"))],
                  {"labels": [], "dilations": [], "tags": []})  # fmt: skip
    again = Network(arrays).weights
    assert again["char"] == pytest.approx(weights["char"], abs=0.03)
    assert again["in"] == pytest.approx(weights["in"])
