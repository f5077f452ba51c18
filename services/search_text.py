"""What a report is found by, in the plain form of `geography.folding`, as one may know it."""

from functools import cache

from geography import places
from geography.folding import fold
from geography.point import Point
from storage import plates
from views.categories import group_of
from views.language import Language, Reader
from views.sightings import Report, sector_name

_READERS = tuple(Reader(language, "") for language in Language)


def of(number: str, report: Report) -> str:
    """Number, kind, place, details and note in every language a desk may ask in.

    Whoever may not know a part of the report has a `Report` without it, and finds nothing by it.
    """
    details = report.details
    typed = (
        report.note,
        details.plate,
        details.vehicle_make,
        details.vehicle_colour,
        details.vessel,
        details.equipment,
        details.measures,
        details.support,
    )
    parts = [number, *_kind(report.category), *(_near(report.point) if report.point else ())]
    if report.sector:
        parts += [report.sector.code, *(sector_name(reader, report.sector) for reader in _READERS)]
    folded = [fold(part) for part in (*parts, *typed) if part]
    return "\n".join([*folded, plates.key(details.plate).lower()])


@cache
def _kind(category: str) -> tuple[str, ...]:
    keys = (category, group_of(category))
    return tuple({reader.term(key) for reader in _READERS for key in keys})


def _near(point: Point) -> tuple[str, ...]:
    place = places.nearest(point).place
    return place.sr_latn, place.sr_cyrl, place.ro
