"""Running a question on a build or an open database."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from kg.errors import NotFoundError, UsageError
from kg.query.named import NamedQuery, Param
from kg.query.names import ENTITIES, Node, resolve_name
from kg.query.result import Result
from kg.store import Rows, Store, backend
from kg.store.cypher import mask
from kg.tables import Build

_LABELS = {label.lower(): label for label in ENTITIES}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def run(
    source: Build | Store,
    query: NamedQuery,
    params: Mapping[str, Any] | None = None,
    *,
    store: Store | None = None,
    write: bool = False,
) -> Result:
    """Ask ``query`` of ``source``; ``params`` are values by name, typed or as text.

    ``source`` is a build, whose embedded database is opened for the question unless ``store`` is
    it already, or an open database. Statements that change something are refused unless ``write``
    is true. Raises :class:`kg.errors.UsageError` for parameters that are unknown, missing or
    malformed, :class:`kg.errors.NotFoundError` for names that mean nothing in the graph, and
    :class:`kg.errors.StoreError` when the database refuses the statement.
    """
    values, named = _bound(source, query, params or {})
    if store is not None or not isinstance(source, Build):
        answer = (store or cast(Store, source)).query(query.text, values, write=write)
    else:
        answer = _once(source, query.text, values, write)
    return Result(*answer, query=query, named=named)


def _once(build: Build, text: str, values: Mapping[str, Any], write: bool) -> Rows:
    opened = backend().open(build, read_only=not write)
    try:
        return opened.query(text, values, write=write)
    finally:
        opened.close()


def bind(source: Build | Store, query: NamedQuery, params: Mapping[str, Any]) -> dict[str, Any]:
    """The values that the statement gets: typed, defaults filled in, names turned into ids."""
    return _bound(source, query, params)[0]


def _bound(
    source: Build | Store, query: NamedQuery, params: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the statement, and the names of the nodes that some of them mean."""
    for name, given in params.items():
        _check_text(name, given)
    if not query.name:
        return _bare(query, params), {}
    known = {param.name: param for param in query.params}
    for name in params:
        if name not in known:
            raise UsageError(f"{query.name} has no parameter {name!r}", _suggest(name, known))
    values = {param.name: _value(source, query, param, params) for param in query.params}
    nodes = {name: value for name, value in values.items() if isinstance(value, Node)}
    return {**values, **{name: node.id for name, node in nodes.items()}}, {
        name: node.name for name, node in nodes.items()
    }


def _check_text(name: str, given: Any) -> None:
    """Half a character, as from a command line in another encoding, is no text for a database."""
    try:
        json.dumps([name, given], ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{name}={given} is no text", "write it in UTF-8") from error


def _bare(query: NamedQuery, params: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a statement that declares none: it must use those given and get those it uses."""
    used = sorted(set(re.findall(r"\$(\w+)", mask(query.text))))
    for name in used:
        if name not in params:
            raise UsageError(f"the statement uses ${name}", f"add: -p {name}=...")
    for name in params:
        if name not in used:
            uses = ", ".join(f"${other}" for other in used) or "none"
            raise UsageError(f"the statement does not use ${name}", f"it uses: {uses}")
    values = {name: _guess(params[name]) for name in used}
    for name, value in values.items():  # JSON can spell out half a character
        _check_text(name, value)
    return values


def _suggest(name: str, known: Mapping[str, Param]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f"did you mean {near[0]}?"
    return f"it takes: {', '.join(known)}" if known else "it takes none"


def _value(
    source: Build | Store, query: NamedQuery, param: Param, params: Mapping[str, Any]
) -> Any:
    given = params.get(param.name, param.default)
    if given is None:
        raise UsageError(
            f"{query.name} needs {param.name}: {param.description}", f"add: -p {param.name}=..."
        )
    if param.type in _LABELS or param.type == "entity":
        return _node(source, param, str(given))
    if not isinstance(given, str):
        return given
    try:
        return _READ[param.type](given)
    except ValueError as error:
        raise UsageError(f"{param.name}={given} is no {param.type}") from error


def _node(source: Build | Store, param: Param, text: str) -> Node:
    try:
        return resolve_name(source, text, _LABELS.get(param.type))
    except NotFoundError as error:
        raise NotFoundError(f"{param.name}: {error.message}", error.hint) from error


def _bool(text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def _date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return text


def _list(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,，]", text) if part.strip()]


_READ: dict[str, Callable[[str], Any]] = {
    "string": str, "int": int, "float": float, "bool": _bool, "date": _date, "list": _list,
}  # fmt: skip


def _guess(value: Any) -> Any:
    """A value for a statement that declares no types: JSON if it is that, else the text itself."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
