"""Databases for everybody's tests: both kinds, upgraded, one of its own for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage import migrate
from tests.needs import pytest_runtest_makereport  # noqa: F401 - a hook: in CI a skip is a failure
from tests.postgres import Server
from tests.recycled import Recycled
from tests.turns import pytest_collection_modifyitems, pytest_configure  # noqa: F401 - hooks

# How long an example takes says something of the machine, and nothing of the program.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The session's PostgreSQL server, started by the first test that asks for it."""
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def _postgres_template(postgres: Server) -> str:
    name = postgres.create()
    migrate.upgrade(postgres.url(name))
    return name


@pytest.fixture(scope="session")
def _recycled(postgres: Server, _postgres_template: str) -> Recycled:
    return Recycled(postgres, _postgres_template)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "straja.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """The address of an upgraded SQLite database of the test's own."""
    path = tmp_path / "straja.db"
    shutil.copyfile(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(_recycled: Recycled) -> Iterator[str]:
    """The address of an upgraded PostgreSQL database of the test's own."""
    with _recycled.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an upgraded database of the test's own; the test runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
