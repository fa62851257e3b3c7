"""Both engines make the same build: every table row by row, every message, the import files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg import engine, pipeline
from kg.cli import main
from kg.engine import package
from kg.engine.session import session
from kg.export import export
from kg.tables import SCHEMAS, Build
from tests.conftest import SAMPLES
from tests.engine import corpus

pytest.importorskip("pyspark")
pytestmark = pytest.mark.timeout(900)  # Java starts slowly where much else runs

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "documents"
MOUNT = "viewfs://archive/docs"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.write(tmp_path_factory.mktemp("corpus") / "docs")


@pytest.fixture(scope="module")
def spark(documents: Path) -> Iterator[engine.Options]:
    """One Spark for all tests, with the corpus under the URI of a file system of its own."""
    conf = {
        # Little is worth compiling in so short a life.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.files.minPartitionNum": "2",
        "spark.sql.files.maxPartitionBytes": "1500",  # lines of one file come in many blocks
        "spark.sql.files.openCostInBytes": "0",
        "spark.hadoop.fs.viewfs.mounttable.archive.link./docs": documents.as_uri(),
    }
    options = engine.Options("local[2]", conf=conf)
    with session(options):
        yield options


def test_same_build_of_every_kind_of_file(
    documents: Path, spark: engine.Options, tmp_path: Path
) -> None:
    here = pipeline.build([documents], tmp_path / "here", jobs=1, database=False)
    there = engine.build([MOUNT], tmp_path / "there", spark, database=False)

    def at_home(lines: list[str]) -> list[str]:
        return sorted(line.replace(MOUNT, str(documents)) for line in lines)

    assert at_home(there.unread) == sorted(here.unread)
    assert at_home(there.warnings) == sorted(here.warnings)
    assert any("6 more lines like these" in line for line in here.unread)
    assert sum("the same as a document before" in line for line in here.warnings) == 2
    assert here.counts == there.counts
    assert here.documents["read"] == there.documents["read"]
    _compare(tmp_path, moved={MOUNT: str(documents)})


@pytest.mark.shared
def test_same_build_of_the_gold_documents(spark: engine.Options, tmp_path: Path) -> None:
    """Of the bundled samples where the annotated documents are not beside the project."""
    folder = GOLD if GOLD.is_dir() else SAMPLES
    here = pipeline.build([folder], tmp_path / "here", jobs=1, database=False, min_confidence=0.5)
    words = ["build", folder.as_uri(), "-o", str(tmp_path / "there"), "--engine", "spark",
             "--min-confidence", "0.5", "--no-database", "--neo4j-admin"]  # fmt: skip
    assert main(words) == 0
    told = Build.open(tmp_path / "there").info
    assert (told["counts"], told["unread"], told["warnings"]) == (
        here.counts, here.unread, here.warnings,
    )  # fmt: skip
    _compare(tmp_path)
    export(Build.open(tmp_path / "here"), "neo4j-admin", tmp_path / "here" / "graph-neo4j-admin")
    _compare_import_files(tmp_path)
    assert {path.name for path in (tmp_path / "there").iterdir()} == {
        "build.json", "graph-neo4j-admin", "tables",
    }  # fmt: skip
    # A second run would take documents out that other paths brought in: it has to be told.
    assert main(words) == 2


def _compare(place: Path, moved: dict[str, str] | None = None) -> None:
    for name in SCHEMAS:
        here, there = (
            pq.read_table(Build(place / side).table_path(name)) for side in ("here", "there")
        )
        assert here.schema.equals(there.schema)
        rows = there.to_pylist()
        for row in rows:
            for old, new in (moved or {}).items():
                if row.get("path"):
                    row["path"] = row["path"].replace(old, new)
        assert here.to_pylist() == rows, name


def _compare_import_files(place: Path) -> None:
    files = {
        side: {
            path.name: path.read_bytes().replace(f"/{side}/".encode(), b"/")
            for path in (place / side / "graph-neo4j-admin").iterdir()
        }
        for side in ("here", "there")
    }
    assert files["here"] == files["there"]
    assert len(files["here"]) > 3


def test_executors_can_import_the_package_from_one_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "import kg\n"
        "assert '.zip' in kg.__file__, kg.__file__\n"
        "from kg.read import read_path\n"
        "from kg.pipeline import extract_document\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "(document,) = read_path(path, {})\n"
        "print(len(extract_document(document).facts))\n"
    )
    archive = package.write(tmp_path / "kg.zip")
    script = tmp_path / "work.py"
    script.write_text(code, encoding="utf-8")
    sample = SAMPLES / "ningde-page.html"  # which a process apart reads
    said = subprocess.run(
        [sys.executable, script, sample],
        env={**os.environ, "PYTHONPATH": str(archive)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    ((_, expected),) = [
        (e.document, len(e.facts))
        for e in pipeline.extract([sample], jobs=1)
        if not isinstance(e, Exception)
    ]
    assert int(said) == expected > 0
