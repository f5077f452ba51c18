"""Names on the map: countries, crossing points and settlements, none over another."""

from collections.abc import Iterator

from PIL import ImageDraw

from geography import border, places
from geography.border import Country
from geography.crossings import crossings
from geography.picture.boxes import Box, Room
from geography.picture.ink import Colour, Ink
from geography.picture.mercator import Frame, Pixel
from geography.picture.scene import Area
from geography.picture.type import HALO, Font, Type, size_of
from geography.places import Place

# How many people a place must have to be named, by how many metres the picture is across.
_LEAST_PEOPLE = ((25_000, 0), (40_000, 900), (60_000, 2_000), (100_000, 4_000), (160_000, 9_000))
_LEAST_FAR = 20_000
_TOWN = 50_000

_BESIDE = 9  # pixels from the middle of a sign to its name


class Lettering:
    """Writes names where there is room for them, the most useful first."""

    def __init__(
        self, draw: ImageDraw.ImageDraw, frame: Frame, room: Room, kind: Type, ink: Ink
    ) -> None:
        self._draw, self._frame, self._room, self._type, self._ink = draw, frame, room, kind, ink
        self._signs = room.taken

    def crossings(self, language: str) -> None:
        """Names of the crossing points, as the reader's side calls them."""
        font, written = self._type.of(20), set[str]()
        for crossing in crossings():
            at, name = self._frame.pixel(crossing.point), crossing.name(language)
            if not self._shown(at):
                continue
            # The road and the railway of one place are side by side; its name is enough once.
            if name not in written and self._beside(at, name, font, self._ink.crossing, gap=14):
                written.add(name)

    def towns(self, language: str) -> None:
        """A dot and a name for each place that everybody knows."""
        for place in places.places():
            if place.population >= _TOWN:
                self._settlement(place, language)

    def villages(self, language: str) -> None:
        """The same for the others, the largest first; the smallest only from near by."""
        least = next((least for span, least in _LEAST_PEOPLE if self._frame.metres <= span), None)
        for place in places.places():
            if (_LEAST_FAR if least is None else least) <= place.population < _TOWN:
                self._settlement(place, language)

    def countries(self, names: tuple[tuple[Country, str], ...]) -> None:
        """Each name once, as far from the border as its land goes on the picture."""
        font = self._type.of(34, bold=True)
        for code, name in names:
            text = " ".join(name.upper())
            width, height = size_of(font, text)
            boxes = [
                Box.around((x, y), width, height) for x, y in self._grid() if self._on(code, (x, y))
            ]
            inside = [box for box in boxes if self._lies_in(code, box)]
            inside.sort(key=self._off_border, reverse=True)
            if found := self._room.put(inside):
                self._write(found, text, font, self._ink.faint)

    def area(self, area: Area) -> None:
        """Its name in its middle, else above or below it; in its middle, where all is taken."""
        font, text = self._type.of(26, bold=True), area.name
        corners = [self._frame.pixel(point) for ring in area.rings for point in ring]
        (left, top), (right, bottom) = (
            [pick(axis) for axis in zip(*corners, strict=True)] for pick in (min, max)
        )
        width, height = size_of(font, text)
        across = (left + right) / 2
        middles = (top + bottom) / 2, bottom + height / 2, top - height / 2
        boxes = [Box.around((across, down), width, height) for down in middles]
        self._write(self._room.put(boxes) or boxes[0], text, font, self._ink.area)

    def _settlement(self, place: Place, language: str) -> None:
        x, y = self._frame.pixel(place.point)
        if not self._shown((x, y)):
            return
        bold, size = place.population >= _TOWN, 28 if place.population >= 10_000 else 22
        colour = self._ink.text if place.population >= 4_000 else self._ink.village
        dot, font = Box.around((x, y), 9, 9), self._type.of(size, bold=bold)
        # Under a sign it has no dot, and its name is wanted the more, even somewhat farther away.
        hidden = any(dot.overlaps(sign) for sign in self._signs)
        if not hidden and not self._room.free(dot):
            return
        written = self._beside((x, y), place.name(language), font, colour, gap=_BESIDE)
        if hidden and not written:
            self._beside((x, y), place.name(language), font, colour, gap=3 * _BESIDE)
        elif written and not hidden:
            self._room.take(dot)
            self._draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=self._ink.halo)
            self._draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)

    def _shown(self, at: Pixel) -> bool:
        return 0 <= at[0] <= self._frame.width and 0 <= at[1] <= self._frame.height

    def _beside(self, at: Pixel, text: str, font: Font, colour: Colour, *, gap: float) -> bool:
        width, height = size_of(font, text)
        box = self._room.put(_around(at, width, height, gap))
        if box:
            self._write(box, text, font, colour)
        return box is not None

    def _write(self, box: Box, text: str, font: Font, colour: Colour) -> None:
        at, halo = box.middle, self._ink.halo
        self._draw.text(at, text, colour, font, anchor="mm", stroke_width=HALO, stroke_fill=halo)

    def _grid(self) -> Iterator[Pixel]:
        for row in range(1, 12):
            for column in range(1, 12):
                yield (self._frame.width * column / 12, self._frame.height * row / 12)

    def _on(self, code: Country, at: Pixel) -> bool:
        return border.country(self._frame.point(at)) == code

    def _lies_in(self, code: Country, box: Box) -> bool:
        _, y = box.middle
        return self._on(code, (box.left, y)) and self._on(code, (box.right, y))

    def _off_border(self, box: Box) -> float:
        return border.distance_to_border(self._frame.point(box.middle))


def _around(at: Pixel, width: float, height: float, gap: float) -> Iterator[Box]:
    """Where a name may stand: right of its sign, left, above, below, then at the corners."""
    x, y = at
    right, left = x + gap + width / 2, x - gap - width / 2
    above, below = y - gap - height / 2, y + gap + height / 2
    beside = [(right, y), (left, y), (x, above), (x, below)]
    corners = [(right, above + gap / 2), (right, below - gap / 2)]
    corners += [(left, above + gap / 2), (left, below - gap / 2)]
    for middle in beside + corners:
        yield Box.around(middle, width, height)
