"""Nothing that is read can become code, and no value can become part of a statement."""

from __future__ import annotations

import ast
import io
import json
import pickle
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import kg
from kg.data.schema import node_types, relation_types
from kg.errors import KgError
from kg.neural.network import Network

HOME = Path(kg.__file__).parent
SOURCES = sorted(HOME.rglob("*.py"))
MODULES = {
    "pickle",
    "cPickle",
    "marshal",
    "shelve",
    "dill",
    "joblib",
    "cloudpickle",
    "yaml",
    "code",
}
CALLS = {"eval", "exec", "compile", "__import__", "execfile", "system", "popen"}
# The only `compile` there is, and a part of a prompt.
ALLOWED = {("compile", "re"), ("system", "")}
STARTERS = {"read/apart.py", "engine/session.py", "store/apart.py"}
STATEMENT = ("MATCH ", "MERGE ", "CREATE ", "UNWIND ", "RETURN ", "DELETE ", "SET n", "CALL ")


@cache
def trees() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(HOME).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in SOURCES
    ]


def names_of_call(node: ast.Call) -> tuple[str, str]:
    """What is called, and on what."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr, ast.unparse(node.func.value)
    return (node.func.id if isinstance(node.func, ast.Name) else ""), ""


def findings(tree: ast.Module) -> Iterator[str]:
    """Whatever in a module could run what it was given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"import {a.name}" for a in node.names if a.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield f"from {node.module}"
        elif isinstance(node, ast.Call):
            name, of = names_of_call(node)
            given = {key.arg: ast.unparse(key.value) for key in node.keywords if key.arg}
            if name in CALLS and (name, of) not in ALLOWED:
                yield f"{of}.{name}()"
            if name == "load" and of in ("np", "numpy") and given.get("allow_pickle") != "False":
                yield "np.load() that may unpickle"
            if given.get("allow_pickle") == "True" or given.get("shell") == "True":
                yield f"{name}({given})"


def test_no_code_is_made_of_data() -> None:
    assert len(SOURCES) > 100
    assert [(name, what) for name, tree in trees() for what in findings(tree)] == []


@pytest.mark.parametrize(
    "text",
    ["import pickle", "from yaml import load", "eval(x)", "a.exec(x)", "compile(x, '', 'eval')",
     "np.load(f)", "np.load(f, allow_pickle=True)", "subprocess.run(x, shell=True)",
     "os.system(x)"],
)  # fmt: skip
def test_the_search_finds_what_it_is_for(text: str) -> None:
    assert list(findings(ast.parse(text)))


def test_processes_are_started_in_few_places_only() -> None:
    starting = {
        name for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(a.name == "subprocess" for a in node.names)
    }  # fmt: skip
    assert starting <= STARTERS


def test_modules_are_imported_by_names_of_our_own() -> None:
    """import_module is given a table's entry or a name that was checked against one."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and names_of_call(node)[0] == "import_module":
                text = ast.unparse(node.args[0])
                known = ("f'kg.", "f'{__name__}.", "STORES[", "'kg.")
                assert text.startswith(known), (name, text)


class Bomb:
    """Leaves a trace when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("import pathlib; pathlib.Path('unpickled').touch()",)


def test_a_model_that_would_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    array = np.array([Bomb()], dtype=object)
    packed = io.BytesIO()
    np.savez(packed, pairs=array, chars=array)
    for data in (packed.getvalue(), pickle.dumps(Bomb()), b"\x93NUMPY", b""):
        with pytest.raises(Exception):  # noqa: B017 - whatever it is, it is no model
            Network.read(data)
    assert not Path("unpickled").exists()


def test_an_answer_kept_on_disk_is_only_text(tmp_path: Path) -> None:
    from kg.llm.cache import Cache

    cache = Cache(tmp_path)
    cache.put("k" * 64, "answer", "m")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    for data in (pickle.dumps(Bomb()), b'{"answer": {"__class__": "x"}}', b"[]", b"\xff"):
        kept.write_bytes(data)
        assert cache.get("k" * 64) is None


def test_lexicons_and_rules_are_tables_of_text() -> None:
    """Whatever stands in a cell is a text: reading the table runs nothing of it."""
    data = [path for path in (HOME / "data").rglob("*") if path.is_file()]
    kinds = {path.suffix for path in data if "__pycache__" not in path.parts}
    assert not kinds & {".pkl", ".pickle", ".joblib", ".npy", ".pt", ".bin", ".yaml", ".yml", ".so"}


def test_decisions_are_only_data(tmp_path: Path) -> None:
    from kg.decisions import read

    for data in (pickle.dumps(Bomb()), b"__import__('os')", b'{"decisions": [{"fact": {}}]}'):
        (tmp_path / "d.json").write_bytes(data)
        with pytest.raises(KgError):
            read([tmp_path / "d.json"])


# Cypher


def test_statements_hold_nothing_but_names_of_the_schema() -> None:
    """In each place where a statement is put together: only names that this list knows."""
    allowed = {
        # The schema's labels and types, and patterns made of them.
        "label", "labels", "name", "relation", "source", "target", "pattern", "missing", "given",
        "self._label", "self._name", "self._ends", "types", "facts", "keys", "key",
        "_name(label, 'id')", "_name(label, 'name')", "match", "merge", "where", "number",
        # Names of properties that are constants, and rows that the script's own quoting wrote.
        "HASH", "BUILD", "_CJK", "_values(columns)", "_values(columns, first=2)",
    }  # fmt: skip
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and _is_statement(node):
                for part in node.values:
                    if isinstance(part, ast.FormattedValue) and name.startswith(
                        ("store/", "query/")
                    ):
                        assert ast.unparse(part.value) in allowed, (name, ast.unparse(node))


def _is_statement(node: ast.JoinedStr) -> bool:
    text = "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
    return any(word in text for word in STATEMENT)


def test_the_names_of_the_schema_are_names() -> None:
    for name in (*node_types(), *relation_types()):
        assert name.isidentifier() and name.isascii(), name


@pytest.mark.parametrize(
    "value",
    [
        "深圳' OR 1=1 //",
        "`) DETACH DELETE n //",
        "\\u0027}) MATCH (n) DETACH DELETE n //",
        "$x",
        "'",
    ],
)
def test_a_value_is_a_value(value: str) -> None:
    """Through a real database: what looks like a statement comes back as the text it is."""
    from kg.query import load_query, run
    from tests.fuzz.world import graph

    store = graph()[1]
    before = store.query("MATCH (n) RETURN count(n) AS n")[1]
    answer = run(store, load_query("RETURN $x AS x"), {"x": json.dumps(value)})
    assert answer.rows == [[value]]
    assert store.query("MATCH (n) RETURN count(n) AS n")[1] == before
