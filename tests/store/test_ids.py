from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.store.ids import RecordIds

RIDS = st.tuples(st.integers(0, 32_767), st.integers(0, 2**48 - 1))
NODES = st.dictionaries(st.text(), RIDS, min_size=1, max_size=60)


@given(NODES, st.integers(1, 10))
def test_every_node_keeps_its_record_however_many_parts_they_came_in(
    nodes: dict[str, tuple[int, int]], size: int
) -> None:
    ids, written = list(nodes), [f"#{bucket}:{place}" for bucket, place in nodes.values()]
    records = RecordIds()
    for i in range(0, len(ids), size):
        records.add(ids[i : i + size], written[i : i + size])
        assert records.of(ids[i : i + 1]) == written[i : i + 1]
    assert records.of([*ids, *reversed(ids)]) == [*written, *reversed(written)]


def test_an_end_that_is_no_node_is_named() -> None:
    for known in ([], ["one"], ["one", "two"]):
        records = RecordIds()
        records.add(known, ["#1:0", "#2:7"][: len(known)])
        with pytest.raises(DataError, match="no node has the id 'three'"):
            records.of([*known, "three"])


def test_two_nodes_of_one_id_are_refused() -> None:
    records = RecordIds()
    records.add(["one", "two"], ["#1:0", "#1:1"])
    records.add(["one"], ["#1:2"])
    with pytest.raises(DataError, match="two nodes have one id"):
        records.of(["two"])
