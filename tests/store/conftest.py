from pathlib import Path

import pytest

from tests.extractions import build, corpus


@pytest.fixture(scope="session")
def tables_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a build without a database; not to be changed."""
    return build(tmp_path_factory.mktemp("build"), corpus()).path
