"""The sector a position lies in, as the installation has drawn or listed its sectors."""

from geography import lands, names, places
from geography.point import Point
from storage import organisation
from storage.organisation import SectorRow
from storage.unit_of_work import UnitOfWork


def of_point(uow: UnitOfWork, point: Point) -> SectorRow | None:
    """The first sector whose land the position is on; else the one of the nearest settlement.

    None where no sector tells its land or its places, or none has the position.
    """
    drawn = organisation.lands(uow.session).items()
    if code := next((code for code, area in drawn if lands.contains(area, point)), None):
        return organisation.sector_by_code(uow.session, code)
    known = organisation.sectors(uow.session)
    if not any(each.places for each in known):
        return None
    here = places.nearest(point).place
    return next((each for each in known if here in _settlements(each)), None)


def code_of(uow: UnitOfWork, point: Point | None) -> str | None:
    """Only its code; None for no position, too."""
    found = of_point(uow, point) if point else None
    return found.code if found else None


def _settlements(sector: SectorRow) -> list[names.Named]:
    return [found for name in sector.places.split("; ") for found in names.named(name)]
