"""What a command costs: seconds on the wall and on the cores, and the memory of each process."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.1  # seconds


@dataclass(slots=True)
class Cost:
    """Of one command: seconds, and peak resident megabytes of its processes, the first one first.

    ``cpu`` counts all processes that ended before the command did. Peaks are the kernel's own
    (VmHWM), so that what happens between two looks counts.
    """

    wall: float = 0.0
    cpu: float = 0.0
    peaks: list[float] = field(default_factory=list)
    output: str = ""


def run(command: Sequence[str]) -> Cost:
    """Run ``command`` to its end. Raises :class:`subprocess.CalledProcessError` when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peaks: dict[int, float] = {}
    while process.poll() is None:
        for pid in (process.pid, *_below(process.pid)):
            peaks[pid] = max(peaks.get(pid, 0.0), _peak(pid))
        time.sleep(_EVERY)
    output = process.stdout.read() if process.stdout else ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - start, cpu, list(peaks.values()), output)


def _below(pid: int) -> list[int]:
    """All processes that a process started, and those that they started."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        own = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return own + [below for child in own for below in _below(child)]


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "")
    return int(line.split()[1]) / 1024 if line else 0.0
