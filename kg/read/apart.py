"""Reading files in a process apart, which may hang, swell or crash without harm.

Libraries that take PDFs, web pages and office files apart are large, partly written in C, and read
what strangers made. A helper process reads for this one: it gets so much time a file and so much
memory, ends itself when either is used up, and a new one takes its place for the next file. Both
speak in lines of JSON.
"""

from __future__ import annotations

import atexit
import faulthandler
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import IO, Any

from kg.errors import ReadError
from kg.model import Document
from kg.read.here import read_here
from kg.read.limits import Limits

_PACKAGES = Path(__file__).parents[2]
# -P keeps the working folder, which may hold anything, out of the places of Python modules.
_COMMAND = (
    "-P", "-X", "utf8", "-c",
    "import sys; sys.path.append(sys.argv[1]); from kg.read.apart import serve; serve()",
)  # fmt: skip
_SAVE = "open it in its program and save it again, or as text"


def read_apart(
    path: Path, metadata: Mapping[str, str], limits: Limits
) -> Iterator[Document | ReadError]:
    """As :func:`kg.read.here.read_here`, and a reader that fails in any way is a ReadError too."""
    helper = _Helper.of_this_process()
    with helper.lock:
        yield from helper.read(path, metadata, limits)


class _Helper:
    """The helper process of one process; it starts with the first file and after each failure."""

    _own: _Helper | None = None

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    @classmethod
    def of_this_process(cls) -> _Helper:
        if cls._own is None or cls._own.pid != os.getpid():  # a fork has none of its own yet
            cls._own = _Helper()
        return cls._own

    def read(
        self, path: Path, metadata: Mapping[str, str], limits: Limits
    ) -> Iterator[Document | ReadError]:
        started = monotonic()
        ended = False
        try:
            for answer in self._ask([str(Path.cwd()), str(path), dict(metadata), asdict(limits)]):
                ended = "end" in answer
                if not ended:
                    yield _result(answer)
            if not ended:
                yield self._failed(path, monotonic() - started, limits)
        finally:
            if not ended:  # failed, or the caller stopped in the middle: what is left is not for us
                self.end()

    def _ask(self, request: list[Any]) -> Iterator[dict[str, Any]]:
        """Answers until the last one, or until the process breaks off."""
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return
        for line in process.stdout:
            if not line.endswith(b"\n"):
                return
            answer = json.loads(line)
            yield answer
            if "end" in answer:
                return

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, *_COMMAND, str(_PACKAGES)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._process

    def _failed(self, path: Path, seconds: float, limits: Limits) -> ReadError:
        if seconds >= limits.seconds:
            return ReadError(f"{path}: not read within {limits.seconds} s, the limit", _SAVE)
        return ReadError(f"{path}: its reader broke down, perhaps for want of memory", _SAVE)

    def end(self) -> None:
        """End the process, if it was started here."""
        process, self._process = self._process, None
        if process is None or self.pid != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _result(answer: dict[str, Any]) -> Document | ReadError:
    if "error" in answer:
        return ReadError(*answer["error"])
    return Document(**answer["document"])


def serve() -> None:
    """The helper process: answer requests from standard input until it closes."""
    _ignore_interrupts()
    # Whatever a library prints goes nowhere; answers have a way of their own.
    with os.fdopen(os.dup(1), "wb") as out, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        for line in sys.stdin.buffer:
            folder, path, metadata, limits = json.loads(line)
            os.chdir(folder)
            _answer(Path(path), metadata, Limits(**limits), out, nowhere)


def _answer(
    path: Path, metadata: dict[str, str], limits: Limits, out: IO[bytes], nowhere: IO[str]
) -> None:
    _bound_memory(limits.memory_bytes)
    # A thread in C, which ends this process even when a library never comes back.
    faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)
    try:
        for result in read_here(path, metadata, limits):
            _tell(out, _as_json(result))
        _tell(out, {"end": True})
    except (MemoryError, RecursionError):
        os._exit(1)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _as_json(result: Document | ReadError) -> dict[str, Any]:
    if isinstance(result, ReadError):
        return {"error": [result.message, result.hint]}
    return {"document": asdict(result)}


def _tell(out: IO[bytes], answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer).encode() + b"\n")
    out.flush()


def _ignore_interrupts() -> None:
    """Ctrl-C is for the process that asks; this one ends when that does."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _bound_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # no such thing on this system
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
