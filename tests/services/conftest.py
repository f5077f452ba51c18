"""An office on each database."""

from collections.abc import Iterator

import pytest

from tests.office import Office
from tests.office import office as opened_office


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with opened_office(database_url) as opened:
        yield opened
