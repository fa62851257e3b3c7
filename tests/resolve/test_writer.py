from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.model import Entity, Extraction, Home, Sentence
from kg.resolve import TableWriter, text_hash, to_tables, writer
from kg.tables import SCHEMAS
from tests.extractions import GUANGDONG, SHENZHEN, Said, corpus, document

WRITTEN = ("documents", "sentences", "mentions", "entities", "facts", "indicators")


def write(path: Path, extractions: list[Extraction]) -> dict[str, list[dict[str, object]]]:
    with TableWriter(path) as out:
        for extraction in extractions:
            out.add(extraction)
    return {name: pq.read_table(path / f"{name}.parquet").to_pylist() for name in WRITTEN}


def test_tables_have_the_agreed_schemas(tmp_path: Path) -> None:
    write(tmp_path, corpus())
    for name in WRITTEN:
        assert pq.read_schema(tmp_path / f"{name}.parquet").equals(SCHEMAS[name])


def test_everything_is_verbatim_and_at_its_place(tmp_path: Path) -> None:
    extractions = corpus()
    tables = write(tmp_path, extractions)
    texts = {e.document.id: e.document.text for e in extractions}
    columns = {
        "sentences": "text",
        "mentions": "text",
        "facts": "evidence",
        "indicators": "evidence",
    }
    for name, column in columns.items():
        assert tables[name]
        for row in tables[name]:
            assert texts[row["document"]][row["start"] : row["end"]] == row[column]


def test_what_is_boilerplate_is_not_written(tmp_path: Path) -> None:
    (extraction,) = [document("a.txt", None, [Said("扫一扫分享。"), Said("深圳很大。")])]
    first, second = extraction.sentences
    menu = Sentence(0, first.start, first.end, first.view, first.offsets, "boilerplate")
    changed = Extraction(extraction.document, (menu, second), (), (), ())
    assert [row["text"] for row in write(tmp_path, [changed])["sentences"]] == ["深圳很大。"]


def test_the_same_document_is_written_once(tmp_path: Path) -> None:
    first, *_ = corpus()
    with TableWriter(tmp_path) as out:
        assert out.add(first) is True
        assert out.add(first) is False
    assert pq.read_metadata(tmp_path / "documents.parquet").num_rows == 1


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), TableWriter(tmp_path) as out:
        out.add(corpus()[0])
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_rows_are_flushed_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 2)
    tables = write(tmp_path, corpus())
    assert pq.read_metadata(tmp_path / "sentences.parquet").num_row_groups > 1
    assert len(tables["sentences"]) == sum(len(e.sentences) for e in corpus())


def test_home_region_is_kept(tmp_path: Path) -> None:
    e = corpus()[0]
    home = Home(GUANGDONG, "publisher", "广东省人民政府")
    with_home = Extraction(e.document, e.sentences, e.mentions, e.facts, e.indicators, home)
    (row,) = write(tmp_path, [with_home])["documents"]
    assert (row["home_region"], row["home_how"]) == ("region:440000", "publisher")


def test_an_end_of_a_fact_that_is_never_mentioned_is_an_entity(tmp_path: Path) -> None:
    said = Said("重点发展某物。", [(SHENZHEN, "DEVELOPS", Entity("industry:某", "Industry", "某"),
                              "existing", "operating")])  # fmt: skip
    tables = write(tmp_path, [document("a.txt", None, [said])])
    assert {row["id"] for row in tables["entities"]} == {"region:440300", "industry:某"}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("深圳，很大。", "深圳 很大\n", True),
        ("深圳很大", "深圳更大", False),
        ("2023", "2024", False),
    ],
)
def test_text_hash_sees_letters_only(a: str, b: str, same: bool) -> None:
    assert (text_hash(a) == text_hash(b)) is same


def test_arrow_tables_are_what_is_written(tmp_path: Path) -> None:
    written = write(tmp_path, corpus())
    tables = to_tables(corpus())
    assert {name: table.to_pylist() for name, table in tables.items()} == written
    for name, table in tables.items():
        assert table.schema.equals(SCHEMAS[name])
    assert {name: len(table) for name, table in to_tables([]).items()} == dict.fromkeys(WRITTEN, 0)


def test_equal_rows_give_equal_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 5)
    rows = to_tables(corpus())["mentions"]
    for name, step in (("a", 1), ("b", 3), ("c", len(rows))):
        with writer.TableFile(tmp_path / name, rows.schema) as file:
            for at in range(0, len(rows), step):
                file.add(rows.slice(at, step))
        assert file.rows == len(rows)
    assert len({(tmp_path / name).read_bytes() for name in "abc"}) == 1
