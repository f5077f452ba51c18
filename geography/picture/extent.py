"""How much ground a picture shows: what it is about, and the border, so that one knows where."""

import math

from geography import border
from geography.picture.mercator import Frame, flat
from geography.picture.scene import Scene
from geography.point import Point

# Kilometres across, in few steps, so that pictures of neighbouring places look alike.
SPANS = (25, 40, 60, 100, 160, 240, 320, 400)

_MARGIN = 0.72  # of the width and height is left to what must be seen; the rest is for its signs
_BORDER_WITHIN = 120_000  # metres; farther away, the border would make everything else too small


def frame_of(scene: Scene, width: int, height: int) -> Frame:
    """The smallest of `SPANS` that holds the scene with the border beside it.

    Only what the scene has goes into it: with an area alone, the picture is of that area.
    """
    points = [marker.point for marker in scene.markers]
    points += [point for area in scene.areas for ring in area.rings for point in ring]
    points += [scene.observer] if scene.observer else []
    if not points:
        points = list(border.border_points()[::50])
    centre = _middle(points)
    near = border.nearest_on_border(centre)
    if near.distance_to(centre) < _BORDER_WITHIN:
        points.append(near)
    if len(scene.markers) != 1:
        centre = _middle(points)
    for span in SPANS:
        frame = Frame(centre, span * 1000.0, width, height)
        if all(_shown(frame, point) for point in points):
            return frame
    return frame


def _middle(points: list[Point]) -> Point:
    """The middle of the box around them, as it is drawn."""
    places = [flat(point) for point in points]
    x, y = ((min(axis) + max(axis)) / 2 for axis in zip(*places, strict=True))
    return Point(math.degrees(math.atan(math.sinh(y))), math.degrees(x))


def _shown(frame: Frame, point: Point) -> bool:
    x, y = frame.pixel(point)
    across, down = frame.width * _MARGIN / 2, frame.height * _MARGIN / 2
    return abs(x - frame.width / 2) <= across and abs(y - frame.height / 2) <= down
