"""Reprints are found, other texts are not, whatever order the documents come in."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.resolve import copies
from kg.resolve.signature import SIZE, SLOTS, signature, text_hash
from kg.tables import SCHEMAS

LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]

# Id, date, text.
Doc = tuple[str, str | None, str]


def article(seed: int, length: int = 800) -> str:
    """A text like no other, in sentences."""
    pick = random.Random(seed)
    text = "".join(pick.choices(LETTERS, k=length))
    return "。\n".join(text[at : at + 40] for at in range(0, length, 40))


def changed(text: str, part: float) -> str:
    """``text`` with this part of its letters replaced, here and there."""
    pick = random.Random(len(text))
    return "".join(pick.choice(LETTERS) if pick.random() < part else char for char in text)


def find(folder: Path, documents: Iterable[Doc], share: float = copies.SHARE) -> dict[str, str]:
    """The cluster of each document that has one."""
    rows = [
        {"id": key, "published": day, "text_hash": text_hash(text), "signature": signature(text)}
        for key, day, text in documents
    ]
    folder.mkdir(exist_ok=True)
    path = folder / "documents.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMAS["documents"]), path)
    (folder / "copies.duckdb").unlink(missing_ok=True)
    found = copies.find(str(path), folder, share)
    return dict(zip(found["document"].to_pylist(), found["cluster"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    "copy",
    [
        article(1),
        article(1).replace("。\n", "\n\n  "),
        "首页 > 新闻 > 正文 来源：某某日报 编辑：某某 2024年3月\n"
        + article(1)
        + "\n扫一扫分享本页",
        article(1)[200:],
        article(1)[:420],
        changed(article(1), 0.03),
        article(1, 800) + article(2, 700),
    ],
    ids=["same", "layout", "furniture", "beginning cut", "half", "letters changed", "half added"],
)
def test_a_copy_is_one_source_with_what_it_copies(tmp_path: Path, copy: str) -> None:
    documents = [
        ("b", "2024-03-02", copy),
        ("a", "2024-03-01", article(1)),
        ("c", None, article(3)),
    ]
    assert find(tmp_path, documents) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("length", [100, 1_000, 100_000])
def test_length_does_not_matter(tmp_path: Path, length: int) -> None:
    text = article(7, length)
    other = text[: length // 2] + "改" + text[length // 2 :]
    documents = [("a", "2024", text), ("b", "2025", other), ("c", "2025", article(8, length))]
    assert find(tmp_path, documents) == {"a": "a", "b": "a"}


@pytest.mark.parametrize(
    "other",
    [
        article(2),
        changed(article(1), 0.4),
        article(1)[:150] + article(2),
        article(1)[:150] + article(2, 60),
    ],
    ids=["another", "rewritten", "a passage quoted", "short, mostly formula"],
)
def test_another_text_is_another_source(tmp_path: Path, other: str) -> None:
    documents = [("a", "2024-03-01", article(1)[:150] + article(1)), ("b", "2024-03-01", other)]
    assert find(tmp_path, documents) == {}


def test_notices_of_one_form_are_not_copies(tmp_path: Path) -> None:
    form = article(5, 130)
    notices = [(f"n{i}", "2024", form + article(100 + i, 60)) for i in range(5)]
    assert find(tmp_path, notices) == {}


def test_a_very_short_text_is_only_compared_to_the_letter(tmp_path: Path) -> None:
    documents = [("a", None, "深圳发展低空经济。"), ("b", None, "深圳 发展低空经济"),
                 ("c", None, "深圳发展海洋经济。")]  # fmt: skip
    assert signature("深圳发展低空经济。") is None
    assert find(tmp_path, documents) == {"a": "a", "b": "a"}


def test_a_digest_does_not_make_one_source_of_what_it_copies(tmp_path: Path) -> None:
    one, two = article(1), article(2)
    documents = [("a", "2024-01", one), ("b", "2024-02", two), ("d", "2024-03", one + two)]
    assert find(tmp_path, documents) == {"a": "a", "d": "a"}


def test_a_copy_of_a_copy_has_the_first_original(tmp_path: Path) -> None:
    steps = [article(1)]
    for number in range(4):
        steps.append(steps[-1][250:] + article(10 + number, 240))
    documents = [(f"{n}", f"2024-0{n + 1}", text) for n, text in enumerate(steps)]
    assert find(tmp_path, documents) == {f"{n}": "0" for n in range(5)}


def test_undated_documents_come_last(tmp_path: Path) -> None:
    documents = [("a", None, article(1)), ("b", "2025", article(1)), ("c", "2024", article(1))]
    assert set(find(tmp_path, documents).values()) == {"c"}


def test_switched_off_only_equal_letters_count(tmp_path: Path) -> None:
    documents = [("a", "2024", article(1)), ("b", "2024", article(1).replace("\n", "")),
                 ("c", "2024", article(1) + "又")]  # fmt: skip
    assert find(tmp_path, documents, share=1) == {"a": "a", "b": "a"}
    assert find(tmp_path / "on", documents) == {"a": "a", "b": "a", "c": "a"}


def many(number: int) -> list[Doc]:
    """Articles with copies of several kinds, some without a date."""
    found: list[Doc] = []
    for seed in range(number):
        text = article(seed, 300 + 40 * (seed % 9))
        found.append((f"a{seed}", f"2024-0{1 + seed % 9}", text))
        if seed % 3 == 0:
            found.append((f"b{seed}", None, changed(text, 0.01)))
        if seed % 4 == 0:
            found.append((f"c{seed}", "2024-05", text[len(text) // 3 :]))
    return found


def test_the_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    documents = many(40)
    expected = find(tmp_path, documents)
    assert len(expected) > 20
    for seed in range(3):
        random.Random(seed).shuffle(documents)
        assert find(tmp_path, documents) == expected


def test_a_formula_that_all_share_costs_no_more_than_a_few_comparisons_each(tmp_path: Path) -> None:
    form = article(5, 400)
    documents = [(f"n{i}", "2024", form + article(100 + i, 400)) for i in range(300)]
    find(tmp_path, documents)
    with duckdb.connect(str(tmp_path / "copies.duckdb")) as connection:
        (pairs,) = connection.execute("SELECT count(*) FROM copies_neighbours").fetchone() or (0,)
        (largest,) = connection.execute("SELECT max(number) FROM copies_numbered").fetchone() or (
            0,
        )
    assert largest > 60  # all pairs of such a band alone would be 1,800
    assert pairs < 300 * 9 * 10


@pytest.mark.parametrize("part", [0.0, 0.02, 0.05, 0.1, 0.3])
def test_signatures_agree_as_far_as_the_texts_do(part: float) -> None:
    def runs(text: str) -> set[str]:
        bare = "".join(char for char in text if char.isalnum())
        return {bare[at : at + 5] for at in range(len(bare) - 4)}

    text = article(9, 3000)
    other = changed(text, part)
    real = len(runs(text) & runs(other)) / len(runs(text) | runs(other))
    one, two = (np.frombuffer(signature(t) or b"", "<u4") for t in (text, other))
    assert one[0] == len(runs(text))
    assert (one[1:] == two[1:]).mean() == pytest.approx(real, abs=0.12)


def test_a_signature_has_one_size_and_sees_letters_only() -> None:
    sizes = {len(signature(article(1, length)) or b"") for length in (60, 500, 20_000)}
    assert sizes == {SIZE} == {4 * (SLOTS + 1)}
    assert signature("《ＡＢ１２》，" + article(1)) == signature("ab12 " + article(1))
    assert signature(article(1)) != signature(article(2))
