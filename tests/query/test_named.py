from pathlib import Path

import pytest

from kg.errors import DataError, UsageError
from kg.query import load_query
from kg.query.named import Param, parse

HEADER = """// name: n
// title.zh: 题
// title.en: title
// question.zh: 问？
// question.en: question?
"""


@pytest.mark.parametrize(
    ("line", "param"),
    [
        ('// param: a region = 成都市 "地区"', Param("a", "region", "成都市", "地区")),
        ('// param: a int "多少"', Param("a", "int", None, "多少")),
        ('// param: a string = x = y "等号"', Param("a", "string", "x = y", "等号")),
    ],
)
def test_parameters(line: str, param: Param) -> None:
    assert parse(f"{HEADER}{line}\nRETURN 1 AS x", "f").params == (param,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("// name: n\nRETURN 1", "lacks title.zh"),
        (HEADER + "// colunm: a\n", "f:6: not a header line"),
        (HEADER + '// param: a thing "b"\n', "f:6: unknown type 'thing'"),
        (HEADER + "// param: a\n", "f:6: cannot be read"),
        (HEADER + "// just a remark\n", "f:6: not a header line"),
    ],
)
def test_a_bad_header_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse(text, "f")


def test_a_file_with_a_header_is_a_question(tmp_path: Path) -> None:
    path = tmp_path / "mine.cypher"
    path.write_text(HEADER + '// column: x "一"\nRETURN 1 AS x ORDER BY x', encoding="utf-8")
    query = load_query(str(path))
    assert (query.name, query.title_zh, query.columns[0].name) == ("n", "题", "x")


def test_a_file_without_a_header_is_a_statement(tmp_path: Path) -> None:
    path = tmp_path / "mine.cypher"
    path.write_text("// a remark\nRETURN 1 AS x", encoding="utf-8")
    assert load_query(str(path)).name == ""


@pytest.mark.parametrize("text", ["MATCH (n) RETURN n.id", "unwind [1] as x return x", "RETURN 1"])
def test_a_statement_is_itself(text: str) -> None:
    assert load_query(text).text == text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("region-industrys", "region-industries"),
        ("完全无关", "kg query --list"),
        ("nosuch.cypher", "cannot be read"),
    ],
)
def test_what_is_no_question_is_a_clear_error(source: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_query(source)
