"""Where a CAP alert holds: sectors by geocode and by what an area touches, and a circle."""

from collections.abc import Callable

import pytest

from geography.places import places as settlements
from geography.point import Point
from services.cap import places
from storage import organisation
from storage.organisation import SectorRow
from storage.session import Session
from tests.office import Office, Officer
from views.documents.cap_message import Area, Circle, Pair

# A square of 0.1° by Bela Crkva, one sector that tells only its middle, one only its places.
LAND = (
    '{"type":"Polygon","coordinates":[[[21.38,44.85],[21.48,44.85],[21.48,44.95],'
    "[21.38,44.95],[21.38,44.85]]]}"
)
DRAWN = SectorRow(code="BC-1", country="RS", area=LAND)
MIDDLE = SectorRow(code="KL", country="RS", latitude=44.61, longitude=22.61)
LISTED = SectorRow(code="VR", country="RS", places="Вршац")


def square(south: float, west: float, size: float) -> tuple[Point, ...]:
    north, east = south + size, west + size
    corners = ((south, west), (north, west), (north, east), (south, east), (south, west))
    return tuple(Point(*corner) for corner in corners)


INSIDE = square(44.89, 21.41, 0.01)
AROUND = square(44.0, 21.0, 2.0)
CORNER = square(44.94, 21.47, 0.1)
BESIDE = square(44.96, 21.49, 0.01)
FAR = square(50.8, 4.3, 0.2)


def area(*polygons: tuple[Point, ...], circles: tuple[Circle, ...] = (), geocode: str = "") -> Area:
    geocodes = (Pair("any", geocode),) if geocode else ()
    return Area("x", polygons, circles, geocodes)


@pytest.fixture
def sectors_of(office: Office, dragan: Officer) -> Callable[..., tuple[str, ...]]:
    """The sectors of areas, in an installation that has these."""

    def found(rows: tuple[SectorRow, ...], *areas: Area) -> tuple[str, ...]:
        def add(session: Session) -> None:
            for row in rows:
                organisation.add_sector(session, SectorRow(**row.model_dump()))

        office.run(add)
        return office.act(dragan, lambda uow: places.sectors_of(uow, areas))

    return found


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (area(geocode="bc-1"), ("BC-1",)),
        (area(geocode="NUTS-BE21"), ()),
        (area(INSIDE), ("BC-1",)),
        (area(AROUND), ("BC-1", "KL")),
        (area(CORNER), ("BC-1",)),
        (area(BESIDE), ()),
        (area(FAR), ()),
        (area(circles=(Circle(Point(44.9, 21.4), 0.0),)), ("BC-1",)),
        (area(circles=(Circle(Point(44.96, 21.43), 2.0),)), ("BC-1",)),  # its rim is on the land
        (area(circles=(Circle(Point(44.96, 21.43), 0.5),)), ()),
        (area(circles=(Circle(Point(44.6, 22.6), 2.0),)), ("KL",)),
        (area(INSIDE, geocode="KL"), ("BC-1", "KL")),
        (area(), ()),
    ],
)
def test_a_sector_is_found_by_its_code_and_by_what_an_area_touches(
    sectors_of: Callable[..., tuple[str, ...]], told: Area, codes: tuple[str, ...]
) -> None:
    assert sectors_of((DRAWN, MIDDLE), told) == codes


def test_where_no_land_is_drawn_the_nearest_settlement_tells(
    sectors_of: Callable[..., tuple[str, ...]],
) -> None:
    near = area(circles=(Circle(Point(45.117, 21.303), 0.0),))

    assert sectors_of((LISTED,), near, area(FAR)) == ("VR",)


def test_what_lies_far_from_all_settlements_is_in_no_sector(
    sectors_of: Callable[..., tuple[str, ...]],
) -> None:
    everywhere = "; ".join(each.sr_cyrl for each in settlements() if each.country == "RS")
    rows = (SectorRow(code="ALL", country="RS", places=everywhere),)

    assert sectors_of(rows, area(FAR)) == ()


def test_the_circle_is_the_first_or_the_one_around_the_first_polygon() -> None:
    circle = Circle(Point(44.6, 22.6), 2.0)
    around = places.circle_of([area(INSIDE)])

    assert places.circle_of([area(INSIDE), area(circles=(circle,))]) == circle
    assert around is not None
    assert around.centre.distance_to(Point(44.895, 21.415)) < 1
    assert 0.6 < around.radius < 0.7
    assert places.circle_of([area(geocode="KL")]) is None
