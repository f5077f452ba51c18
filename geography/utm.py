"""The UTM grid on WGS 84: from easting and northing to degrees."""

import math

from geography.point import Point

# WGS 84, https://earth-info.nga.mil, NGA.STND.0036: metres, and the flattening.
_RADIUS, _FLATTENING = 6_378_137.0, 1 / 298.257223563
_SCALE, _FALSE_EASTING, _FALSE_NORTHING = 0.9996, 500_000.0, 10_000_000.0

_N = _FLATTENING / (2 - _FLATTENING)
_A = _RADIUS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
# Krüger's series, to n⁴: below a millimetre within a zone.
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161_280,
)
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3 + 116 * _N**4 / 45,
    7 * _N**2 / 3 - 8 * _N**3 / 5 - 227 * _N**4 / 45,
    56 * _N**3 / 15 - 136 * _N**4 / 35,
    4279 * _N**4 / 630,
)
BANDS = "CDEFGHJKLMNPQRSTUVWX"  # of eight degrees each from 80° S; the last has twelve


def point(zone: int, easting: float, northing: float, *, south: bool = False) -> Point | None:
    """The position in a zone of 1 to 60, metres; None where there is none such in it."""
    if not (1 <= zone <= 60 and 100_000 <= easting < 1_000_000 and 0 <= northing <= 1e7):
        return None
    along = (northing - (_FALSE_NORTHING if south else 0)) / (_SCALE * _A)
    across = (easting - _FALSE_EASTING) / (_SCALE * _A)
    xi, eta = along, across
    for order, beta in enumerate(_BETA, 1):
        xi -= beta * math.sin(2 * order * along) * math.cosh(2 * order * across)
        eta -= beta * math.cos(2 * order * along) * math.sinh(2 * order * across)
    conformal = math.asin(max(-1.0, min(1.0, math.sin(xi) / math.cosh(eta))))
    latitude = conformal + math.fsum(
        delta * math.sin(2 * order * conformal) for order, delta in enumerate(_DELTA, 1)
    )
    longitude = math.atan2(math.sinh(eta), math.cos(xi)) + math.radians(zone * 6 - 183)
    degrees = math.degrees(latitude), math.degrees(longitude)
    return Point(*degrees) if abs(degrees[0]) <= 84.5 and abs(degrees[1]) <= 180 else None


def in_band(latitude: float, band: str, *, slack: float = 0.0) -> bool:
    """Whether a latitude, in degrees, lies in a band or within `slack` degrees of it."""
    south = BANDS.index(band) * 8 - 80
    north = 84 if band == "X" else south + 8
    return south - slack <= latitude <= north + slack
