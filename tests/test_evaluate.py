"""The scoring library, by cases, and against the reference scorer where that is at hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.evaluate import Score, compare, evaluate, part_of_split

SHARED = Path(__file__).parents[2] / "shared"

shared = pytest.mark.skipif(
    not (SHARED / "gold" / "score.py").is_file(), reason="no annotated documents beside the project"
)


def record(entities: list[tuple[str, ...]], relations: list[dict[str, Any]], **more: Any) -> dict:
    rows = [{"type": t, "name": n, "aliases": list(a)} for t, n, *a in entities]
    return {"doc": "a.txt", "entities": rows, "relations": relations, **more}


def relation(head: str, kind: str, tail: str, **more: Any) -> dict[str, Any]:
    return {"head": head, "type": kind, "tail": tail, "status": "existing", **more}


GOLD = record(
    [
        ("Region", "甲市", "甲"),
        ("Region", "乙省"),
        ("Industry", "芯片产业"),
        ("Region", "丙区", "西区"),
    ],
    [relation("甲市", "DEVELOPS", "芯片产业"), relation("甲市", "COOPERATES_WITH", "乙省")],
    indicators=[{"subject": "甲市", "name": "产值", "value": 1234, "unit": "亿元", "year": 2024}],
)
CASES = {
    "same record": (GOLD, 4, 2, 1),
    "a suffix is optional for regions and industries": (
        record([("Region", "乙"), ("Industry", "芯片"), ("Region", "甲")], []), 2, 0, 0,
    ),
    "an alias on either side is enough": (record([("Region", "西区市", "西区")], []), 1, 0, 0),
    "cooperation has no direction": (
        record([("Region", "甲市"), ("Region", "乙省")],
               [relation("乙省", "COOPERATES_WITH", "甲市")]), 2, 1, 0,
    ),
    "development has one": (
        record([("Region", "甲市"), ("Industry", "芯片")], [relation("芯片", "DEVELOPS", "甲市")]),
        2, 0, 0,
    ),
    "background facts do not count": (
        record([("Region", "甲市"), ("Industry", "芯片")],
               [relation("甲市", "DEVELOPS", "芯片", background=True)]), 2, 0, 0,
    ),
    "numbers compare as numbers": (
        record([("Region", "甲市")], [],
               indicators=[{"subject": "甲市", "value": "1,234", "unit": "亿元", "year": 2024}]),
        1, 0, 1,
    ),
    "another year is another indicator": (
        record([("Region", "甲市")], [],
               indicators=[{"subject": "甲市", "value": 1234, "unit": "亿元", "year": 2023}]),
        1, 0, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("predicted", "entities", "relations", "indicators"), CASES.values(),
                         ids=CASES.keys())  # fmt: skip
def test_right(predicted: dict, entities: int, relations: int, indicators: int) -> None:
    rows = compare(GOLD, predicted).rows()
    right = rows["ENTITIES all"].right, rows["RELATIONS all"].right, rows["indicator"].right
    assert right == (entities, relations, indicators)


def test_optional_gold_is_neither_required_nor_wrong() -> None:
    gold = record([("Region", "甲市"), ("Industry", "芯片")],
                  [relation("甲市", "DEVELOPS", "芯片", optional=True)])  # fmt: skip
    gold["entities"][1]["optional"] = True
    bold = compare(gold, record([("Region", "甲市"), ("Industry", "芯片")],
                                [relation("甲市", "DEVELOPS", "芯片")]))  # fmt: skip
    shy = compare(gold, record([("Region", "甲市")], []))
    assert bold.scores == shy.scores
    assert shy.scores["entity/Industry"] == Score(0, 0, 0)


def test_misses_name_what_is_wrong() -> None:
    tally = compare(GOLD, record([("Region", "甲市"), ("Region", "丁市")], []))
    assert ("extra entity", "丁市") in {(m.error, m.what) for m in tally.misses}
    assert "missed relation" in {m.error for m in tally.misses}


def test_unusable_input_is_refused(tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"doc": "a.txt"}\nno json\n', encoding="utf-8")
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    with pytest.raises(UsageError, match=r"facts\.jsonl:2"):
        evaluate(gold, facts)
    with pytest.raises(UsageError, match="is no file"):
        evaluate(gold, tmp_path / "absent")
    with pytest.raises(UsageError, match=r"no split\.json"):
        part_of_split(gold, "test")


def spoil(gold: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A prediction with mistakes of every kind, made from gold."""

    def some(rows: list[dict]) -> list[dict]:
        return [{k: v for k, v in r.items() if k != "optional"} for r in rows if rng.random() < 0.8]

    out = {**gold, "entities": some(gold["entities"]), "relations": some(gold["relations"]),
           "indicators": some(gold.get("indicators", []))}  # fmt: skip
    for r in rng.sample(out["relations"], len(out["relations"]) // 4):
        r.update(rng.choice([
            {"background": True}, {"status": "planned"}, {"type": "PART_OF"},
            {"head": r["tail"], "tail": r["head"]}, {"tail": "无此实体"},
            {"head": rng.choice(out["entities"])["name"]},
        ]))  # fmt: skip
    for r in rng.sample(out["entities"], len(out["entities"]) // 4):
        r.update(rng.choice([{"name": f"《{r['name']}》"}, {"name": "别名", "aliases": [r["name"]]},
                             {"type": "Project"}]))  # fmt: skip
    for r in rng.sample(out["indicators"], len(out["indicators"]) // 3):
        r.update(rng.choice([{"value": str(r["value"])}, {"year": None}, {"subject": "无"}]))
    return out


@pytest.mark.shared
@shared
@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_the_reference_scorer(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    gold_dir, facts = SHARED / "gold" / "annotations", tmp_path / "facts.jsonl"
    golds = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(gold_dir.glob("*.json"))]
    lines = [json.dumps(spoil(g, rng), ensure_ascii=False) for g in golds if rng.random() < 0.9]
    facts.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, SHARED / "gold" / "score.py", gold_dir, facts, "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

    report = evaluate(gold_dir, facts)

    ours = {
        k: (s.gold, s.predicted, s.right, round(s.f1, 4)) for k, s in report.total.rows().items()
    }
    assert ours == {k: (r["gold"], r["pred"], r["tp"], r["f1"]) for k, r in theirs["rows"].items()}
    assert round(report.total.explicit.recall, 4) == theirs["explicit relation recall"]
    assert round(report.total.status.recall, 4) == theirs["status accuracy on matched DEVELOPS"]
    documents = {n: round(t.rows()["RELATIONS all"].f1, 4) for n, t in report.documents.items()}
    assert documents == {n: row["f1"] for n, row in theirs["documents"].items()}
