"""A Spark session, with what it says of itself in a file instead of on the screen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.engine.options import Options
from kg.errors import KgError, UsageError
from kg.hidden import show

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA = 17
"""The oldest Java that Spark 4 runs on."""

# Settings of every run; those of the call come before them.
_CONF = {
    # A task is some minutes of extraction: a lost one costs little, the driver keeps up with all.
    "spark.sql.files.maxPartitionBytes": "16m",
    "spark.sql.files.openCostInBytes": "64k",
    # What waits in a Python worker is bounded in bytes as well as in documents.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
    "spark.sql.execution.arrow.maxBytesPerBatch": "16m",
    "spark.sql.parquet.compression.codec": "zstd",
    # A file that cannot be read ends the build; nothing is left out in silence.
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.ui.showConsoleProgress": "false",
}
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextmanager
def session(options: Options) -> Iterator[SparkSession]:
    """A session that ends with the block; one that runs already is used and goes on running.

    Raises :class:`kg.errors.UsageError` when pyspark or Java is missing, and
    :class:`kg.errors.KgError` with the first line of Spark's own error when Spark fails.
    """
    _check()
    show("pandas")  # the command line hides it; Spark needs it
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    handle, name = tempfile.mkstemp(prefix="kg-spark-", suffix=".log")
    log, done = Path(name), False
    try:
        with _failures(log), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            with _into(handle):
                spark = _start(options)
            try:
                yield spark
            finally:
                if running is None:
                    _end(spark)
        done = True
    finally:
        os.close(handle)
        if done or not log.stat().st_size:
            log.unlink()


def is_local(master: str) -> bool:
    """Whether everything runs on this machine."""
    return master.startswith("local") and not master.startswith("local-cluster")


def _start(options: Options) -> SparkSession:
    from pyspark.sql import SparkSession

    under_submit = "PYSPARK_GATEWAY_PORT" in os.environ
    master = options.master or (None if under_submit else os.environ.get("MASTER", "local[*]"))
    builder: Any = SparkSession.builder.appName("kg build")
    if master:
        builder = builder.master(master)
    if master and is_local(master):
        # Workers must be the Python that has this package.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = _with(builder, _LOCAL)
    builder = _with(_with(builder, _CONF), options.conf)
    spark: SparkSession = builder.getOrCreate()
    _fix_partitions(spark, options.conf)
    return spark


def _end(spark: SparkSession) -> None:
    """End the session and its Java process, whose memory other steps can use."""
    from pyspark import SparkContext

    spark.stop()
    gateway: Any = SparkContext._gateway
    process = getattr(gateway, "proc", None)
    if process is None:
        return  # spark-submit started Java, and ends with it
    gateway.shutdown()
    process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
    SparkContext._gateway = SparkContext._jvm = None


def _with(builder: Any, conf: Mapping[str, str]) -> Any:
    for key, value in conf.items():
        builder = builder.config(key, value)
    return builder


def _fix_partitions(spark: SparkSession, conf: Mapping[str, str]) -> None:
    """Make how files are cut into tasks the same all run long, however many executors come."""
    key = "spark.sql.files.minPartitionNum"
    if key not in conf:
        spark.conf.set(key, str(3 * max(2, spark.sparkContext.defaultParallelism)))


def _check() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "--engine spark needs pyspark", "pip install 'regional-kg[spark]'"
        ) from error
    java = _java()
    if java is None:
        raise UsageError(
            f"--engine spark needs Java {JAVA} or newer",
            f"install it, for example openjdk-{JAVA}-jre-headless, or set JAVA_HOME",
        )
    version = _java_version(java)
    if version < JAVA:
        raise UsageError(
            f"--engine spark needs Java {JAVA} or newer, {java} is Java {version}",
            "install a newer one and set JAVA_HOME to it",
        )


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin") if home else None)


def _java_version(java: str) -> int:
    """The major version; that of a Java which does not say it counts as new enough."""
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else JAVA


@contextmanager
def _into(handle: int) -> Iterator[None]:
    """Let what starts in the block, the Java process, write its errors to an open file."""
    sys.stderr.flush()
    before = os.dup(2)
    os.dup2(handle, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


@contextmanager
def _failures(log: Path) -> Iterator[None]:
    """Spark's errors as ours."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        told = next((x for x in reversed(lines) if re.match(r"[\w.]*(Error|Exception)\b", x)), "")
        raise KgError(
            f"Spark gave up: {(told or (lines or [type(error).__name__])[0])[:300]}",
            f"its log is {log}",
        ) from error
