"""A scene, drawn: its shapes twice as large and reduced, then its names, smooth by themselves."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from geography.crossings import crossings
from geography.picture.boxes import Box, Room
from geography.picture.extent import frame_of
from geography.picture.ground import draw_ground
from geography.picture.ink import NIGHT, PAPER
from geography.picture.lettering import Lettering
from geography.picture.margin import FOOT, TITLE, draw_foot, draw_title
from geography.picture.mercator import Frame
from geography.picture.scene import Scene
from geography.picture.signs import (
    draw_crossing,
    draw_observer,
    draw_pin,
    pins,
    shade_area,
    shade_circle,
)
from geography.picture.type import Type

WIDTH, HEIGHT = 960, 1120  # pixels; a phone's chat shows this shape whole

_TWICE = 2
_COLOURS = 128


def map_frame(scene: Scene) -> Frame:
    """The ground the picture of a scene shows, between its title and its foot."""
    return frame_of(scene, WIDTH, HEIGHT - TITLE - FOOT)


def draw(scene: Scene, fonts: Path) -> bytes:
    """The picture as a PNG of few colours; `fonts` is a folder with DejaVu Sans."""
    return _png(_Drawing(scene, Type(fonts)).picture())


class _Drawing:
    def __init__(self, scene: Scene, kind: Type) -> None:
        self._scene, self._type = scene, kind
        self._ink = NIGHT if scene.by_night else PAPER
        self._frame = map_frame(scene)
        self._room = Room(self._frame.width, self._frame.height)
        self._pins = pins(self._frame, scene.markers, self._room)

    def picture(self) -> Image.Image:
        """The map with what stands around it."""
        whole = Image.new("RGB", (WIDTH, HEIGHT), self._ink.band)
        ground = self._shapes().reduce(_TWICE)
        self._names(ImageDraw.Draw(ground))
        whole.paste(ground, (0, TITLE))
        pen, words, below = ImageDraw.Draw(whole), self._scene.words, TITLE + self._frame.height
        draw_title(pen, words, WIDTH, self._type, self._ink)
        draw_foot(pen, words, self._frame, below, self._type, self._ink)
        return whole

    def _shapes(self) -> Image.Image:
        frame, ink, large = self._frame, self._ink, self._frame.enlarged(_TWICE)
        image = Image.new("RGB", (large.width, large.height), ink.beyond)
        pen = ImageDraw.Draw(image)
        draw_ground(pen, large, ink, _TWICE)
        for area in self._scene.areas:
            shade_area(image, frame, area, ink.area, _TWICE)
        for pin in self._pins:
            accuracy = frame.length(pin.marker.accuracy or 0)
            shade_circle(image, pin.spot, accuracy, ink.open, _TWICE)
        for crossing in crossings():
            at = frame.pixel(crossing.point)
            self._room.take(Box.around(at, 20, 20))
            draw_crossing(pen, at, ink, _TWICE)
        if self._scene.observer:
            at = frame.pixel(self._scene.observer)
            self._room.take(Box.around(at, 30, 30))
            draw_observer(pen, at, ink, _TWICE)
        for pin in reversed(self._pins):  # the first ones on top
            draw_pin(pen, pin, ink, _TWICE)
        return image

    def _names(self, pen: ImageDraw.ImageDraw) -> None:
        words, ink = self._scene.words, self._ink
        lettering = Lettering(pen, self._frame, self._room, self._type, ink)
        for area in self._scene.areas:
            lettering.area(area)
        lettering.towns(words.language)
        lettering.crossings(words.language)
        lettering.villages(words.language)
        lettering.countries(words.countries)
        for pin in reversed(self._pins):
            colour = ink.on_done if pin.marker.done else ink.on_open
            font = self._type.of(26, bold=True)
            pen.text(pin.disc, pin.marker.label, colour, font, anchor="mm")


def _png(picture: Image.Image) -> bytes:
    kept = BytesIO()
    few = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(kept, "PNG")
    return kept.getvalue()
