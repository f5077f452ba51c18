"""A store that is open, on each database."""

from collections.abc import AsyncIterator

import pytest

from storage.store import Store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store on an upgraded database of the test's own."""
    opened = Store(database_url)
    await opened.start()
    yield opened
    await opened.stop()
