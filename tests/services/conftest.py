"""An office on each database, and people of both sides who work there."""

from collections.abc import Iterator

import pytest

from tests.office import Office, Officer
from tests.office import office as opened_office


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with opened_office(database_url) as opened:
        yield opened


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић", "RS")


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган Илић", "RS", "duty")


@pytest.fixture
def zoran(office: Office) -> Officer:
    return office.enrol("Зоран Савић", "RS", "duty")


@pytest.fixture
def ion(office: Office) -> Officer:
    return office.enrol("Ion Popescu", "RO", "duty")


@pytest.fixture
def ana(office: Office) -> Officer:
    """The outsider: an officer of the other side, at no desk."""
    return office.enrol("Ana Ionescu", "RO")
