"""The signs on the ground: sightings, observer, crossing points, and areas of doubt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from geography.picture.boxes import Box, Room
from geography.picture.ink import Colour, Ink
from geography.picture.mercator import Frame, Pixel
from geography.picture.scene import Area, Marker

DISC = 21.0  # pixels, the radius of what carries a marker's number
SPOT = 7.0  # and of the spot where the sighting is

_STEM = 44.0  # from the spot to the disc
_ROUND = (0, 45, -45, 90, -90, 135, -135, 180)  # degrees from straight up, in this order
_FAINT = 56  # of 255


@dataclass(frozen=True, slots=True)
class Pin:
    """A marker: the spot where it is, and the middle of the disc with its number."""

    marker: Marker
    spot: Pixel
    disc: Pixel


def pins(frame: Frame, markers: Sequence[Marker], room: Room) -> list[Pin]:
    """Every marker that lies on the picture, discs beside each other however near the places."""
    spots = [(marker, frame.pixel(marker.point)) for marker in markers]
    shown = [
        (marker, (x, y))
        for marker, (x, y) in spots
        if 0 <= x <= frame.width and 0 <= y <= frame.height
    ]
    for _, spot in shown:
        room.take(Box.around(spot, 2 * SPOT, 2 * SPOT))
    return [Pin(marker, spot, _disc(spot, room)) for marker, spot in shown]


def _disc(spot: Pixel, room: Room) -> Pixel:
    around = [
        Box.around(_polar(spot, angle, _STEM * ring), 2 * DISC, 2 * DISC)
        for ring in (1, 1.8, 2.6, 3.4, 4.2)
        for angle in _ROUND
    ]
    # Where forty are in one place, one over another is better than one left out.
    return (room.put(around) or around[0]).middle


def _polar(start: Pixel, angle: float, length: float) -> Pixel:
    """So far from a pixel, in degrees clockwise from straight up."""
    turn = math.radians(angle)
    return (start[0] + math.sin(turn) * length, start[1] - math.cos(turn) * length)


def draw_pin(draw: ImageDraw.ImageDraw, pin: Pin, ink: Ink, unit: float) -> None:
    """A stem from the spot to the disc; the number is written later."""
    colour = ink.done if pin.marker.done else ink.open
    spot, disc = _times(pin.spot, unit), _times(pin.disc, unit)
    draw.line([spot, disc], fill=ink.rim, width=round(7 * unit))
    _spot(draw, spot, (SPOT * unit, colour), (2.5 * unit, ink.rim))
    _spot(draw, disc, (DISC * unit, colour), (2.5 * unit, ink.rim))
    draw.line([spot, disc], fill=colour, width=round(3 * unit))


def draw_observer(draw: ImageDraw.ImageDraw, at: Pixel, ink: Ink, unit: float) -> None:
    """A triangle that points to the north."""
    middle = _times(at, unit)
    for size, colour in ((17 * unit, ink.halo), (13 * unit, ink.observer)):
        corners = [_polar(middle, angle, size) for angle in (0, 120, 240)]
        draw.polygon(corners, fill=colour)


def draw_crossing(draw: ImageDraw.ImageDraw, at: Pixel, ink: Ink, unit: float) -> None:
    """A square on its corner."""
    middle = _times(at, unit)
    for size, colour in ((12 * unit, ink.halo), (9 * unit, ink.crossing)):
        draw.polygon([_polar(middle, angle, size) for angle in (0, 90, 180, 270)], fill=colour)


def shade_circle(image: Image.Image, at: Pixel, radius: float, colour: Colour, unit: float) -> None:
    """Somewhere in here: a circle one can see through; too small a one is left out."""
    if radius * unit < 2 * SPOT:
        return
    x, y = _times(at, unit)
    veil = Image.new("L", image.size)
    draw = ImageDraw.Draw(veil)
    reach = radius * unit
    box = (x - reach, y - reach, x + reach, y + reach)
    draw.ellipse(box, fill=_FAINT, outline=220, width=round(2 * unit))
    image.paste(colour, mask=veil)


def shade_area(image: Image.Image, frame: Frame, area: Area, colour: Colour, unit: float) -> None:
    """Somewhere in here: an area one can see through."""
    veil = Image.new("L", image.size)
    draw = ImageDraw.Draw(veil)
    for ring in area.rings:
        corners = [_times(frame.pixel(point), unit) for point in ring]
        draw.polygon(corners, fill=_FAINT)
        draw.line([*corners, corners[0]], fill=255, width=round(3 * unit), joint="curve")
    image.paste(colour, mask=veil)


def _spot(
    draw: ImageDraw.ImageDraw,
    at: Pixel,
    inside: tuple[float, Colour],
    rim: tuple[float, Colour],
) -> None:
    x, y = at
    for reach, colour in ((inside[0] + rim[0], rim[1]), inside):
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _times(at: Pixel, unit: float) -> Pixel:
    return (at[0] * unit, at[1] * unit)
