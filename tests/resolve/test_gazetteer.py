import pytest

from kg.data.lexicons import Division, FunctionalRegion
from kg.resolve.gazetteer import Gazetteer, load_gazetteer, make_gazetteer
from tests.extractions import small_gazetteer


def pairs(table: object, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(row[c] for c in columns) for row in table.to_pylist()}  # type: ignore[attr-defined]


def test_a_county_has_every_step_up_to_its_province() -> None:
    above = pairs(small_gazetteer().above, "node", "source", "target")
    assert {a[1:] for a in above if a[0] == "region:440305"} == {
        ("region:440305", "region:440300"),
        ("region:440300", "region:440000"),
    }


def test_a_zone_goes_up_by_its_host() -> None:
    above = pairs(small_gazetteer().above, "node", "source", "target")
    assert ("region:天府新区", "region:天府新区", "region:510100") in above
    assert ("region:天府新区", "region:510100", "region:510000") in above


def twins() -> Gazetteer:
    """Two counties of one name, a city and a county of one name, and who refers to them."""
    return make_gazetteer(
        [
            Division("110000", "甲省", "", (), "province", "", None, None),
            Division("110100", "同名市", "", (), "city", "110000", None, None),
            Division("110101", "朝阳区", "", (), "county", "110100", None, None),
            Division("110201", "朝阳区", "", (), "county", "110000", None, None),
            Division("110202", "同名市", "", (), "county", "110000", None, None),
        ],
        [
            FunctionalRegion(
                "某城市群", "cluster", (), ("朝阳区", "同名市", "无此地"), "", None, None
            )
        ],
        [],
    )


def test_an_ambiguous_member_is_left_out_and_the_higher_level_is_meant() -> None:
    assert pairs(twins().members, "source", "target") == {("region:110100", "region:某城市群")}


@pytest.mark.parametrize("name", ["regions", "names", "above", "members", "codes"])
def test_the_shipped_lexicons_give_every_table(name: str) -> None:
    assert getattr(load_gazetteer(), name).num_rows > 0
