"""Whose words a quotation is: the place that the quoted official speaks for."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kg import mentions, text
from kg.facts.speakers import speakers
from kg.model import Document, Mention


def spoken(words: str) -> list[str]:
    """The place behind each sentence, "" where nobody is quoted."""
    document = Document("doc:x", "x.txt", "x.txt", words, "0")
    sentences = text.sentences(document)
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions.find(document, sentences).mentions:
        by_sentence[m.sentence].append(m)
    found = speakers(sentences, by_sentence)
    return [found[s.index].name if s.index in found else "" for s in sentences]


LONG = "我们正在建设新的工厂，也在延长产业链，请来看看"


@pytest.mark.parametrize(
    ("words", "places", "why"),
    [
        (f"德阳市委书记王某表示：“{LONG}。”", ["德阳市"], "named before"),
        (f"“{LONG}。”绵阳市市长李某介绍。", ["绵阳市", ""], "named right after"),
        (f"“{LONG}。”张某说。", ["", ""], "nobody knows who that is"),
        (
            f"宜宾市市长张大山谈到了电池。\n“{LONG}。”张大山说。",
            ["", "宜宾市", ""],
            "an earlier paragraph tells the title",
        ),
        (f"昭通市工信局有关负责人何某告诉记者：“{LONG}。”", ["昭通市"], "an office of the place"),
        (f"某公司董事长在泸州市说：“{LONG}。”", [""], "no official of the place"),
        ("德阳市委书记王某提出“三个一批”行动。", [""], "a term, not a speech"),
        (
            f"遂宁市经信局局长赵某：{LONG}。我们不会停下。",
            ["遂宁市", "遂宁市"],
            "the name and a colon open a speech",
        ),
    ],
)
def test_speakers(words: str, places: list[str], why: str) -> None:
    assert spoken(words) == places, why
