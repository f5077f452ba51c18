"""A position on the ground, and how far and which way the next one lies."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

# The mean radius of the Earth (IUGG). A sphere is within 0.3 % of the ellipsoid: 30 m in 10 km.
EARTH_RADIUS_METRES = 6_371_008.8

Vector = tuple[float, float, float]


class Compass(StrEnum):
    """The eight directions, clockwise from north."""

    NORTH = "N"
    NORTH_EAST = "NE"
    EAST = "E"
    SOUTH_EAST = "SE"
    SOUTH = "S"
    SOUTH_WEST = "SW"
    WEST = "W"
    NORTH_WEST = "NW"


def bearing_of(direction: Compass) -> float:
    """Degrees clockwise from north."""
    return list(Compass).index(direction) * 45.0


def compass(bearing: float) -> Compass:
    """The direction nearest to a bearing, in degrees clockwise from north; any finite number."""
    return list(Compass)[round(bearing / 45) % 8]


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees WGS 84, north and east positive.

    Raises `ValueError` for NaN, a latitude beyond ±90 or a longitude beyond ±180.
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        # NaN fails both comparisons, so it is refused here, too.
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"There is no place at {self.latitude}, {self.longitude}.")

    @property
    def vector(self) -> Vector:
        """The position on a sphere of radius 1, where straight lines order as distances do."""
        latitude, longitude = math.radians(self.latitude), math.radians(self.longitude)
        across = math.cos(latitude)
        return (
            across * math.cos(longitude),
            across * math.sin(longitude),
            math.sin(latitude),
        )

    @classmethod
    def from_vector(cls, vector: Vector) -> Self:
        """The position in the direction of a vector of any length but 0."""
        x, y, z = vector
        return cls(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))

    def distance_to(self, other: "Point") -> float:
        """Metres along the ground (haversine)."""
        here, there = math.radians(self.latitude), math.radians(other.latitude)
        eastward = math.radians(other.longitude - self.longitude)
        haversine = (
            math.sin((there - here) / 2) ** 2
            + math.cos(here) * math.cos(there) * math.sin(eastward / 2) ** 2
        )
        return 2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(haversine)))

    def bearing_to(self, other: "Point") -> float:
        """Degrees clockwise from north, at least 0 and below 360; 0 for the same position."""
        here, there = math.radians(self.latitude), math.radians(other.latitude)
        eastward = math.radians(other.longitude - self.longitude)
        east = math.sin(eastward) * math.cos(there)
        north = math.cos(here) * math.sin(there) - math.sin(here) * math.cos(there) * math.cos(
            eastward
        )
        # A tiny negative angle comes out of % as exactly 360, hence twice.
        return math.degrees(math.atan2(east, north)) % 360 % 360

    def destination(self, bearing: float, metres: float) -> "Point":
        """Where one gets from here along a great circle; degrees clockwise from north, metres.

        The inverse of `distance_to` and `bearing_to`, on the same sphere.
        """
        latitude, way = math.radians(self.latitude), math.radians(bearing)
        arc = metres / EARTH_RADIUS_METRES
        sine = math.sin(latitude) * math.cos(arc)
        sine += math.cos(latitude) * math.sin(arc) * math.cos(way)
        sine = max(-1.0, min(1.0, sine))  # rounding may lead beyond a pole
        eastward = math.atan2(
            math.sin(way) * math.sin(arc) * math.cos(latitude),
            math.cos(arc) - math.sin(latitude) * sine,
        )
        longitude = (self.longitude + math.degrees(eastward) + 180) % 360 - 180
        return Point(math.degrees(math.asin(sine)), longitude)
