"""Files as Spark sees them: HDFS, S3 and whatever else Hadoop has a file system for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder: its URI without escapes, its last name, its bytes (0 for a folder)."""

    uri: str
    name: str
    size: int
    folder: bool


class Files:
    """The file systems of a session."""

    def __init__(self, spark: SparkSession) -> None:
        """See what the session's executors see."""
        self._jvm: Any = spark._jvm
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()

    def at(self, uri: str) -> Entry | None:
        """What is there, None when nothing is."""
        path = self._path(uri)
        system = path.getFileSystem(self._conf)
        path = system.makeQualified(path)
        return _entry(system.getFileStatus(path)) if system.exists(path) else None

    def under(self, folder: str) -> list[Entry]:
        """What lies in a folder, by name."""
        path = self._path(folder)
        found = path.getFileSystem(self._conf).listStatus(path)
        return sorted((_entry(status) for status in found), key=lambda entry: entry.name)

    def read(self, uri: str, size: int) -> bytes:
        """The first ``size`` bytes of a file."""
        path = self._path(uri)
        stream = path.getFileSystem(self._conf).open(path)
        try:
            return bytes(stream.readNBytes(size))
        finally:
            stream.close()

    def fetch(self, uri: str, local: str) -> None:
        """Copy a file to this machine."""
        path = self._path(uri)
        path.getFileSystem(self._conf).copyToLocalFile(False, path, self._path(local), True)

    def remove(self, folder: str) -> None:
        """Remove a folder with all that is in it."""
        path = self._path(folder)
        path.getFileSystem(self._conf).delete(path, True)

    def home(self) -> str:
        """The home folder on the default file system, as a URI."""
        path = self._jvm.org.apache.hadoop.fs.FileSystem.get(self._conf).getHomeDirectory()
        return str(path.toString())

    def _path(self, uri: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(uri)


def walk(files: Files, folder: str, hidden: tuple[str, ...]) -> Iterator[Entry]:
    """Files below a folder, names sorted, without those whose name or folder is hidden."""
    for entry in files.under(folder):
        if entry.name.startswith(hidden):
            continue
        if entry.folder:
            yield from walk(files, entry.uri, hidden)
        else:
            yield entry


def _entry(status: Any) -> Entry:
    path = status.getPath()
    folder = bool(status.isDirectory())
    return Entry(path.toString(), path.getName(), 0 if folder else int(status.getLen()), folder)
