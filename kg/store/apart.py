"""A new embedded database is filled in a process of its own, which gives all its memory back.

A graph whose busiest nodes have very many edges may need more memory than others of its size. When
it ran out, the next process begins again with more.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg import errors
from kg.errors import KgError, StoreError
from kg.hidden import hide
from kg.store import Progress, java
from kg.tables import Build

MEMORY = (java.LOADING, "-Xmx1g", "-Xmx2g", "-Xmx4g")
"""What Java may take, one attempt after another."""

TOO_LARGE = (
    "the graph is too large for the memory that the embedded database may take",
    "set ARCADEDB_JVM_ARGS=-Xmx8g and run kg build again",
)


def fill(path: Path, build: Build, total: int, progress: Progress) -> None:
    """Make a database with all of ``build`` at ``path``.

    Raises what filling it in this process would raise, and :class:`kg.errors.StoreError` when the
    other process ends for another reason, or when the greatest memory is too little.
    """
    # Whoever says how much Java may take is not asked again.
    own = "-Xmx" in os.environ.get("ARCADEDB_JVM_ARGS", "")
    for memory in MEMORY[:1] if own else MEMORY:
        if _filled(path, build, memory, total, progress):
            return
    raise StoreError(*TOO_LARGE)


def _filled(path: Path, build: Build, memory: str, total: int, progress: Progress) -> bool:
    """Whether the memory was enough."""
    shutil.rmtree(path, ignore_errors=True)  # of the attempt before
    places = (str(build.path.resolve()), str(path.resolve()))
    with _running([sys.executable, "-m", __name__, *places, memory, str(total)]) as (process, said):
        last: dict[str, Any] = {}
        for line in process.stdout or ():
            last = json.loads(line) if line.startswith("{") else last
            if "done" in last:
                progress(last["done"], total)
        process.wait()
        if "error" in last:
            raise _restored(last)
        if process.returncode and "full" not in last:
            raise _ended(process.returncode, said)
    return "full" not in last


@contextmanager
def _running(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """A process and the file with what it says on the side; it does not outlive the block."""
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": paths}, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
        )  # fmt: skip
        try:
            yield process, said
        finally:
            process.kill()
            process.wait()


def _restored(told: dict[str, Any]) -> KgError:
    kind: type[KgError] = getattr(errors, told["error"])
    return kind(told["message"], told["hint"])


def _ended(status: int, said: Any) -> StoreError:
    said.seek(0)
    lines = [line.strip() for line in said if line.strip()] or [f"exit status {status}"]
    hint = None
    if status == -getattr(signal, "SIGKILL", 9):
        hint = "the system may have run out of memory: close other programs, and run kg build again"
    return StoreError(f"the process that fills the embedded database ended: {lines[-1]}", hint)


def main() -> None:
    """What the other process runs; its last line on standard output is what came of it."""
    from kg.store.filling import fill as fill_here

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to both: the other one ends this
    build, path, memory, total = sys.argv[1:]
    hide("pandas")
    java.start(memory)

    def progress(done: int, total: int) -> None:
        _tell({"done": done})

    try:
        fill_here(Path(path), Build(Path(build)), int(total), progress)
    except KgError as error:
        told = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        _last(told)
    except Exception as error:
        if not java.full(error):
            raise
        _last({"full": memory})


def _last(told: dict[str, Any]) -> None:
    """Say what came of it and end, not waiting for a Java that may lack the memory to end."""
    _tell(told)
    os._exit(1)


def _tell(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
