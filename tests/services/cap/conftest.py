"""CAP messages that tests read."""

from collections.abc import Callable

import pytest

from tests.services.cap import said


@pytest.fixture
def message() -> Callable[..., bytes]:
    """A message that is right, with each of these replaced by what follows it."""
    return said.message
