"""Named questions: Cypher files whose header says what they ask, take and give.

A header is the run of comment lines at the top of a file::

    // name: region-industries
    // title.zh: 一地发展的产业
    // title.en: Industries of a region
    // question.zh: 这个地区发展哪些产业？
    // question.en: Which industries does a region develop?
    // param: region region = 成都市 "地区 / region"
    // column: industry "产业 / industry"

A parameter has a name, a type of :data:`TYPES`, as a rule a default, and a description; without a
default it must be given. Columns are those of the RETURN clause, in order. A line such as
``// edge: $region DEVELOPS industry`` says what graph the rows are: from a parameter or column to a
column or parameter, by a relation type or by the one that a column names.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kg.errors import DataError, UsageError

# What a value may be. The names of node types, and `entity` for any of them, take a name as people
# write it and hand the query the id of the node it means.
TYPES = (
    "string", "int", "float", "bool", "list", "date",
    "region", "strategy", "industry", "organization", "project", "entity",
)  # fmt: skip

_LINE = re.compile(r"//\s*([a-z]+(?:\.[a-z]+)?):\s*(.*?)\s*$")
_PARAM = re.compile(r'(\w+) (\w+)(?: = (.*?))? "([^"]*)"$')
_COLUMN = re.compile(r'(\w+) "([^"]*)"$')
_EDGE = re.compile(r"(\$?\w+) (\w+) (\$?\w+)$")
_TEXTS = ("name", "title.zh", "title.en", "question.zh", "question.en")
_KEYS = (*_TEXTS, "param", "column", "edge")
_STATEMENT = re.compile(r"\b(MATCH|RETURN|UNWIND|WITH|CALL|CREATE|MERGE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Param:
    """A value a query takes; ``default`` is as one would type it, None when it must be given."""

    name: str
    type: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column a query gives."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class EdgeOf:
    """What edge a row is: ``source`` and ``target`` are columns, or parameters after a ``$``;
    ``relation`` is a relation type or the column that names one."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with its Cypher ``text``. One typed in by hand has no header: ``name`` is ""."""

    text: str
    name: str = ""
    title_zh: str = ""
    title_en: str = ""
    question_zh: str = ""
    question_en: str = ""
    params: tuple[Param, ...] = ()
    columns: tuple[Column, ...] = ()
    edges: tuple[EdgeOf, ...] = ()


def library() -> dict[str, NamedQuery]:
    """All questions that come with the package, by name, in alphabetical order."""
    entries = sorted(_folder().iterdir(), key=lambda entry: entry.name)
    found = [
        parse(entry.read_text(encoding="utf-8"), entry.name)
        for entry in entries
        if entry.name.endswith(".cypher")
    ]
    return {query.name: query for query in found}


def load_query(source: str) -> NamedQuery:
    """The question called ``source``, the one in the file ``source`` (``*.cypher``), or the
    statement that ``source`` itself is.

    Raises :class:`kg.errors.UsageError`, with near names, when it is none of these.
    """
    queries = library()
    if source in queries:
        return queries[source]
    if source.endswith(".cypher"):
        return _from_file(Path(source))
    if _STATEMENT.search(source):
        return NamedQuery(source)
    near = difflib.get_close_matches(source, queries, n=3, cutoff=0.4)
    raise UsageError(
        f"no question is called {source!r}",
        f"did you mean {', '.join(near)}?" if near else "see them all with: kg query --list",
    )


def parse(text: str, file: str) -> NamedQuery:
    """The question in ``text``; raises :class:`kg.errors.DataError` naming ``file`` and line."""
    texts: dict[str, str] = {}
    params: list[Param] = []
    columns: list[Column] = []
    edges: list[EdgeOf] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//"):
            break
        key, value = _header_line(line, f"{file}:{number}")
        if key == "param":
            params.append(_param(value, f"{file}:{number}"))
        elif key == "column":
            columns.append(Column(*_parts(_COLUMN, value, f"{file}:{number}")))
        elif key == "edge":
            edges.append(EdgeOf(*_parts(_EDGE, value, f"{file}:{number}")))
        else:
            texts[key] = value
    missing = [key for key in _TEXTS if not texts.get(key)]
    if missing:
        raise DataError(f"{file}: the header lacks {', '.join(missing)}")
    return NamedQuery(
        text=text,
        name=texts["name"],
        title_zh=texts["title.zh"],
        title_en=texts["title.en"],
        question_zh=texts["question.zh"],
        question_en=texts["question.en"],
        params=tuple(params),
        columns=tuple(columns),
        edges=tuple(edges),
    )


def _folder() -> Traversable:
    """The questions as a wheel holds them, or as a checkout does."""
    package = files("kg").joinpath("_cypher")
    return package if package.is_dir() else Path(__file__).parents[2] / "cypher"


def _from_file(path: Path) -> NamedQuery:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as a query: {error}") from error
    # A file need not have a header: then it is a bare statement.
    return parse(text, path.name) if re.match(r"//\s*name:", text) else NamedQuery(text)


def _header_line(line: str, where: str) -> tuple[str, str]:
    found = _LINE.match(line)
    if found is None or found.group(1) not in _KEYS:
        allowed = ", ".join(_KEYS)
        raise DataError(f"{where}: not a header line: {line}", f"allowed keys: {allowed}")
    return found.group(1), found.group(2)


def _param(value: str, where: str) -> Param:
    param = Param(*_parts(_PARAM, value, where))
    if param.type not in TYPES:
        raise DataError(f"{where}: unknown type {param.type!r}", f"types: {', '.join(TYPES)}")
    return param


def _parts(pattern: re.Pattern[str], value: str, where: str) -> tuple[str, ...]:
    found = pattern.match(value)
    if found is None:
        raise DataError(f"{where}: cannot be read: {value}", 'write: NAME TYPE = DEFAULT "..."')
    return found.groups()
