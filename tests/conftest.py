"""Fixtures that several folders of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "kg" / "data" / "samples"


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the bundled samples, with its database; made once, for reading only."""
    from kg import pipeline

    out = tmp_path_factory.mktemp("samples") / "build"
    report = pipeline.build([SAMPLES], out, jobs=1)
    assert not report.warnings
    return out
