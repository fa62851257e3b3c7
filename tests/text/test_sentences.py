"""What holds for the sentences of any text at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Sentence
from kg.text import sentences
from kg.text.normalize import normalize

SHARED = Path(__file__).parents[3] / "shared"


def _document(text: str) -> Document:
    return Document("a", "a", "a", text, "a")


def _check(text: str, found: tuple[Sentence, ...]) -> None:
    """Spans in order and apart; every character of a view is the normalized one at its place."""
    norm = normalize(text).replace("\n", " ")
    position = 0
    for number, sentence in enumerate(found):
        assert sentence.index == number
        assert position <= sentence.start < sentence.end <= len(text)
        position = sentence.end
        assert sentence.view and len(sentence.offsets) == len(sentence.view)
        assert [norm[place] for place in sentence.offsets] == list(sentence.view)
        assert sentence.offsets[0] == sentence.start
        assert sentence.offsets[-1] == sentence.end - 1
        start, end = sentence.span(0, len(sentence.view))
        assert (start, end) == (sentence.start, sentence.end)
    paragraphs = [sentence.paragraph for sentence in found]
    assert paragraphs == sorted(paragraphs)


PIECES = st.sampled_from(
    ["临港市", "发展海洋装备", "，", "。", "\n", "\n\n", "“", "”", "……", " ", "\u3000", "# ",
     "一、", "相关推荐", "责任编辑：张三",
     "2024年", "GDP", "（", "）", '"', "建", "设", "\u200b", "產業",
     "；", "！", "- 3 -"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300)
def test_any_mix_of_our_pieces(text: str) -> None:
    _check(text, sentences(_document(text)))


@given(st.text())
@settings(max_examples=300)
def test_any_unicode(text: str) -> None:
    _check(text, sentences(_document(text)))


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Po", "Lo"])))
def test_surrogates_and_controls(text: str) -> None:
    found = sentences(_document(text))
    _check(text, found)
    for sentence in found:
        sentence.view.encode()


def test_kinds_and_paragraphs() -> None:
    text = "海洋装备提速\n来源：临港日报\n\n甲地发展港口。乙地发展物流。\n丙地。（责任编辑：张三）"
    found = sentences(_document(text))
    assert [(s.kind, s.paragraph) for s in found] == [
        ("heading", 0), ("boilerplate", 1), ("body", 2), ("body", 2), ("body", 3),
        ("boilerplate", 3),
    ]  # fmt: skip


@pytest.mark.shared
def test_real_documents() -> None:
    if not SHARED.is_dir():
        pytest.skip("the annotated documents are not beside the project")
    from kg.read import discover, read_path

    body = total = 0
    for path in discover([SHARED / "seeds", SHARED / "gold"]).paths:
        for document in read_path(path):
            assert isinstance(document, Document)
            found = sentences(document)
            _check(document.text, found)
            total += sum(len(s.view) for s in found)
            body += sum(len(s.view) for s in found if s.kind != "boilerplate")
    assert body > 0.95 * total


def test_a_million_characters_in_seconds() -> None:
    import time

    text = "".join(f"第{n}段，临港市发展海洋装备产业，做大做强龙头企业，\n" for n in range(40_000))
    start = time.process_time()
    found = sentences(_document(text))
    assert time.process_time() - start < 20
    _check(text, found)
