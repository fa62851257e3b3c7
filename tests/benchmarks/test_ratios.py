"""No version is much slower than the last that was measured: ratios, not seconds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks import ratios


def test_extraction_keeps_its_speed() -> None:
    # In a process of its own, with one thread: a second one that waits counts as work, too.
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.ratios", "--json"], cwd=Path(ratios.__file__).parents[1],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    found = json.loads(run.stdout)
    for name, ratio in ratios.recorded().items():
        assert found[name] >= ratios.TOLERANCE * ratio, (
            f"{name} is {found[name]:.3f}, {ratio:.3f} was recorded: see benchmarks/ratios.py"
        )
