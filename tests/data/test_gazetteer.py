"""The gazetteer as data: complete, consistent, and right about names people use."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from kg.data import read_text, schema
from kg.data.lexicons import (
    Division,
    abbreviations,
    divisions,
    former_divisions,
    functional_regions,
)

BY_CODE = {d.adcode: d for d in divisions()}
BY_NAME: dict[str, list[Division]] = {}
for _d in divisions():
    BY_NAME.setdefault(_d.name, []).append(_d)
FUNCTIONAL = {f.name: f for f in functional_regions()}
FILES = ("divisions", "former_divisions", "functional_regions", "abbreviations")


def _in_china(lat: float, lon: float) -> bool:
    return 3.0 <= lat <= 54.0 and 73.0 <= lon <= 136.0


def _means(form: str) -> set[str]:
    """Adcodes and functional names that a form may mean."""
    found = {d.adcode for d in divisions() if form in (d.name, d.short, *d.aliases)}
    return found | {f.name for f in functional_regions() if form in (f.name, *f.aliases)}


# --- divisions


def test_counts_by_level() -> None:
    counts = Counter(d.level for d in divisions())
    assert counts == {"province": 34, "city": 333, "county": 2845}


def test_adcodes_are_unique_and_six_digits() -> None:
    assert len(BY_CODE) == len(divisions())
    assert all(re.fullmatch(r"\d{6}", code) for code in BY_CODE)


def test_parents_exist_one_level_up_and_share_the_province() -> None:
    order = {"province": 0, "city": 1, "county": 2}
    for d in divisions():
        if d.level == "province":
            assert d.parent == ""
            continue
        parent = BY_CODE[d.parent]
        assert order[parent.level] < order[d.level], d.name
        assert parent.adcode[:2] == d.adcode[:2], d.name


def test_counties_right_under_a_province_are_the_known_kinds() -> None:
    direct = [d for d in divisions() if d.level == "county" and BY_CODE[d.parent].level != "city"]
    municipal = {"11", "12", "31", "50"}
    rest = [d for d in direct if d.adcode[:2] not in municipal]
    assert {d.adcode[2:4] for d in rest} == {"90"}
    assert {"天门市", "济源市", "神农架林区", "石河子市", "白杨市", "琼中黎族苗族自治县"} <= {
        d.name for d in rest
    }


def test_no_statistical_zones_among_counties() -> None:
    odd = re.compile(r"开发区|产业园|管理区|示范区|市辖区|行政委员会|保税|工业区")
    assert [d.name for d in divisions() if odd.search(d.name)] == []


def test_every_division_has_a_point_in_china() -> None:
    for d in divisions():
        assert d.lat is not None, d.name
        assert d.lon is not None, d.name
        assert _in_china(d.lat, d.lon), d.name


def test_counties_have_points_of_their_own() -> None:
    counties = [d for d in divisions() if d.level == "county"]
    own = [d for d in counties if (d.lat, d.lon) != (BY_CODE[d.parent].lat, BY_CODE[d.parent].lon)]
    assert len(own) >= 0.97 * len(counties)


def test_counties_lie_near_their_city() -> None:
    for d in divisions():
        parent = BY_CODE.get(d.parent)
        if d.level != "county" or parent is None or parent.level != "city":
            continue
        assert d.lat is not None and d.lon is not None
        assert parent.lat is not None and parent.lon is not None
        far = {"三沙市": 13.0, "海西蒙古族藏族自治州": 7.0}.get(parent.name, 6.0)
        assert abs(d.lat - parent.lat) < far, d.name
        assert abs(d.lon - parent.lon) < far, d.name


def test_shorts_are_two_characters_or_more_and_no_other_full_name() -> None:
    for d in divisions():
        assert len(d.short) != 1, d.name
        assert d.short == "" or d.short == d.name or d.short not in BY_NAME, d.name


def test_every_province_and_city_has_a_short_or_a_reason() -> None:
    bare = {d.name for d in divisions() if d.level != "county" and not d.short}
    assert bare == {"吉林市", "阿里地区"}


def test_aliases_mean_one_division() -> None:
    uses = Counter(a for d in divisions() for a in d.aliases)
    assert [a for a, n in uses.items() if n > 1] == []
    assert [a for a in uses if a in BY_NAME] == []


SHORTS = [
    ("450000", "广西"), ("150000", "内蒙古"), ("810000", "香港"), ("440300", "深圳"),
    ("422800", "恩施"), ("310115", "浦东"), ("150723", "鄂伦春"), ("150724", "鄂温克"),
    ("429021", "神农架"), ("520203", "六枝"), ("410104", "管城"), ("210113", "沈北"),
    ("653100", "喀什"), ("532800", "西双版纳"), ("110105", "朝阳"), ("620800", "平凉"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "short"), SHORTS)
def test_short_names(code: str, short: str) -> None:
    assert BY_CODE[code].short == short


@pytest.mark.parametrize(
    "name",
    ["合作市", "资源县", "公安县", "振兴区", "复兴区", "光明区", "大通回族土族自治县",
     "新和县", "共和县", "双城区", "江南区", "全州县", "无极县", "澜沧拉祜族自治县", "恩施市",
     "大同区", "矿区"],
)  # fmt: skip
def test_everyday_words_are_no_shorts(name: str) -> None:
    assert [d.short for d in BY_NAME[name]] == [""] * len(BY_NAME[name])


@pytest.mark.parametrize(
    ("form", "code"),
    [("恩施州", "422800"), ("凉山州", "513400"), ("内蒙", "150000"), ("黔东南", "522600"),
     ("湘西", "433100"), ("锡盟", "152500"), ("长阳县", "420528"), ("博州", "652700"),
     ("达茂旗", "150223"), ("上海浦东新区", "310115"), ("台湾地区", "710000")],
)  # fmt: skip
def test_aliases(form: str, code: str) -> None:
    assert _means(form) == {code}


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [("广州市", 23.13, 113.26), ("哈尔滨市", 45.80, 126.53), ("乌鲁木齐市", 43.82, 87.61),
     ("台湾省", 25.04, 121.51), ("三沙市", 16.83, 112.33), ("临平区", 30.42, 120.30)],
)  # fmt: skip
def test_points_are_right_to_two_kilometres(name: str, lat: float, lon: float) -> None:
    d = BY_NAME[name][0]
    assert d.lat == pytest.approx(lat, abs=0.02)
    assert d.lon == pytest.approx(lon, abs=0.02)


# --- former names


@pytest.mark.parametrize(
    ("name", "successor", "until"),
    [("襄樊市", "襄阳市", "2010"), ("思茅市", "普洱市", "2007"), ("崇文区", "东城区", "2010"),
     ("宣武区", "西城区", "2010"), ("莱芜市", "济南市", "2019"), ("萧山市", "萧山区", "2001"),
     ("通州市", "通州区", "2009"), ("南汇区", "浦东新区", "2009"),
     ("即墨市", "即墨区", "2017"), ("伊克昭盟", "鄂尔多斯市", "2001"),
     ("那曲地区", "那曲市", "2017"), ("郫县", "郫都区", "2016"),
     ("渝北区", "两江新区", "2025"), ("江干区", "上城区", "2021")],
)  # fmt: skip
def test_former_names(name: str, successor: str, until: str) -> None:
    found = {f.name: f for f in former_divisions()}[name]
    assert BY_CODE[found.successor].name == successor
    assert found.until == until


def test_former_names_are_unique_and_nobodys_today() -> None:
    names = [f.name for f in former_divisions()]
    assert len(set(names)) == len(names)
    current = {form for d in divisions() for form in (d.name, d.short, *d.aliases)}
    assert [n for n in names if n in current] == []


def test_former_names_lead_to_current_divisions() -> None:
    for f in former_divisions():
        assert f.successor in BY_CODE, f.name
        assert re.fullmatch(r"(19|20)\d\d(-\d\d(-\d\d)?)?", f.until), f.name
        assert f.event, f.name


# --- functional regions


def test_functional_regions_are_many_and_of_legal_kinds() -> None:
    assert len(FUNCTIONAL) == len(functional_regions()) >= 250
    kinds = {f.kind for f in functional_regions()}
    assert kinds == {"macro_region", "cluster", "belt", "zone"}
    assert kinds <= set(schema.node_types()["Region"].kinds)


def test_functional_forms_mean_one_thing() -> None:
    forms = Counter(form for f in functional_regions() for form in (f.name, *f.aliases))
    assert [form for form, n in forms.items() if n > 1] == []
    taken = {form for d in divisions() for form in (d.name, d.short, *d.aliases)}
    assert [form for form in forms if form in taken] == []
    assert [form for form in forms if len(form) < 2] == []


def test_members_and_hosts_resolve_to_one_region() -> None:
    for f in functional_regions():
        for name in (*f.members, *filter(None, [f.host])):
            known = len(BY_NAME.get(name, [])) + (name in FUNCTIONAL)
            assert known == 1, f"{f.name}: {name}"
        assert len(set(f.members)) == len(f.members), f.name
        assert f.name not in f.members


def test_zones_say_where_they_are() -> None:
    lost = [f.name for f in functional_regions() if f.kind == "zone" and not (f.host or f.members)]
    assert lost == []


def test_functional_regions_have_points_in_china() -> None:
    scattered = {"三区三州", "四省涉藏州县"}
    for f in functional_regions():
        assert (f.lat is None) == (f.name in scattered), f.name
        if f.lat is not None and f.lon is not None:
            assert _in_china(f.lat, f.lon), f.name


MEMBERS = [
    ("京津冀", 3), ("长三角", 4), ("珠三角", 9), ("粤港澳大湾区", 11), ("中部地区", 6),
    ("西部地区", 12), ("东北地区", 3), ("东部地区", 10), ("长江经济带", 11), ("黄河流域", 9),
    ("成都都市圈", 4), ("长三角城市群", 26), ("长株潭都市圈", 3), ("中原城市群", 30),
    ("海峡西岸经济区", 20), ("河西走廊", 5), ("苏北", 5), ("呼包鄂榆城市群", 4),
    ("长三角G60科创走廊", 9), ("长三角生态绿色一体化发展示范区", 3), ("武汉城市圈", 9),
    ("淮海经济区", 10),
]  # fmt: skip


@pytest.mark.parametrize(("name", "size"), MEMBERS)
def test_official_definitions(name: str, size: int) -> None:
    assert len(FUNCTIONAL[name].members) == size


@pytest.mark.parametrize(
    ("form", "name"),
    [("长江三角洲", "长三角"), ("东北三省", "东北地区"), ("中部", "中部地区"),
     ("大湾区", "粤港澳大湾区"), ("成渝双城经济圈", "成渝地区双城经济圈"),
     ("皖江城市带", "皖江城市带承接产业转移示范区"), ("雄安", "雄安新区"),
     ("上海自贸区", "上海自由贸易试验区"), ("海南自贸港", "海南自由贸易港"),
     ("光谷", "中国光谷"), ("横琴", "横琴粤澳深度合作区"),
     ("西部(成都)科学城", "西部（成都）科学城"), ("陇东", "陇东"), ("川东北", "川东北经济区"),
     ("兰白", "兰白都市经济圈"), ("合肥高新区", "合肥高新技术产业开发区"),
     ("赣南等原中央苏区", "赣闽粤原中央苏区")],
)  # fmt: skip
def test_functional_aliases(form: str, name: str) -> None:
    assert _means(form) == {name}


def test_nineteen_new_areas_and_twenty_two_trade_zones() -> None:
    areas = [
        "舟山群岛新区", "兰州新区", "南沙新区", "西咸新区", "贵安新区", "西海岸新区",
        "金普新区", "天府新区", "湘江新区", "江北新区", "福州新区", "滇中新区", "哈尔滨新区",
        "长春新区", "赣江新区", "雄安新区",
    ]  # fmt: skip
    assert all(FUNCTIONAL[a].kind == "zone" for a in areas)
    assert all(a in BY_NAME for a in ("浦东新区", "滨海新区", "两江新区"))
    assert sum(f.name.endswith("自由贸易试验区") for f in functional_regions()) == 22


# --- one-character names


def test_one_character_names_mean_current_divisions() -> None:
    for a in abbreviations():
        assert len(a.char) == 1
        assert len(BY_NAME.get(a.name, [])) == 1, a.name


def test_every_province_has_one_character_that_means_it_first() -> None:
    first: dict[str, str] = {}
    for a in abbreviations():
        first.setdefault(a.char, a.name)
    provinces = {d.name for d in divisions() if d.level == "province"}
    assert provinces <= set(first.values())
    assert first["宁"] == "宁夏回族自治区"
    assert first["蜀"] == first["川"] == "四川省"


# --- provenance and the build script


@pytest.mark.parametrize("name", FILES)
def test_every_file_tells_source_and_licence(name: str) -> None:
    notes = [x for x in read_text(f"lexicons/{name}.tsv").splitlines() if x.startswith("#")]
    assert re.search(r"MIT|CC BY 4\.0", " ".join(notes))


@pytest.fixture(scope="module")
def build() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "build_gazetteer.py"
    spec = importlib.util.spec_from_file_location("build_gazetteer", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "short"),
    [("积石山保安族东乡族撒拉族自治县", "积石山"), ("隆林各族自治县", "隆林"),
     ("博尔塔拉蒙古自治州", "博尔塔拉"), ("北林区", "北林"), ("清新区", "清新"),
     ("内蒙古自治区", "内蒙古"), ("峰峰矿区", "峰峰")],
)  # fmt: skip
def test_stem(build: ModuleType, name: str, short: str) -> None:
    assert build.stem(name) == short


def test_gcj02_to_wgs84_moves_half_a_kilometre(build: ModuleType) -> None:
    lat, lon = build.to_wgs84(39.9087, 116.3975)  # Tian'anmen on a Chinese map
    assert lat == pytest.approx(39.9073, abs=2e-4)
    assert lon == pytest.approx(116.3912, abs=2e-4)


def test_notes_about_unknown_divisions_stop_the_build(build: ModuleType) -> None:
    notes = {"short": {"桃花县": ""}, "aliases": {}, "points": {}, "no_short": {"county": "桃花"}}
    with pytest.raises(SystemExit, match="桃花县 桃花"):
        build.check_notes([build.Row("110000", "北京市", "province", "")], notes)
