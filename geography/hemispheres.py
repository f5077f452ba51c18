"""What people write beside a coordinate to say which one it is: N, lat, С, ширина, vest, ..."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a number is the latitude, and its sign; 0 where the number has its own."""

    is_latitude: bool
    sign: int


_NORTH, _SOUTH, _LATITUDE = Mark(True, 1), Mark(True, -1), Mark(True, 0)
_EAST, _WEST, _LONGITUDE = Mark(False, 1), Mark(False, -1), Mark(False, 0)

_INTERNATIONAL = {
    "n": _NORTH,
    "e": _EAST,
    "lat": _LATITUDE,
    "latitude": _LATITUDE,
    "lon": _LONGITUDE,
    "lng": _LONGITUDE,
    "long": _LONGITUDE,
    "longitude": _LONGITUDE,
}

# S is south (sud) to a Romanian and north (sever) to a Serb, so the two are never read together.
_ROMANIAN = _INTERNATIONAL | {
    "s": _SOUTH,
    "v": _WEST,
    "w": _WEST,
    "latitudine": _LATITUDE,
    "longitudine": _LONGITUDE,
}
_SERBIAN = _INTERNATIONAL | {
    "s": _NORTH,
    "с": _NORTH,
    "н": _NORTH,
    "sgš": _NORTH,
    "сгш": _NORTH,
    "j": _SOUTH,
    "ј": _SOUTH,
    "i": _EAST,
    "и": _EAST,
    "е": _EAST,
    "igd": _EAST,
    "игд": _EAST,
    "z": _WEST,
    "з": _WEST,
    "širina": _LATITUDE,
    "sirina": _LATITUDE,
    "ширина": _LATITUDE,
    "лат": _LATITUDE,
    "dužina": _LONGITUDE,
    "duzina": _LONGITUDE,
    "дужина": _LONGITUDE,
    "лон": _LONGITUDE,
}


def meanings(first: str, second: str) -> tuple[tuple[Mark, Mark], ...]:
    """What two marks can mean together: one latitude and one longitude, in either order.

    Empty where they mean nothing, two meanings for S, Serbian first.
    """
    found: dict[tuple[Mark, Mark], None] = {}
    for words in (_SERBIAN, _ROMANIAN):
        one, other = words.get(first.lower()), words.get(second.lower())
        if one and other and one.is_latitude != other.is_latitude:
            found[one, other] = None
    return tuple(found)
