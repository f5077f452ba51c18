"""An open store with a table of the tests' own, on each database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import event

from storage.store import Store
from tests.storage import notes


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async for opened in _opened(database_url):
        yield opened


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    async for opened in _opened(sqlite_url):
        yield opened


@pytest.fixture
async def postgresql_store(postgresql_url: str) -> AsyncIterator[Store]:
    async for opened in _opened(postgresql_url):
        yield opened


@pytest.fixture
def commits(sqlite_store: Store) -> list[object]:
    """Grows by one with each COMMIT of the writer."""
    seen: list[object] = []
    writer = sqlite_store._opened().writer
    event.listen(writer, "commit", lambda connection: seen.append(connection.info))
    return seen


async def _opened(url: str) -> AsyncIterator[Store]:
    store = Store(url)
    await store.start()
    await store.run(notes.lay_out)
    yield store
    await store.stop()
