"""我省, 该市, 三地: resolved against the home region and what was named before."""

from __future__ import annotations

import pytest

from tests.mentions.reading import of


def implied(words: str, home: str | None = None) -> list[tuple[str, str]]:
    metadata = {"region": home} if home else {}
    return [(m.text, m.entity.name) for m in of("Region", words, **metadata) if m.implied]


@pytest.mark.parametrize(
    ("words", "home", "meant", "why"),
    [
        ("我省发展核电产业。", "福建省", "福建省", "the home"),
        ("全市建成一批工厂。", "宁波市", "宁波市", "the home"),
        ("全市建成一批工厂。", "重庆市", "重庆市", "a municipality is a 市 too"),
        ("全省推进改革。", "杭州市", "浙江省", "the province of the home"),
        ("全县推进改革。", "德清县", "德清县", "the home"),
        ("自治区推进改革。", "宁夏回族自治区", "宁夏回族自治区", "the home"),
        ("我区推进改革。", "宁夏回族自治区", "宁夏回族自治区", "whatever the home is"),
        ("我国发展核电产业。", None, "中国", "needs no home"),
        ("全国发展核电产业。", "福建省", "中国", "needs no home"),
        ("北京在全市建工厂。", "江苏省", "北京市", "said right before"),
        ("上海对全市工厂检查。", "江苏省", "上海市", "said right before"),
        ("海南很好，全省增长。", "天津市", "海南省", "a municipality is no 省"),
        ("义乌很好，全市增长。", "浙江省", "义乌市", "a province is no 市"),
        ("全市增长。", "义乌市", "义乌市", "a county can be a 市"),
        ("自治区推进改革。", "鄂尔多斯市", "内蒙古自治区", "the province of the home"),
        ("广西很好，全区增长。", "山东省", "广西壮族自治区", "a province with districts is none"),
    ],
)
def test_own(words: str, home: str | None, meant: str, why: str) -> None:
    assert [name for _, name in implied(words, home)] == [meant], why


@pytest.mark.parametrize(
    ("words", "home", "why"),
    [
        ("全市建成一批工厂。", None, "nobody's home is known"),
        ("全县建成一批工厂。", "浙江省", "a province lies in no county"),
        ("城市内涝缓解。", "葫芦岛市", "a word that begins inside another"),
        ("五个自治区增长。", "宁夏回族自治区", "a class"),
        ("全国重点实验室很多。", None, "a class of laboratories"),
        ("全国人大通过决议。", None, "an organ"),
        ("三地合作。", None, "nothing was named before"),
        ("苏州市很大，三地合作。", None, "too few were named before"),
        ("该市发展纺织产业。", None, "nothing was named before"),
        ("四川省很大。三级医院很多。", None, "三级 is no group"),
        ("甘州区、肃州区、凉州区划定三区三线。", None, "lines on a map"),
        ("廊坊市、保定市、唐山市很近，京津冀三地签约。", None, "the end of a name"),
        ("长三角要素流动加快。三省一市签署协议。", None, "members that nobody names"),
        (
            "山东省、江苏省、甘肃省来人。京津冀协同发展，三地签约。",
            None,
            "nor others in their place",
        ),
    ],
)
def test_nothing_meant(words: str, home: str | None, why: str) -> None:
    assert implied(words, home) == [], why


@pytest.mark.parametrize(
    ("words", "meant", "why"),
    [
        ("苏州市有许多工厂。该市发展纺织产业。", "苏州市", "the sentence before"),
        ("苏州市在江苏省。该市发展纺织产业。", "苏州市", "the latest of that level"),
        ("苏州市在江苏省。该省发展纺织产业。", "江苏省", "the latest of that level"),
        ("德清县竹产业兴旺。该县建设示范园。", "德清县", "the latest of that level"),
        ("德阳市紧邻成都市。当地发展装备制造产业。", "成都市", "any level: the latest"),
    ],
)
def test_back(words: str, meant: str, why: str) -> None:
    assert [name for _, name in implied(words)] == [meant], why


@pytest.mark.parametrize(
    ("words", "meant", "why"),
    [
        ("雄安新区设立了。如今，新区发展数字经济。", ["雄安新区"], "the only one named"),
        ("西安高新区很大。目前，高新区有企业。", ["西安高新技术产业开发区"], "by its short ending"),
        ("青石工业园在岳阳市。目前，园区有企业。", ["青石工业园"], "a name that no list has"),
        ("岳阳市很大，建成青石工业园。该园区有企业。", ["青石工业园"], "the zone, not the city"),
        ("青石工业园、赤岩工业园很大。该园区有企业。", ["赤岩工业园"], "the latest"),
        ("西安高新区、合肥高新区很大。目前，高新区有企业。", [], "of two nobody knows which"),
        ("西安高新区很大。各类高新区都有企业。", [], "a class"),
        ("西安市很大。目前，高新区有企业。", [], "none was named"),
    ],
)
def test_zones(words: str, meant: list[str], why: str) -> None:
    assert [name for _, name in implied(words)] == meant, why


@pytest.mark.parametrize(
    ("words", "said", "meant"),
    [
        ("四川省与重庆市签约，两地共建产业园。", "两地", ["四川省", "重庆市"]),
        ("苏州市、无锡市、常州市签约，三地建厂。", "三地", ["苏州市", "无锡市", "常州市"]),
        ("宁波市与绍兴市签约。\n两市共建园区。", "两市", ["宁波市", "绍兴市"]),
        (
            "苏州市、无锡市、常州市、南通市开会，南通市发言，其他3市支持。",
            "其他3市",
            ["苏州市", "无锡市", "常州市"],
        ),
        (
            "江苏省、浙江省与上海市签约，两省一市共建示范区。",
            "两省一市",
            ["江苏省", "浙江省", "上海市"],
        ),
        (
            "安徽省、江苏省、浙江省、上海市签约，三省一市共建示范区。",
            "三省一市",
            ["安徽省", "江苏省", "浙江省", "上海市"],
        ),
        (
            "长三角要素流动加快。三省一市签署协议。上海、南京、杭州、合肥都在其中。",
            "三省一市",
            ["上海市", "江苏省", "浙江省", "安徽省"],
        ),
        (
            "廊坊市、保定市、唐山市很近，京津冀很大，三地签约，北京和天津先行。",
            "三地",
            ["北京市", "天津市", "河北省"],
        ),
        (
            "长三角很大，四川省、贵州省、云南省、山西省来访，三省一市欢迎，上海、苏州、宁波、芜湖作陪。",
            "三省一市",
            ["上海市", "江苏省", "浙江省", "安徽省"],
        ),
        (
            "江苏省来人。京津冀三省市合作。",
            "三省市",
            ["北京市", "天津市", "河北省"],
        ),
        (
            "长三角很大，苏州市、无锡市、常州市签约，三市建厂。",
            "三市",
            ["苏州市", "无锡市", "常州市"],
        ),
    ],
)
def test_groups(words: str, said: str, meant: list[str]) -> None:
    assert implied(words) == [(said, name) for name in meant]


@pytest.mark.parametrize(
    ("words", "meant", "why"),
    [
        (
            "金白兰武四市共建走廊。",
            ["金昌市", "白银市", "兰州市", "武威市"],
            "as many as are counted",
        ),
        ("常株潭三市合作。", [], "cities of more than one province"),
        ("大型企业三家落户。", [], "nothing is counted in cities"),
    ],
)
def test_first_characters(words: str, meant: list[str], why: str) -> None:
    assert [m.entity.name for m in of("Region", words) if len(m.text) == 1] == meant, why
