"""An office on SQLite: what handlers do is the same on both databases, as journeys show."""

from collections.abc import Iterator

import pytest

from tests.office import Office
from tests.office import office as opened_office


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with opened_office(sqlite_url) as opened:
        yield opened
