"""What a report is found by, in the plain form of `geography.folding`, as one may know it."""

from collections.abc import Iterable
from functools import cache

from geography import places
from geography.folding import fold
from geography.point import Point
from storage import plates
from storage.organisation import SectorRow
from views.categories import group_of
from views.language import Language, Reader
from views.sightings import Report, sector_name

READERS = tuple(Reader(language, "") for language in Language)


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
        parts += sector_words(report.sector)
    return "\n".join([*_folded([*parts, *typed]), plates.key(details.plate).lower()])


def of_names(names: Iterable[str]) -> str:
    """What names a record, in whatever language."""
    return "\n".join(_folded(names))


def of_typed(text: str) -> str:
    """Free text, with the plates that stand in it."""
    return f"{fold(text)}\n{_plates(text)}"


def _folded(parts: Iterable[str]) -> list[str]:
    return [fold(part) for part in parts if part]


def _plates(typed: str) -> str:
    """The plates that up to three words in a row may be: `BG 123-AB`, `TM 12 ABC`."""
    words = typed.split()
    runs = (words[at : at + many] for at in range(len(words)) for many in (1, 2, 3))
    return " ".join(dict.fromkeys(plates.key("".join(run)).lower() for run in runs))


def sector_words(sector: SectorRow) -> list[str]:
    """A sector's code and its names in every language."""
    return [sector.code, *(sector_name(reader, sector) for reader in READERS)]


@cache
def _kind(category: str) -> tuple[str, ...]:
    keys = (category, group_of(category))
    return tuple({reader.term(key) for reader in READERS for key in keys})


def _near(point: Point) -> tuple[str, ...]:
    place = places.nearest(point).place
    return place.sr_latn, place.sr_cyrl, place.ro
