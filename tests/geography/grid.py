"""The grid the other way round, by other formulas than the code's: Snyder's, USGS Bulletin 1395."""

import math

from geography.point import Point

_A, _E2, _K = 6_378_137.0, 0.00669437999014, 0.9996
_EP2 = _E2 / (1 - _E2)
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
BANDS = "CDEFGHJKLMNPQRSTUVWXX"


def utm(point: Point) -> tuple[int, str, float, float]:
    """Zone, band, easting and northing of a northern position, to a decimetre."""
    zone = int((point.longitude + 180) // 6) + 1
    phi = math.radians(point.latitude)
    away = math.radians(point.longitude - (zone * 6 - 183))
    n = _A / math.sqrt(1 - _E2 * math.sin(phi) ** 2)
    t, c, a = math.tan(phi) ** 2, _EP2 * math.cos(phi) ** 2, math.cos(phi) * away
    m = _A * (
        (1 - _E2 / 4 - 3 * _E2**2 / 64 - 5 * _E2**3 / 256) * phi
        - (3 * _E2 / 8 + 3 * _E2**2 / 32 + 45 * _E2**3 / 1024) * math.sin(2 * phi)
        + (15 * _E2**2 / 256 + 45 * _E2**3 / 1024) * math.sin(4 * phi)
        - (35 * _E2**3 / 3072) * math.sin(6 * phi)
    )
    fifth = (5 - 18 * t + t**2 + 72 * c - 58 * _EP2) * a**5 / 120
    easting = _K * n * (a + (1 - t + c) * a**3 / 6 + fifth) + 500_000
    sixth = (61 - 58 * t + t**2 + 600 * c - 330 * _EP2) * a**6 / 720
    northing = _K * (
        m + n * math.tan(phi) * (a**2 / 2 + (5 - t + 9 * c + 4 * c**2) * a**4 / 24 + sixth)
    )
    return zone, BANDS[int((point.latitude + 80) // 8)], easting, northing


def mgrs(point: Point, digits: int) -> tuple[str, str, str, str]:
    """Zone with band, square, easting and northing of so many digits each."""
    zone, band, easting, northing = utm(point)
    rows = _ROWS if zone % 2 else _ROWS[5:] + _ROWS[:5]
    square = _COLUMNS[zone % 3][int(easting // 1e5) - 1] + rows[int(northing // 1e5) % 20]
    step = 10 ** (5 - digits)
    parts = [f"{int(part % 1e5 // step):0{digits}d}" for part in (easting, northing)]
    return f"{zone}{band}", square, parts[0], parts[1]
