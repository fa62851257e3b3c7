from collections.abc import Iterator

import pytest

from kg.store import Store, backend
from kg.tables import Build
from tests.extractions import build, corpus


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build with its database; not to be changed."""
    made = build(tmp_path_factory.mktemp("world"), corpus())
    backend().load(made)
    return made


@pytest.fixture(scope="session")
def store(world: Build) -> Iterator[Store]:
    opened = backend().open(world)
    yield opened
    opened.close()
