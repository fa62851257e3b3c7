"""What extraction knows can be let go of, and comes back."""

from __future__ import annotations

from kg.mentions.lexicon import matchers
from kg.mentions.tagger import Tagger
from kg.model import Document
from kg.neural import Network
from kg.pipeline import extract_document, reading


def test_what_is_let_go_of_is_loaded_again() -> None:
    document = Document("1", "a", "a", "深圳市大力发展新能源汽车产业，产值增长5%。", "1")
    before = extract_document(document)
    held = [matchers(), Tagger.load(), Network.load()]
    reading.unload()
    assert extract_document(document) == before
    assert all(
        a is not b for a, b in zip(held, [matchers(), Tagger.load(), Network.load()], strict=True)
    )
