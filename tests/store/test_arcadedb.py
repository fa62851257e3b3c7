from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.errors import DataError, StoreError
from kg.store import arcadedb, filling
from kg.tables import SCHEMAS, Build
from tests import servers
from tests.builds import make_build

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@pytest.fixture
def copy(tables_only: Path, tmp_path: Path) -> Build:
    shutil.copytree(tables_only, tmp_path / "build")
    return Build.open(tmp_path / "build")


def child(code: str, build: Build, cwd: Path) -> subprocess.Popen[str]:
    program = "import os, signal, sys\nfrom kg.store import arcadedb\nfrom kg.tables import Build\n"
    program += f"build = Build.open({str(build.path)!r})\n" + textwrap.dedent(code)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=cwd, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@posix
def test_a_killed_load_leaves_no_database(copy: Build, tmp_path: Path) -> None:
    work = tmp_path / "cwd"
    work.mkdir()
    killed = child(
        """
        def die(done, total):
            if done > total / 2:
                os.kill(os.getpid(), signal.SIGKILL)
        arcadedb.load(build, die)
        """,
        copy, work,
    )  # fmt: skip
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert not copy.database.exists()
    with pytest.raises(StoreError):
        arcadedb.open(copy)
    arcadedb.load(copy)
    assert not list(copy.path.glob(".db*"))
    arcadedb.open(copy).close()


def test_a_failed_load_keeps_the_old_database(copy: Build) -> None:
    arcadedb.load(copy)
    stray = {"id": "e", "type": "PART_OF", "source": "region:440300", "target": "region:nowhere"}
    edges = copy.table("edges")
    lists = {"stages": [], "evidence": [], "triggers": [], "rules": []}
    bad = pa.Table.from_pylist([{**stray, **lists}], schema=SCHEMAS["edges"])
    pq.write_table(pa.concat_tables([edges, bad]), copy.table_path("edges"))
    with pytest.raises(DataError, match="region:nowhere"):
        arcadedb.load(copy)
    assert not list(copy.path.glob(".db*"))
    with arcadedb.open(copy) as store:
        assert store.query("MATCH (n:Document) RETURN count(n) AS c")[1] == [[4]]


def everything(build: Build) -> list[object]:
    with arcadedb.open(build) as store:
        return servers.content(store)


def test_many_batches_make_the_same_graph(copy: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.graph.BATCH_ROWS", 7)
    arcadedb.load(copy)
    once = everything(copy)
    assert all(once)
    monkeypatch.setattr(filling, "_EDGES_A_BATCH", 7)
    arcadedb.load(copy)
    assert everything(copy) == once


def test_too_little_memory_is_one_clear_line(copy: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    arcadedb.load(copy)
    before = everything(copy)

    def full(*_: object) -> None:
        raise RuntimeError("Failed to close: java.lang.OutOfMemoryError: Java heap space")

    monkeypatch.setattr(filling, "_with_ends", full)
    with pytest.raises(StoreError, match="too large for the memory"):
        arcadedb.load(copy)
    assert not list(copy.path.glob(".db*"))
    assert everything(copy) == before


def test_an_interrupt_leaves_nothing(copy: Build) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        arcadedb.load(copy, stop)
    assert not copy.database.exists()
    assert not list(copy.path.glob(".db*"))


def test_nothing_is_written_elsewhere_or_said(copy: Build, tmp_path: Path) -> None:
    work = tmp_path / "cwd"
    work.mkdir()
    code = """
    arcadedb.load(build)
    with arcadedb.open(build) as store:
        print(store.query("MATCH (n:Document) RETURN count(n) AS c"))
    """
    out, err = child(code, copy, work).communicate(timeout=60)
    assert (out, err) == ("(['c'], [[4]])\n", "")
    assert list(work.iterdir()) == []
    assert {path.name for path in copy.path.iterdir()} == {"build.json", "tables", "db"}


def test_many_may_read(copy: Build, tmp_path: Path) -> None:
    arcadedb.load(copy)
    other = child(
        "store = arcadedb.open(build)\nprint('open', flush=True)\ninput()", copy, tmp_path
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with arcadedb.open(copy) as store:
        assert store.query("RETURN 1 AS x")[1] == [[1]]
    other.communicate("\n", timeout=60)


def test_one_that_writes_shuts_others_out_with_a_clear_line(copy: Build, tmp_path: Path) -> None:
    arcadedb.load(copy)
    other = child(
        "store = arcadedb.open(build, read_only=False)\nprint('open', flush=True)\ninput()",
        copy, tmp_path,
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    for read_only in (True, False):
        with pytest.raises(StoreError, match="open for writing in another process") as caught:
            arcadedb.open(copy, read_only=read_only)
        assert "\n" not in str(caught.value)
    other.communicate("\n", timeout=60)


@posix
def test_a_killed_writer_does_not_lock_readers_out(copy: Build, tmp_path: Path) -> None:
    arcadedb.load(copy)
    killed = child(
        """
        store = arcadedb.open(build, read_only=False)
        store.query("CREATE (n:Region {id: 'region:new'})", write=True)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        copy, tmp_path,
    )  # fmt: skip
    killed.communicate(timeout=60)
    with arcadedb.open(copy) as store:
        cypher = "MATCH (n:Region {id: 'region:new'}) RETURN count(n) AS c"
        assert store.query(cypher)[1] == [[1]]


def test_opening_twice_in_one_process_is_a_clear_error(copy: Build) -> None:
    arcadedb.load(copy)
    with arcadedb.open(copy), pytest.raises(StoreError, match="open in this process already"):
        arcadedb.open(copy)


def test_a_damaged_database_is_a_clear_error(copy: Build) -> None:
    copy.database.mkdir()
    (copy.database / "schema.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        arcadedb.open(copy)
    assert "\n" not in str(caught.value)


def test_without_the_package_the_error_points_to_neo4j(
    copy: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.database.mkdir()
    monkeypatch.setitem(sys.modules, "arcadedb_embedded.jvm", None)
    with pytest.raises(StoreError, match="Neo4j"):
        arcadedb.open(copy)


def test_nodes_edges_and_paths_become_maps(copy: Build) -> None:
    arcadedb.load(copy)
    cypher = "MATCH p = (r:Region {id: $id})-[e:COVERS|COOPERATES_WITH]-(o) RETURN r, e, p"
    with arcadedb.open(copy) as store:
        ((node, edge, path),) = store.query(cypher, {"id": "region:440300"})[1]
    assert (node["type"], node["name"]) == ("Region", "深圳市")
    assert (edge["type"], edge["stages"]) == ("COOPERATES_WITH", ["operating"])
    assert [n["name"] for n in path["nodes"]] == ["深圳市", "成都市"]
    ends = {"source": "region:440300", "target": "region:510100"}
    assert path["edges"] == [{**edge, **ends}]


def test_a_relative_path_is_this_folders_though_java_began_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arcadedb.load(make_build(tmp_path / "first"))  # Java runs from here on, whatever it was before
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    made = make_build(Path("second"))
    arcadedb.load(made)
    with arcadedb.open(made) as store:
        assert store.query("MATCH (n) RETURN count(n) AS n")[1] != [[0]]
