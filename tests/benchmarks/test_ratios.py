"""No version is much slower than the last that was measured: ratios, not seconds."""

from __future__ import annotations

from benchmarks import ratios
from benchmarks.extraction import documents


def test_extraction_keeps_its_speed() -> None:
    expected = ratios.recorded()
    found = ratios.measure(documents(None), rounds=3)
    for name, ratio in expected.items():
        assert found[name] >= ratios.TOLERANCE * ratio, (
            f"{name} is {found[name]:.3f}, {ratio:.3f} was recorded: see benchmarks/ratios.py"
        )
