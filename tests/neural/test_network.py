"""The network: what it sees, how far it sees, and that its file is small, plain and read fast."""

from __future__ import annotations

import random
from importlib.resources import files

import numpy as np
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.neural import Network, Reading, read_line
from kg.neural.inputs import lay_out
from kg.neural.layers import ALIGN
from kg.neural.network import MODEL, pack
from tools.network.prune import active, prune

REACH = 16  # one pair of characters and convolutions over 1, 2, 4 and 8 on either side
TEXT = "合肥市加快发展量子信息产业，建设未来大科学城，推动人工智能与制造业融合，培育一批企业。"


def reading(view: str) -> Reading:
    tokens = rjieba.tag(view)
    return Reading(view, [w for w, _ in tokens], [t for _, t in tokens], [])


def single(view: str) -> Reading:
    return Reading(view, list(view), ["n"] * len(view), [])


def energies(*documents: list[Reading]) -> np.ndarray:
    return Network.load().energies(documents)


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


def test_documents_are_laid_out_as_lines_are() -> None:
    names = [(0, 2, "S"), (2, 3, "I"), (3, 6, "P")]
    tokens = [("发展", "vn"), ("铜", "n"), ("新材料", "n"), ("3", "m")]
    words, tags = [w for w, _ in tokens], [t for _, t in tokens]
    view = "".join(words)
    one = read_line(view, tokens, names)
    page = lay_out([[Reading(view, words, tags, names), reading("好")], [reading("第二篇")]])
    assert page.codes[page.real].tolist() == [ord(c) for c in view + "好第二篇"]
    assert page.places[: len(view)].tolist() == one.places.tolist()
    columns = [int(row.argmax()) + 1 if row.any() else 0 for row in one.marks]
    assert page.marks[: len(view)].tolist() == columns
    assert page.breaks.tolist() == [7, 9, ALIGN + 3]
    assert page.begins.tolist() == [0, ALIGN]
    assert page.alive.sum() == 7 + 1 + 1 + 1 + 3 + 1


def test_every_character_has_energies() -> None:
    assert energies([reading("钢铁"), reading("茶叶产业")]).shape == (6, 13)


def test_what_is_far_away_does_not_count() -> None:
    one, other = (energies([single(TEXT + "甲" * 39 + c)]) for c in "甲乙")
    assert np.array_equal(one[: len(TEXT)], other[: len(TEXT)])
    assert not np.array_equal(one[-1 - REACH :], other[-1 - REACH :])


def test_what_is_near_does() -> None:
    one, other = (energies([single(v)]) for v in ("发展茶叶", "没有茶叶"))
    assert not np.allclose(one[2:4], other[2:4])


def test_neighbours_in_a_batch_do_not_count() -> None:
    rng = random.Random(3)
    documents = [
        [
            reading("".join(rng.choices(TEXT, k=rng.randint(1, 90))))
            for _ in range(rng.randint(1, 9))
        ]
        for _ in range(40)
    ]
    alone = np.concatenate([energies(d) for d in documents])
    assert np.array_equal(energies(*documents), alone)


def test_block_by_block_is_as_the_layers_are_written() -> None:
    """Beside a plain reading of the definition, for a document of more than one block."""
    rng = random.Random(4)
    document = [reading("".join(rng.choices(TEXT, k=60))) for _ in range(50)]
    found = energies(document)
    assert found == pytest.approx(plainly(Network.load(), document), abs=1e-3)


@pytest.mark.parametrize("shares", [(1, 1, 1, 1), (1, 0.8, 0.4, 0.3), (0.5, 0, 0.1, 0.6)])
def test_what_has_no_weights_need_not_be_computed(shares: tuple[float, ...]) -> None:
    network = random_network(np.random.default_rng(6), shares)
    document = [reading(TEXT), reading(TEXT[5:20])]
    assert network.energies([document]) == pytest.approx(plainly(network, document), abs=1e-4)


def test_a_rare_output_loses_its_weights() -> None:
    network = random_network(np.random.default_rng(7), (1, 1, 1, 1))
    network.weights["bias2"][:5] = -1000
    shares = active(network, [[reading(TEXT)], []])
    assert shares.shape == (4, 24)
    assert not shares[2, :5].any()
    assert shares[0].any()
    arrays = pack(network.weights, [], [], {})
    left = prune(arrays, shares)
    assert left == [int((share > 0).sum()) for share in shares]
    assert not arrays["w:kernel2"][:, :5].any()
    assert not arrays["w:bias2"][:5].any()


def random_network(rng: np.random.Generator, shares: tuple[float, ...]) -> Network:
    """A network of 24 numbers a row, of whose outputs a share has weights in each layer."""
    sizes = {"char": (9, 8), "pair": (5, 6), "tag": (4, 4), "in": (48, 24), "in_bias": (24,),
             "scale_out": (24,), "label": (24, 13), "label_bias": (13,)}  # fmt: skip
    for i in range(len(shares)):
        sizes |= {f"kernel{i}": (72, 24), f"bias{i}": (24,), f"scale{i}": (24,)}
    weights = {k: rng.normal(size=v).astype(np.float32) for k, v in sizes.items()}
    for i, share in enumerate(shares):
        dead = rng.random(24) >= share
        weights[f"kernel{i}"][:, dead] = weights[f"bias{i}"][dead] = 0
    meta = {"labels": [], "dilations": [1, 2, 4, 8], "tags": []}
    return Network(pack(weights, [ord(c) for c in TEXT[:5]], [(0, 0)], meta))


def plainly(network: Network, document: list[Reading]) -> np.ndarray:
    """Energies as the network is defined, without blocks, tables and transformed kernels."""
    w = network.weights
    page = lay_out([document])
    char, before, pair, both = network.ids(page)
    tag, mark = np.divmod(both, 25)
    marks = np.eye(25, dtype=np.float32)[mark][:, 1:]
    seen = (w["char"][char], w["pair"][before], w["pair"][pair], w["tag"][tag], marks)
    hidden = np.concatenate(seen, axis=1) @ w["in"] + w["in_bias"]
    for i, distance in enumerate(network.dilations):
        scaled = unit(hidden) * w[f"scale{i}"] * page.alive[:, None]
        around = np.pad(scaled, ((distance, distance), (0, 0)))
        taps = [around[k * distance :][: len(hidden)] for k in range(3)]
        step = np.concatenate(taps, axis=1) @ w[f"kernel{i}"] + w[f"bias{i}"]
        hidden = hidden + np.maximum(step, 0)
    out = (unit(hidden) * w["scale_out"]) @ w["label"] + w["label_bias"]
    return out[page.real]


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.sqrt((rows**2).mean(axis=1, keepdims=True) + 1e-6)


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_any_text_has_finite_energies(view: str) -> None:
    found = energies([Reading(view, list(view), ["x"] * len(view), [])])
    assert found.shape == (len(view), 13)
    assert np.isfinite(found).all()


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
