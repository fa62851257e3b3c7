"""Industries beyond the lexicon, and lexicon words that are industries only in context."""

from __future__ import annotations

import pytest

from kg.mentions.industries import clean, divide, trim
from kg.mentions.lexicon import matchers
from kg.mentions.span import Span
from kg.mentions.tokens import Tokens
from tests.mentions.reading import names, of

TAGGER = "the tagger finds the word likely wherever it stands"


def texts(words: str) -> set[str]:
    return {m.text for m in of("Industry", words)}


@pytest.mark.parametrize(
    ("words", "found", "why"),
    [
        ("发展汽车产业。", {"汽车"}, "产业 is no part of the name"),
        ("竹藤产业增长。", {"竹藤"}, "unknown, named by 产业"),
        ("贵州省壮大茶产业。", {"茶"}, "one character and 产业"),
        ("发展新材料产业集群。", {"新材料"}, "a longer tail"),
        ("发展医药、化工等产业。", {"医药", "化工"}, "a list with its class"),
        ("发展绿色石化产业。", {"绿色石化"}, "a modifier makes another industry"),
        ("发展旅游、茶叶、纺织。", {"旅游", "茶叶", "纺织"}, "a weak word beside others"),
        ("大力发展旅游业。", {"旅游"}, "a weak word after a verb"),
        ("苹果产业链延伸。", {"苹果"}, "a weak word before its cue"),
        ("汽車產業增長。", {"汽车"}, "traditional characters"),
    ],
)
def test_found(words: str, found: set[str], why: str) -> None:
    assert names("Industry", words) == found, why


@pytest.mark.parametrize(
    ("name", "divided"),
    [
        ("新能源与智能网联汽车", ["新能源汽车", "智能网联汽车"]),
        ("新能源和智能网联汽车", ["新能源汽车", "智能网联汽车"]),
        ("细胞与基因治疗", ["细胞与基因治疗"]),
        ("软件和信息服务业", ["软件和信息服务业"]),
        ("新能源汽车", ["新能源汽车"]),
        ("新能源新材料", ["新能源", "新材料"]),
        ("文旅文创", ["文旅文创"]),
        ("文旅文博文创", ["文旅", "文博", "文化创意"]),
        ("家具建材", ["家具建材"]),
    ],
)
def test_divided(name: str, divided: list[str]) -> None:
    span = Span(5, 5 + len(name), "Industry", name)
    parts = divide(span, matchers().industries)
    assert [part.name for part in parts] == divided
    assert parts[0].start == span.start and parts[-1].end == span.end


@pytest.mark.parametrize(
    ("words", "found", "why"),
    [
        ("发展高端装备制造产业。", "高端装备制造", "a modifier"),
        ("发展新能源装备制造。", "新能源装备制造", "two neighbours"),
    ],
)
def test_stretch(words: str, found: str, why: str) -> None:
    assert found in texts(words), why


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("这里出产镍铜钴。", {"镍", "铜", "钴"}),
        ("矿产丰富：锑、锗、铟。", {"锑", "锗", "铟"}),
        ("优镍、强铜、扩锌。", {"镍", "铜", "锌"}),
    ],
)
def test_short_minerals_in_runs(words: str, found: set[str]) -> None:
    assert found <= names("Industry", words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("发展特色产业。", "praise"),
        ("朝阳产业蓬勃发展。", "praise"),
        ("千亿级产业增长。", "a size"),
        ("三大产业协同。", "a count"),
        pytest.param(
            "游客到海边旅游。", "a pastime", marks=pytest.mark.xfail(strict=True, reason=TAGGER)
        ),
        ("去医院看病，医药费很高。", "a bill"),
        ("金属铜的价格上涨。", "one character by itself"),
        ("推动产业转型升级。", "no name at all"),
        ("他开汽车上班。", "a vehicle"),
        ("怀柔区琉璃庙镇下雨。", "a part of a town's name"),
        pytest.param(
            "苹果很好吃。", "a fruit", marks=pytest.mark.xfail(strict=True, reason=TAGGER)
        ),
        pytest.param(
            "他很喜欢钢铁侠。",
            "a film",
            marks=pytest.mark.xfail(strict=True, reason="a word may end inside a longer one"),
        ),
    ],
)
def test_not_found(words: str, why: str) -> None:
    assert names("Industry", words) == set(), why


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("汽车产业", "汽车"),
        ("茶产业", "茶产业"),
        ("新材料产业集群", "新材料"),
        ("低空经济", "低空经济"),
    ],
)
def test_trim(text: str, name: str) -> None:
    assert trim(text) == name


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("打造|有色金属先进制造业|集群", "有色金属先进制造业"),
        ("重点有|和竹藤|等", "竹藤"),
        ("提高|竹藤产量|", "竹藤"),
        ("完成首|笔算力交易|", "算力交易"),
        ("今年|企业|增加", None),
    ],
)
def test_a_tagged_span_is_cut_to_the_industry(view: str, name: str | None) -> None:
    before, text, _ = view.split("|")
    view = view.replace("|", "")
    span = Span(len(before), len(before) + len(text), "Industry", text, source="tagger")
    kept = clean(view, Tokens(view), span, ())
    assert (kept.name if kept else None) == name


@pytest.mark.parametrize(
    ("text", "score", "name"),
    [
        ("洋桔梗", 0.9, "洋桔梗"),
        ("予桔梗", 0.3, "桔梗"),
        ("8英寸硅片", 0.9, "8英寸硅片"),
        ("8家硅片", 0.3, None),
    ],
)
def test_what_the_tagger_is_sure_of_stays(text: str, score: float, name: str | None) -> None:
    """A first character that no dictionary has is stray only where the tagger is in doubt."""
    span = Span(0, len(text), "Industry", text, source="tagger", score=score)
    kept = clean(text, Tokens(text), span, {"桔梗"})
    assert (kept.name if kept else None) == name


def test_what_begins_in_a_place_is_cut_all_the_same() -> None:
    view = "成资临空经济"
    span = Span(1, 6, "Industry", view[1:], source="tagger", score=0.9)
    place = Span(1, 2, "Region", "资阳市")
    kept = clean(view, Tokens(view), span, {"临空经济"}, [place])
    assert kept is not None and kept.name == "临空经济"
