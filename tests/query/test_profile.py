import dataclasses
import json

import pytest

from kg.errors import NotFoundError
from kg.query import Profile, show, stats
from kg.tables import Build


@pytest.fixture(scope="module")
def shenzhen(world: Build) -> Profile:
    return show(world, "深圳")


def test_groups_follow_the_schema_and_direction(shenzhen: Profile) -> None:
    found = [(g.type, g.direction, [r.other.name for r in g.relations]) for g in shenzhen.groups]
    assert found == [
        ("DEVELOPS", "out", ["新能源汽车", "低空经济"]),
        ("PART_OF", "out", ["广东省"]),
        ("PART_OF", "in", ["南山区"]),
        ("COOPERATES_WITH", "both", ["成都市"]),
    ]


def test_a_relation_has_its_evidence(shenzhen: Profile) -> None:
    relation = shenzhen.groups[0].relations[0]
    assert (relation.status, relation.support, relation.since) == ("existing", 2, "2024-03-05")
    first = relation.evidence[0]
    assert (first.text, first.document, first.publisher, first.published) == (
        "深圳市做强新能源汽车，鹏城的街头随处可见。", "产业观察", "测试日报", "2024-03-05",
    )  # fmt: skip
    assert relation.triggers == ("建设", "做强")


def test_background_is_marked_and_has_no_evidence(shenzhen: Profile) -> None:
    (relation,) = shenzhen.groups[1].relations
    assert (relation.background, relation.evidence) == (True, ())


def test_figures_and_documents(shenzhen: Profile) -> None:
    (figure,) = shenzhen.indicators
    assert (figure.name, figure.value, figure.unit, figure.year) == (
        "新能源汽车产量", 178.6, "万辆", 2023,
    )  # fmt: skip
    assert len(figure.evidence) == 1
    assert [(d.title, d.mentions) for d in shenzhen.documents] == [
        ("产业观察", 3), ("见闻", 2), ("见闻（转载）", 2),
    ]  # fmt: skip


def test_evidence_is_bounded(world: Build) -> None:
    relation = show(world, "深圳", evidence=1).groups[0].relations[0]
    assert len(relation.evidence) == 1


def test_is_ready_for_json(shenzhen: Profile) -> None:
    assert json.loads(json.dumps(dataclasses.asdict(shenzhen)))["node"]["name"] == "深圳市"


def test_a_node_without_relations(world: Build) -> None:
    profile = show(world, "x'}) DETACH DELETE n //")
    assert [g.direction for g in profile.groups] == ["in"]
    assert profile.indicators == ()


def test_an_unknown_name(world: Build) -> None:
    with pytest.raises(NotFoundError, match="深圳市"):
        show(world, "深川市")


def test_stats_count_what_the_tables_hold(world: Build) -> None:
    found = json.loads(json.dumps(stats(world, top=1)))
    documents = found["documents"]
    assert (documents["number"], documents["independent"], documents["undated"]) == (4, 3, 1)
    assert (documents["first_published"], documents["last_published"]) == (
        "2024-03-05", "2025-12-01",
    )  # fmt: skip
    assert sum(found["nodes"].values()) == world.table("nodes").num_rows
    assert sum(e["number"] for e in found["edges"].values()) == world.table("edges").num_rows
    assert found["edges"]["DEVELOPS"] == {
        "number": 5, "existing": 2, "planned": 3, "background": 0,
    }  # fmt: skip
    assert found["edges"]["PART_OF"]["background"] == 6
    assert found["facts"] == world.table("facts").num_rows
    assert found["top"]["Region"] == [{"name": "成都市", "relations": 4, "documents": 2}]
