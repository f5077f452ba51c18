"""What is wrong with a typed place, and how to write it; keyed by its fault."""

from collections.abc import Callable

from geography.readings import Fault
from views.language import Reader


def explain(reader: Reader, fault: str) -> str:
    """The text for a fault of `geography.readings`."""
    return _TEXTS[Fault(fault)](reader)


def _minutes(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "Minutes and seconds go from 0 to 59. Please check the coordinates and send them again,"
        " for example: {example}",
        example="44°49'23\" N, 21°20'09\" E",
    )


def _grid(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "There is no such place on the grid. Please check the zone, the letters and the digits, and"
        " send it again, for example: {mgrs} or {utm}",
        mgrs="34TEQ 26555 63354",
        utm="34T 526555 4963354",
    )


def _grid_digits(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "A digit is missing or too many: both numbers after the letters must have the same length."
        " Please send it again, for example: {example}",
        example="34TEQ 26555 63354",
    )


def _danube(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "The Danube is the border from kilometre {least} to kilometre {most}. Please check the"
        " kilometre and send it again.",
        least=reader.number(845.6, 1),
        most=reader.number(1075),
    )


def _short_link(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "This short link does not contain the coordinates, and links are not opened here. Please"
        " copy the coordinates from the map and send them, or send the place as a location: 📎"
    )


def _link(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "No place was found in this link. Please send the coordinates, for example: {example}",
        example="44.8231, 21.3359",
    )


_TEXTS: dict[Fault, Callable[[Reader], str]] = {
    Fault.MINUTES: _minutes,
    Fault.GRID: _grid,
    Fault.GRID_DIGITS: _grid_digits,
    Fault.DANUBE: _danube,
    Fault.SHORT_LINK: _short_link,
    Fault.LINK: _link,
}
