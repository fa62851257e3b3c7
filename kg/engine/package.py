"""The package as one file, so that executors run the code and the knowledge of the driver."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def ship(spark: SparkSession) -> None:
    """Give this package to all executors; what it depends on must be there already."""
    with tempfile.TemporaryDirectory() as folder:
        spark.sparkContext.addPyFile(str(write(Path(folder) / "kg.zip")))


def write(path: Path) -> Path:
    """Write the package with its data as a zip file that Python can import from."""
    root = Path(kg.__file__).parent
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, Path(root.name) / file.relative_to(root))
    return path
