"""How the text around a sentence speaks, counted without the sentence itself."""

from __future__ import annotations

from kg.facts.manner import manner_of
from kg.model import Document
from kg.text import sentences

TEXT = """# 一年来的工作
产业园已经建成。产值增长了5%。
加快发展海洋经济。

# 今后的任务
加快建设铁路。推进港口扩建。要培育新材料产业。
"""


def test_a_paragraph_speaks_by_its_other_sentences() -> None:
    read = sentences(Document("a", "a.md", "a.md", TEXT, "a"))
    around = manner_of(read, report=True).around
    told = {s.view: around.features(s.index) for s in read if s.kind == "body"}
    assert "parae=4" in told["产业园已经建成。"]
    assert "parao=4" in told["加快建设铁路。"]
    assert told["产业园已经建成。"][-1] == "prev=no"
    assert told["推进港口扩建。"][-1] == "prev=011"


def test_a_sentence_alone_has_nothing_around_it() -> None:
    read = sentences(Document("a", "a.txt", "a.txt", "深圳市发展海洋经济。", "a"))
    around = manner_of(read, report=False).around
    assert around.features(read[0].index) == ("para=none", "sect=none", "prev=no")
    assert around.features(99) == ()


def test_a_document_without_sentences_has_a_manner() -> None:
    manner = manner_of([], report=False)
    assert (manner.orders, manner.results) == (0, 0)
