"""Indicators end to end over given sentences and mentions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.evidence import LONGEST
from kg.facts.formula import plain
from kg.facts.indicators import Context, read_indicators
from kg.model import Document, Entity, Home, IndicatorFact, Mention, Sentence

NAMES = {
    "江城市": "Region", "江城": "Region", "云岭": "Region", "东湖区": "Region", "河东": "Region",
    "全国": "Region", "我国": "Region", "美国": "Region", "甲钢集团": "Organization",
    "乙车公司": "Organization", "南港码头": "Project", "北山水库项目": "Project",
    "年产5万吨锂盐项目": "Project", "光伏": "Industry",
}  # fmt: skip
CANONICAL = {"江城": "江城市", "全国": "中国", "我国": "中国"}
_NAME = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))


@pytest.fixture(autouse=True)
def _rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose a figure is, as the rules choose; the model that weighs options has its own tests."""
    monkeypatch.setattr("kg.facts.indicators.logistic", lambda _: None)


def entity(name: str) -> Entity:
    name = CANONICAL.get(name, name)
    if name == "中国":
        return Entity("region:100000", "Region", "中国", "country")
    kind = "foreign" if name == "美国" else ""
    return Entity(f"x:{name}", NAMES[name], name, kind)  # type: ignore[arg-type]


def read(
    text: str, home: str | None = None, year: int | None = None, kind: str = "body"
) -> list[IndicatorFact]:
    """Indicators of a text; lines are paragraphs, 。 ends sentences."""
    document = Document("d", "d", "d", text, "0")
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    at = 0
    for paragraph, line in enumerate(text.split("\n")):
        for m in re.finditer(r"[^。]+。?", line):
            start, end = at + m.start(), at + m.end()
            index = len(sentences)
            sentences.append(
                Sentence(
                    index,
                    start,
                    end,
                    m[0],
                    range(start, end),
                    kind,
                    paragraph=paragraph,  # type: ignore[arg-type]
                )
            )
            mentions += [
                Mention(index, n.start(), n.end(), n[0], entity(n[0])) for n in _NAME.finditer(m[0])
            ]
        at += len(line) + 1
    own = Home(entity(home), "metadata", home) if home else None
    return read_indicators(sentences, mentions, Context(document, own, year))


def short(facts: list[IndicatorFact]) -> list[tuple[str, float, str, int | None]]:
    return [(f.subject.name, f.value, f.unit, f.year) for f in facts]


CASES = [
    ("named", "2023年江城产值达5亿元。", None, None, [("江城市", 5, "亿元", 2023)]),
    ("carried in the sentence", "江城产值5亿元，同比增长6%。", None, None,
     [("江城市", 5, "亿元", None), ("江城市", 6, "%", None)]),
    ("carried in the paragraph", "江城正在转型。新建园区5个。", None, None,
     [("江城市", 5, "个", None)]),
    ("year carried", "2022年，江城产值5亿元。出口3亿元。", None, None,
     [("江城市", 5, "亿元", 2022), ("江城市", 3, "亿元", 2022)]),
    ("year noted after", "云岭用地500亩（2016年数据）。", None, None, [("云岭", 500, "亩", 2016)]),
    ("home", "新建学校5所。", "江城市", None, [("江城市", 5, "所", None)]),
    ("home, not the place before", "支持云岭做大做强，新建学校5所。", "江城市", None,
     [("江城市", 5, "所", None)]),
    ("yardstick", "产量占全国5%。", "江城市", None, [("江城市", 5, "%", None)]),
    ("partner", "江城与云岭签约项目5个。", None, None, [("江城市", 5, "个", None)]),
    ("compared place has its own", "江城产量5万辆，超过云岭的3万辆。", None, None,
     [("江城市", 5, "万辆", None), ("云岭", 3, "万辆", None)]),
    ("respectively", "江城、云岭的产值分别为5亿元和3亿元。", None, None,
     [("江城市", 5, "亿元", None), ("云岭", 3, "亿元", None)]),
    ("respectively, one owner", "江城水稻、小麦产量分别增长5%、3%。", None, None,
     [("江城市", 5, "%", None), ("江城市", 3, "%", None)]),
    ("peers share", "甲钢集团、乙车公司海外营收占比达到60%。", None, None,
     [("甲钢集团", 60, "%", None), ("乙车公司", 60, "%", None)]),
    ("listed members are counted", "江城、云岭等5个市获奖。", "河东", None,
     [("河东", 5, "个", None)]),
    ("firm before place", "甲钢集团在江城有职工500人。", None, None,
     [("甲钢集团", 500, "人", None)]),
    ("place where it stands", "60个项目在江城签约。", None, None, [("江城市", 60, "个", None)]),
    ("works own their attribute", "总投资5亿元的北山水库项目开工。", "江城市", None,
     [("北山水库项目", 5, "亿元", None)]),
    ("works are done", "推进北山水库项目，完成投资5亿元。", "江城市", None,
     [("江城市", 5, "亿元", None)]),
    ("figure in a name", "年产5万吨锂盐项目投产。", "江城市", None,
     [("年产5万吨锂盐项目", 5, "万吨", None)]),
    ("nation", "全国粮食产量5亿吨。", "江城市", None, [("中国", 5, "亿吨", None)]),
    ("nation as a grade", "经济总量居全国第5位。", "江城市", None, [("江城市", 5, "位", None)]),
    ("nobody known", "粮食产量5亿吨。", None, None, [("中国", 5, "亿吨", None)]),
    ("this year", "今年江城产值5亿元。", None, 2024, [("江城市", 5, "亿元", 2024)]),
    ("range", "江城税收6-8亿元。", None, None,
     [("江城市", 6, "亿元", None), ("江城市", 8, "亿元", None)]),
    ("foreign owner", "美国投资5亿元。", "江城市", None, []),
    ("takes up the firm", "甲钢集团在江城落户。公司年产值5亿元。", None, None,
     [("甲钢集团", 5, "亿元", None)]),
    ("record of years is no rank", "江城出口连续5年居全国第一。", None, None,
     [("江城市", 5, "年", None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "home", "year", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_reading(
    text: str, home: str | None, year: int | None,
    expected: list[tuple[str, float, str, int | None]],
) -> None:  # fmt: skip
    assert short(read(text, home, year)) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("江城新能源汽车产量达5万辆。", ["新能源汽车产量"]),
        ("江城产值5亿元，同比增长6%。", ["产值", "产值同比增长"]),
        ("江城产值力争突破8亿元，出口确保达到3亿元。", ["产值", "出口"]),
        ("江城建成5座污水处理厂。", ["建成污水处理厂"]),
        ("江城新增高新技术企业5家、研发机构3个。", ["新增高新技术企业", "研发机构"]),
        ("江城经济总量居全国第5位。", ["经济总量位次"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [f.name for f in read(text)] == names


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("江城产值达到5亿元。", "existing"),
        ("江城产值将达到5亿元。", "planned"),
        ("江城力争新建学校5所。", "planned"),
        ("到2030年江城产值达到5亿元。", "planned"),
        ("江城已建成学校5所。", "existing"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert [f.status for f in read(text)] == [status]


def test_implicit_when_the_subject_is_not_written() -> None:
    assert [f.implicit for f in read("江城产值5亿元。\n新建学校5所。", "江城市")] == [False, True]


def test_boilerplate_is_skipped() -> None:
    assert read("江城产值5亿元。", kind="boilerplate") == []


PARTS = ["产值", "5亿元", "，", "。", "\n", "的", "等", "12%", "分别", "2023年", "今年", "、"]
PARTS += ["第3位", "超", "项目", "$5 . 8 \\%$"]


@given(st.lists(st.sampled_from([*NAMES, *PARTS])))
def test_evidence_is_verbatim_and_short(parts: list[str]) -> None:
    text = "".join(parts)
    for fact in read(text, "江城市", 2024):
        assert text[fact.start : fact.end] == fact.evidence
        assert 0 < len(fact.evidence) <= LONGEST
        assert fact.name


def test_formula_marks_are_read_through() -> None:
    assert short(read("江城煤炭占比$5 0 . 9 \\%$。")) == [("江城市", 50.9, "%", None)]


def test_plain_keeps_offsets_of_what_remains() -> None:
    view = "占$2 { \\times } 6$万千瓦"
    sentence = Sentence(0, 0, len(view), view, range(len(view)))
    mention = Mention(0, view.index("万"), len(view), "万千瓦", entity("光伏"))
    clean, (moved,) = plain(sentence, [mention])
    assert clean.view == "占2×6万千瓦"
    assert clean.view[moved.start : moved.end] == "万千瓦"
    assert all(view[o] == c for o, c in zip(clean.offsets, clean.view, strict=True) if c != "×")


def test_one_stretch_that_says_a_figure_twice_is_one_statement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from kg.facts import indicators
    from kg.pipeline import extract_document

    once = indicators.propose_indicators
    monkeypatch.setattr(
        indicators, "propose_indicators", lambda *a: (p for p in once(*a) for _ in range(2))
    )
    words = "深圳市地区生产总值同比增长5%。"
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    assert len(extract_document(document).indicators) == 1
