"""Names of places: which of several places is meant, and what only looks like one."""

from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.mentions import compounds, places
from kg.mentions.places import Gazetteer, Place
from tests.mentions.reading import names, of


def ids(words: str) -> list[str]:
    """Ids of the regions named, in order."""
    named = [m.entity for m in of("Region", words) if not m.implied]
    return [entity.id.removeprefix("region:") for entity in named]


@pytest.mark.parametrize(
    ("words", "meant", "why"),
    [
        ("北京市朝阳区发展总部经济。", "110105", "the city right before decides"),
        ("长春市朝阳区发展汽车产业。", "220104", "the city right before decides"),
        ("沈阳、大连、朝阳三市签约。", "211300", "in a list of cities it is the city"),
        ("南京市鼓楼区发展软件产业。", "320106", "four cities have one"),
        ("福州市鼓楼区发展软件产业。", "350102", "four cities have one"),
        ("开封市鼓楼区发展夜经济。", "410204", "four cities have one"),
        ("北京市通州区建设城市副中心。", "110112", "not that of Nantong"),
        ("南通市通州区发展家纺产业。", "320612", "not that of Beijing"),
        ("江苏省南通市接单，通州区的工厂忙。", "320612", "the document speaks of the city"),
        ("北京市加快建设，通州区的工厂忙。", "110112", "the document speaks of the city"),
        ("吉林省吉林市发展化纤产业。", "220200", "the city of the province of that name"),
        ("吉林发展汽车产业。", "220000", "the province, when nothing speaks for the city"),
        ("海南藏族自治州发展光伏产业。", "632500", "of Qinghai, not the island"),
    ],
)
def test_homonyms(words: str, meant: str, why: str) -> None:
    assert ids(words)[-1] == meant, why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("广东路的店铺很多。", "a road"),
        ("南京西路的商场很热闹。", "a road in another city"),
        ("两地做法大同小异。", "an idiom"),
        ("朝阳产业前景好。", "a sunrise industry"),
        ("北京时间上午八点。", "a time zone"),
        ("上海话很有味道。", "a dialect"),
        ("湖南卫视播出节目。", "a broadcaster"),
        ("中山大学开设新专业。", "a university named after a person"),
        ("青海湖风景很好。", "a lake"),
        ("重庆火锅受欢迎。", "a dish"),
    ],
)
def test_no_place(words: str, why: str) -> None:
    assert ids(words) == [], why


@pytest.mark.parametrize(
    ("words", "meant", "why"),
    [
        ("这是深圳市场的一次调整。", {"深圳市"}, "深圳 + 市场"),
        ("多个滨海城市都缺水。", set(), "滨海 + 城市, not 海城市"),
        ("辽宁省海城市出产菱镁。", {"辽宁省", "海城市"}, "海城市 itself"),
        ("我国中东部地区降温。", {"中国", "中部地区", "东部地区"}, "two regions in one word"),
        ("上海南站客流大增。", {"上海市"}, "no 海南 across the words"),
        ("中山大学在广州市办学。", {"广州市"}, "no 中山市"),
        ("中山市发展灯饰产业。", {"中山市"}, "the city itself"),
        ("中山的灯饰有名。", {"中山市"}, "by its short name"),
        ("山西省大同市发展煤炭产业。", {"山西省", "大同市"}, "the city itself"),
        ("内蒙古、宁夏接壤。", {"内蒙古自治区", "宁夏回族自治区"}, "short names of regions"),
        ("恩施土家族苗族自治州产茶。", {"恩施土家族苗族自治州"}, "a long full name"),
        ("新疆维吾尔自治区产棉。", {"新疆维吾尔自治区"}, "a long full name"),
        ("安徽省宣城市广德市建厂。", {"安徽省", "宣城市", "广德市"}, "three levels"),
        ("深圳、合肥和成都的工厂。", {"深圳市", "合肥市", "成都市"}, "short names of cities"),
        ("重慶市發展汽車產業。", {"重庆市"}, "traditional characters"),
        ("在湖南岳阳，工厂开工。", {"湖南省", "岳阳市"}, "two that the word list cuts wrongly"),
        ("甘肃兰州和山西太原都有。", {"甘肃省", "兰州市", "山西省", "太原市"}, "the same"),
        ("开发区今天长沙授牌。", {"长沙市"}, "长沙 behind 天长"),
        ("货物抵达天津港。", {"天津市"}, "the place of a known port"),
        ("山东烟台万华化学很大。", {"山东省", "烟台市"}, "one word of a place and a firm"),
        ("兰州大学开设新专业。", {"兰州市"}, "the place of a known university"),
        ("中国科学院开会。", set(), "the country in a name says nothing"),
        ("在义乌，商铺很多。", {"义乌市"}, "a county's name that everybody knows"),
        ("黑龙江的漠河很冷。", {"黑龙江省", "漠河市"}, "its province is spoken of"),
        ("江西的资源很多。", {"江西省"}, "资源 is a word, its province or not"),
        ("贵南高铁穿过贵州、广西，青海来人。", {"贵州省", "广西壮族自治区", "青海省"}, "a line"),
        ("宜昌市夷陵区太平溪镇产茶。", {"宜昌市", "夷陵区", "太平溪镇"}, "no 平溪镇 in it"),
        ("广东西部有雨。", {"广东省"}, "no 东西部 across two words"),
        ("与大沥镇合作。", {"大沥镇"}, "a town that is one word"),
        ("藏东北的牦牛好。", set(), "a corner of a province"),
        ("东北的大豆好。", {"东北地区"}, "a corner of the country"),
        ("龙楼镇很热闹。", {"龙楼镇"}, "a town that is two"),
        ("杭锦旗锡尼镇有工厂。", {"杭锦旗", "锡尼镇"}, "a town and where it lies"),
        ("嘉兴的乌镇很美，专业镇、中心镇也多。", {"嘉兴市"}, "乌镇 is too short, others classes"),
    ],
)
def test_names(words: str, meant: set[str], why: str) -> None:
    assert names("Region", words) == meant, why


@pytest.mark.parametrize(
    ("words", "home", "meant", "why"),
    [
        ("大同有煤。", "山西省", {"大同市"}, "at home it means the city"),
        ("天下大同是理想。", "福建省", set(), "elsewhere it is a word"),
        ("提升白银产业。", "甘肃省", set(), "a metal, at home too"),
        ("甘肃省的白银、兰州都有。", None, {"甘肃省", "白银市", "兰州市"}, "but not in a list"),
    ],
)
def test_words_that_are_places(words: str, home: str | None, meant: set[str], why: str) -> None:
    assert names("Region", words, **({"region": home} if home else {})) == meant, why


@pytest.mark.parametrize(
    ("words", "home", "meant", "why"),
    [
        ("川渝加强往来。", None, {"四川省", "重庆市"}, "a well-known pair"),
        ("黔渝加强往来。", None, {"贵州省", "重庆市"}, "one listed in both orders"),
        ("沪、苏、浙三地合作。", None, {"上海市", "江苏省", "浙江省"}, "the same in a list"),
        ("金、银、铜三种金属。", "甘肃省", set(), "a list of metals"),
        ("沪苏浙联合攻关。", None, {"上海市", "江苏省", "浙江省"}, "a run of provinces"),
        ("京津冀的货运量。", None, {"京津冀"}, "a region of its own"),
        ("推进金白兰武一体化。", "甘肃省", {"金昌市", "白银市", "兰州市", "武威市"}, "own cities"),
        (
            "推进金白兰武一体化。",
            "浙江省",
            {"金昌市", "白银市", "兰州市", "武威市"},
            "only Gansu's",
        ),
        ("金白兰武来了客人。", "浙江省", set(), "not of this province"),
        ("金白兰武来了客人。", None, set(), "whose cities is not known"),
        (
            "宜荆荆襄加快发展。",
            "湖北省",
            {"宜昌市", "荆门市", "荆州市", "襄阳市"},
            "two of one letter",
        ),
        ("荆荆荆襄加快发展。", "湖北省", set(), "more than there are"),
        ("陇电入浙工程投产。", None, {"甘肃省", "浙江省"}, "what flows from one to the other"),
        ("疆电外送增长。", None, {"新疆维吾尔自治区"}, "what flows out"),
        ("水电入户。", None, set(), "no place"),
        ("湘琼共建工厂。", None, {"湖南省", "海南省"}, "before a word of doing together"),
        ("湘琼来客。", None, {"湖南省", "海南省"}, "a listed pair"),
        ("藏粤直流开工。", None, {"西藏自治区", "广东省"}, "no listed pair, before a line"),
        ("藏粤来客。", None, set(), "no listed pair by itself"),
        ("东西部协作深化。", None, {"东部地区", "西部地区"}, "one word for two"),
        ("东中西部协调。", None, {"东部地区", "中部地区", "西部地区"}, "one word for three"),
        ("港澳青年来访。", None, {"香港特别行政区", "澳门特别行政区"}, "青 begins a word"),
        ("鲁豫青三省签约。", None, {"山东省", "河南省", "青海省"}, "青 does not"),
        ("他沿着川流不息的人群走。", None, set(), "one character is a word"),
    ],
)
def test_one_character_names(words: str, home: str | None, meant: set[str], why: str) -> None:
    metadata = {"region": home} if home else {}
    assert names("Region", words, **metadata) == meant, why


@pytest.mark.parametrize(
    ("words", "meant", "why"),
    [
        ("武汉东湖高新区聚集光电子企业。", "东湖新技术开发区", "a known alias"),
        ("合肥高新区聚集企业。", "合肥高新技术产业开发区", "a known alias"),
        ("苏州工业园区聚集企业。", "苏州工业园区", "a known zone"),
        ("雄安新区承接疏解。", "雄安新区", "a known zone"),
        ("岳阳市青石工业园投产。", "岳阳市青石工业园", "an open name"),
    ],
)
def test_zones(words: str, meant: str, why: str) -> None:
    assert meant in names("Region", words), why


@pytest.mark.parametrize(
    "words", ["产业园区加快建设。", "各地高新区扩容。", "建设现代农业产业园。"]
)
def test_a_class_is_no_zone(words: str) -> None:
    assert names("Region", words) == set()


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        ("黑龙江西部和华北东部有雨。", {"黑龙江省", "华北地区"}),
        ("四川省中部的遂宁市发展锂电产业。", {"四川省", "遂宁市"}),
        ("我国西部发展旅游业。", {"中国", "西部地区"}),
        ("东部、中部、西部协调发展。", {"东部地区", "中部地区", "西部地区"}),
    ],
)
def test_a_part_of_a_place_is_no_macro_region(words: str, regions: set[str]) -> None:
    assert names("Region", words) == regions


def test_ordinary_words_before_a_cue_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such words stand in every second sentence: no province's cities are tried for them."""
    tried: list[str] = []

    def cities(run: str, _: object) -> list[Place]:
        tried.append(run)
        return []

    monkeypatch.setattr(compounds, "_cities", cities)
    words = "推动区域经济一体化发展，支持制造业产业创新集群。"
    assert compounds.find_compounds(words, set(), None) == []
    assert tried == []


def test_a_guard_that_nothing_knows_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
        return [dict(zip(columns, ("大同", "sometimes", ""), strict=True))]

    monkeypatch.setattr(places, "read_tsv", read)
    with pytest.raises(DataError, match=r"place_guards\.tsv: guard 'sometimes' of 大同"):
        Gazetteer()
