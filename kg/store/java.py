"""The Java machine that the embedded database runs in: started once a process."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from kg.errors import StoreError

# The machine takes what it may, so a build has less than whoever asks a graph of millions.
# ARCADEDB_JVM_ARGS=-Xmx4g raises both.
LOADING, ASKING = "-Xmx400m", "-Xmx1g"
# One thread is enough to collect so little, and it holds least besides.
_COLLECTOR = "-XX:+UseSerialGC"
# Leaves Ctrl-C and SIGTERM to Python, whose cleaning up the Java machine would cut short.
_SIGNALS = "-Xrs"


def start(heap: str = ASKING) -> None:
    """Start the Java machine once a process, quietly and without files of its own.

    Its memory is what the first caller asks for.
    """
    # The machine writes a crash log into the working directory unless told otherwise.
    os.environ.setdefault(
        "ARCADEDB_JVM_ERROR_FILE", str(Path(tempfile.gettempdir()) / "kg-java-%p.log")
    )
    try:
        import jpype
        from arcadedb_embedded.jvm import start_jvm
    except ImportError as error:
        raise StoreError(
            f"the embedded database cannot be used here: {error}",
            "its package has no build for this platform; everything else works, "
            "and Cypher does with a Neo4j server",
        ) from error
    if jpype.isJVMStarted():
        return
    with as_file(files(__package__) / "logging.properties") as logging, _quiet_stderr():
        settings = ["-Djava.util.logging.config.file=" + str(logging), heap, _COLLECTOR, _SIGNALS]
        start_jvm(heap_size=None, jvm_args=settings)


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Nothing on the terminal: the machine announces its incubator modules at every start."""
    sys.stderr.flush()
    saved = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def full(error: BaseException) -> bool:
    """Whether an error comes of too little memory."""
    return "OutOfMemoryError" in f"{error} {reason(error)}"


def reason(error: BaseException) -> str:
    """The innermost message of a chain of Java errors, on one line."""
    cause: Any = error
    message = str(error)
    for _ in range(20):
        cause = cause.getCause() if hasattr(cause, "getCause") else cause.__cause__
        if cause is None:
            break
        inner = cause.getMessage() if hasattr(cause, "getMessage") else str(cause)
        message = str(inner) if inner else message
    return " ".join(message.split())
