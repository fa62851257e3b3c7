"""A command of the program in a process of its own, with what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Runs the command and tells how much memory it and the processes it started took at most.
_MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = {"status": done.returncode, "kilobytes": used.ru_maxrss,
        "seconds": used.ru_utime + used.ru_stime}
print("\\n" + json.dumps(told), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, its status, its largest process in MiB and its CPU seconds."""

    out: str
    lines: list[str]
    status: int
    mebibytes: float
    seconds: float


def kg(arguments: Sequence[str | Path], folder: Path, more: Mapping[str, str] | None = None) -> Ran:
    """``kg`` with these arguments in this folder."""
    command = [sys.executable, "-P", "-c", _MEASURED, sys.executable, "-P", "-m", "kg", *arguments]
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, timeout=280,
        env={**os.environ, "PYTHONUTF8": "1", **(more or {})},
    )  # fmt: skip
    *lines, told = done.stderr.decode("utf-8").splitlines()
    used = json.loads(told)
    return Ran(done.stdout.decode("utf-8"), [line for line in lines if line], used["status"],
               used["kilobytes"] / 1024, used["seconds"])  # fmt: skip
