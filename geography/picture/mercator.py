"""Positions as pixels: web Mercator, the projection of the maps people know from their phones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geography.point import EARTH_RADIUS_METRES, Point

Pixel = tuple[float, float]


def flat(point: Point) -> Pixel:
    """A position on the plane of the projection, in radians: east and north."""
    return (math.radians(point.longitude), math.asinh(math.tan(math.radians(point.latitude))))


@dataclass(frozen=True, slots=True)
class Frame:
    """The ground that a picture shows: its middle, and the metres across its width in pixels."""

    centre: Point
    metres: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels for a radian of the projection."""
        across = math.cos(math.radians(self.centre.latitude)) * EARTH_RADIUS_METRES
        return self.width / self.metres * across

    def enlarged(self, times: int) -> "Frame":
        """The same ground on a larger picture."""
        return Frame(self.centre, self.metres, self.width * times, self.height * times)

    def pixel(self, point: Point) -> Pixel:
        """Where a position lies, from the upper left corner; outside it where it is not shown."""
        return self.pixels([flat(point)])[0]

    def pixels(self, places: Sequence[Pixel]) -> list[Pixel]:
        """Where positions lie that are on the plane already."""
        scale = self.scale
        east, north = flat(self.centre)
        left, top = self.width / 2 - east * scale, self.height / 2 + north * scale
        return [(left + x * scale, top - y * scale) for x, y in places]

    def point(self, pixel: Pixel) -> Point:
        """The position that lies at a pixel."""
        east, north = flat(self.centre)
        x = east + (pixel[0] - self.width / 2) / self.scale
        y = north - (pixel[1] - self.height / 2) / self.scale
        return Point(math.degrees(math.atan(math.sinh(y))), math.degrees(x))

    def length(self, metres: float) -> float:
        """A distance on the ground near the middle, in pixels."""
        return metres * self.width / self.metres
