from pathlib import Path
from typing import Any

import pytest

from kg.errors import NotFoundError
from kg.query import resolve_name
from kg.tables import Build
from tests.builds import make_build


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("深圳市", "region:440300"),
        ("深圳", "region:440300"),
        ("鹏城", "region:440300"),
        ("region:440300", "region:440300"),
        ("廣東", "region:440000"),
        ("廣東省", "region:440000"),
        (" 深 圳 ", "region:440300"),
        ("《大湾区建设》", "strategy:大湾区建设"),
        ("大灣區建設", "strategy:大湾区建设"),
        ("成都都", "region:成都都市圈"),
        ("双城", "strategy:双城经济圈建设"),
        ("新能源车", "industry:新能源汽车"),
        ("X'}) detach delete N //", "industry:x'}) DETACH DELETE n //"),
    ],
)
def test_finds(world: Build, text: str, node: str) -> None:
    assert resolve_name(world, text).id == node


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("深川市", "深圳市"),
        ("氢", "氢能"),
        ("双城经济圈健设", "双城经济圈建设"),
        ("乌有之乡", "for example"),
        ("", "for example"),
    ],
)
def test_near_misses_suggest(world: Build, text: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match="is called") as caught:
        resolve_name(world, text)
    assert caught.value.hint is not None
    assert hint in caught.value.hint


def test_a_label_restricts(world: Build) -> None:
    with pytest.raises(NotFoundError, match="no Industry is called"):
        resolve_name(world, "深圳", "Industry")


def region(key: str, name: str, kind: str, *aliases: str) -> dict[str, Any]:
    return {"id": f"region:{key}", "label": "Region", "name": name, "kind": kind,
            "aliases": list(aliases)}  # fmt: skip


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Build:
    nodes = [
        region("220000", "吉林省", "province", "吉林"),
        region("220200", "吉林市", "city", "吉林"),
        region("110105", "朝阳区", "county"),
        region("220104", "朝阳区", "county"),
        region("211300", "朝阳市", "city"),
        region("150700", "呼伦贝尔市", "city"),
        region("a", "呼和浩特市", "city"),
    ]
    path: Path = tmp_path_factory.mktemp("twins")
    return make_build(path, nodes=nodes, statements=(), background=(), indicators=())


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("吉林", "region:220000"),
        ("吉林市", "region:220200"),
        ("朝阳", "region:211300"),
        ("呼和", "region:a"),
        ("region:220104", "region:220104"),
    ],
)
def test_the_more_general_wins(twins: Build, text: str, node: str) -> None:
    assert resolve_name(twins, text).id == node


def test_equals_are_asked_about(twins: Build) -> None:
    with pytest.raises(NotFoundError, match="several") as caught:
        resolve_name(twins, "朝阳区")
    assert caught.value.hint == "say which: region:110105 (朝阳区), region:220104 (朝阳区)"


def test_a_beginning_of_several_is_not_enough(twins: Build) -> None:
    with pytest.raises(NotFoundError, match="呼伦贝尔市"):
        resolve_name(twins, "呼")
