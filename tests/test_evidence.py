"""Evidence is verbatim and short whatever a text looks like, and reading is repeatable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.facts.evidence import LONGEST
from kg.model import Document, Extraction, Fact, IndicatorFact
from kg.records import to_record
from tests.conftest import SAMPLES

SHARED = Path(__file__).parents[2] / "shared"

PLACES = [
    "四川省",
    "深圳市",
    "成都、重庆",
    "蘇州市",
    "我省",
    "全市",
    "武汉东湖高新区",
    "川渝",
    "該市",
    "長三角",
]
INDUSTRIES = [
    "低空经济",
    "新能源汽車",
    "茶产业",
    "集成电路、生物医药和新材料",
    "動力電池",
    "旅游业",
]
TEMPLATES = [
    "{place}加快发展{industry}。",
    "2024年，{place}{industry}产值达到1,250.5亿元，同比增长8.3%；",
    "{place}与{other}携手共建{industry}园区，总投资约30亿元。",
    "{place}实施“百企改造”行动，推动{industry}升级，力争到2027年规模突破2000亿元！",
    "一、{industry}",
    "（二）做强{industry}",
    "比亚迪、宁德时代等企业在{place}生产{industry}。",
    "《{place}{industry}发展规划》提出，到2030年{industry}产量达到50万辆。",
    "严禁{place}新增{industry}产能",
    "{place}地处{other}，粮食产量5,300万吨、油料120万吨、肉类 88.6 万吨，居全国第3位",
    "{place}全年规模以上工业增加值比上年同期增长百分之八 其中装备制造和{industry}等支柱行业合计"
    "完成产值 5300 亿元 实现利润 420 亿元 研发投入 96 亿元 占比 3.5%。",
    "位于{place}的青石岭水电站 装机120万千瓦。",
]
# What hard-wrapped files, spreadsheets and web pages leave between two characters.
GAPS = [
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "\n",
    " ",
    "\u3000",
    "\r\n",
    "\u00a0",
    "\u200b",
    "\t",
    "\n\n",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Sentences with breaks and spaces at any place."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        template = draw(st.sampled_from(TEMPLATES))
        sentence = template.format(
            place=draw(st.sampled_from(PLACES)),
            other=draw(st.sampled_from(PLACES)),
            industry=draw(st.sampled_from(INDUSTRIES)),
        )
        cuts = draw(st.lists(st.integers(0, len(sentence)), max_size=3))
        for cut in sorted(cuts, reverse=True):
            sentence = sentence[:cut] + draw(st.sampled_from(GAPS)) + sentence[cut:]
        pieces += [sentence, draw(st.sampled_from(["", "\n", "\n\n", "\u3000"]))]
    return "".join(pieces)


def document(words: str, region: str | None = None) -> Document:
    return Document("0" * 16, "a.txt", "a.txt", words, "0" * 64, region=region, published="2025")


def test_the_limit() -> None:
    assert LONGEST == 60


def check(extraction: Extraction) -> None:
    """Every span leads to what it says, inside sentences that stand in order."""
    text = extraction.document.text
    sentences = {s.index: s for s in extraction.sentences}
    for before, after in zip(extraction.sentences, extraction.sentences[1:], strict=False):
        assert before.end <= after.start
        assert before.index < after.index
    everything: list[Fact | IndicatorFact] = [*extraction.facts, *extraction.indicators]
    for stated in everything:
        assert text[stated.start : stated.end] == stated.evidence
        assert 0 < len(stated.evidence) <= LONGEST, stated.evidence
        inside = sentences[stated.sentence]
        assert inside.start <= stated.start < stated.end <= inside.end
        assert 0 <= stated.confidence <= 1
    for mention in extraction.mentions:
        sentence = sentences[mention.sentence]
        assert sentence.view[mention.start : mention.end] == mention.text
        start, end = sentence.span(mention.start, mention.end)
        assert sentence.start <= start < end <= sentence.end


def record(extraction: Extraction) -> str:
    return json.dumps(to_record(extraction), ensure_ascii=False)


@settings(max_examples=120, deadline=None)
@given(texts(), st.sampled_from([None, "四川省", "深圳市"]))
def test_composed_texts(words: str, region: str | None) -> None:
    extraction = pipeline.extract_document(document(words, region))
    check(extraction)
    assert record(extraction) == record(pipeline.extract_document(document(words, region)))


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_are_a_trial(template: str) -> None:
    words = template.format(place="四川省", other="重庆市", industry="低空经济")
    assert pipeline.extract_document(document(words)).mentions


def test_there_is_something_to_check() -> None:
    words = TEMPLATES[1].format(place="四川省", other="重庆市", industry="低空 经济")
    extraction = pipeline.extract_document(document(words))
    assert extraction.facts
    assert extraction.indicators


def test_samples() -> None:
    first = [e for e in pipeline.extract([SAMPLES], jobs=1) if isinstance(e, Extraction)]
    again = [e for e in pipeline.extract([SAMPLES], jobs=2) if isinstance(e, Extraction)]
    assert first
    for extraction in first:
        check(extraction)
    assert [record(e) for e in first] == [record(e) for e in again]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no annotated documents beside the project")
def test_annotated_documents() -> None:
    split = json.loads((SHARED / "gold" / "split.json").read_text(encoding="utf-8"))
    folders = [SHARED / "seeds", SHARED / "gold" / "documents"]
    files = [f / name for name in split["develop"] for f in folders if (f / name).is_file()]
    assert files
    for extraction in pipeline.extract(files, jobs=1):
        assert isinstance(extraction, Extraction)
        check(extraction)
