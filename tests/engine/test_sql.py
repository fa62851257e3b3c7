"""The SQL from facts to edges is in the subset that Spark shares: there it gives the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg import engine
from kg.engine.session import session
from kg.resolve.aggregate import INPUTS, OUTPUTS, STEPS, _finish
from kg.resolve.copies import find
from kg.resolve.gazetteer import load_gazetteer
from kg.resolve.steps import sql
from kg.tables import SCHEMAS, Build

pytest.importorskip("pyspark")
pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    conf = {
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
    }
    with session(engine.Options("local[2]", conf=conf)) as started:
        yield started


def test_spark_makes_the_same_graph(spark: Any, sample_build: Path, tmp_path: Path) -> None:
    build = Build.open(sample_build)
    for name in INPUTS:
        spark.read.parquet(str(build.table_path(name))).createOrReplaceTempView(name)
    gazetteer = load_gazetteer()
    tables = {
        f"gazetteer_{name}": getattr(gazetteer, name)
        for name in ("regions", "names", "above", "members", "codes")
    }
    tables["copies"] = find(str(build.table_path("documents")), tmp_path)
    for name, table in tables.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
        spark.read.parquet(str(tmp_path / f"{name}.parquet")).createOrReplaceTempView(name)
    for step in STEPS:
        spark.sql(sql(step)).cache().createOrReplaceTempView(step)
    for name in OUTPUTS:
        table = spark.sql(sql(name)).toArrow()
        rows = [
            row for batch in table.to_batches() for row in _finish(batch, SCHEMAS[name]).to_pylist()
        ]
        assert rows == build.table(name).to_pylist(), name
