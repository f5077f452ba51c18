"""The map as a picture: what is where on it, and what is not."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from geography import border
from geography.picture import drawing
from geography.picture.boxes import Box, Room
from geography.picture.ink import NIGHT
from geography.picture.margin import FOOT, TITLE
from geography.picture.mercator import Frame
from geography.picture.scene import Area, Marker, Scene, Sign, Words
from geography.point import Point

FONTS = Path("views/documents/fonts")
BELA_CRKVA = Point(44.8975, 21.4172)
JIMBOLIA = Point(45.7906, 20.7222)
LANGUAGES = ("sr-Cyrl", "sr-Latn", "ro")

WORDS = Words(
    language="ro",
    title="RS-4821",
    legend=((Sign.BORDER, "frontieră"), (Sign.CROSSING, "punct de trecere")),
    countries=(("RO", "România"), ("RS", "Serbia")),
    scale=((1_000, "1 km"), (5_000, "5 km"), (20_000, "20 km"), (50_000, "50 km")),
    attribution="© OpenStreetMap contributors, GeoNames",
)
SCENE = Scene(WORDS, (Marker(BELA_CRKVA),))

in_region = st.builds(Point, st.floats(44.2, 46.1), st.floats(20.2, 22.6))


def circle(middle: Point, metres: float) -> tuple[Point, ...]:
    return tuple(middle.destination(bearing, metres) for bearing in range(0, 360, 10))


def drawn(scene: Scene) -> Image.Image:
    return Image.open(BytesIO(drawing.draw(scene, FONTS))).convert("RGB")


def ground(picture: Image.Image) -> Image.Image:
    return picture.crop((0, TITLE, drawing.WIDTH, drawing.HEIGHT - FOOT))


def near(one: object, other: tuple[int, int, int]) -> bool:
    """The same colour but for what a palette of few colours changes."""
    assert isinstance(one, tuple)
    return all(abs(a - b) <= 24 for a, b in zip(one, other, strict=True))


def pixels_like(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    counts = picture.getcolors(picture.width * picture.height) or []
    return sum(count for count, found in counts if near(found, colour))


@pytest.mark.parametrize("others", [(), (JIMBOLIA,), (JIMBOLIA, Point(44.62, 22.60))])
def test_each_marker_is_where_the_sighting_is(others: tuple[Point, ...]) -> None:
    points = (BELA_CRKVA, *others)
    scene = replace(SCENE, markers=tuple(Marker(point) for point in points))
    found, frame = ground(drawn(scene)), drawing.map_frame(scene)
    for point in points:
        x, y = frame.pixel(point)
        assert near(found.getpixel((round(x), round(y))), NIGHT.open), point


def test_what_is_settled_is_of_another_colour() -> None:
    scene = replace(SCENE, markers=(Marker(BELA_CRKVA, done=True),))
    x, y = drawing.map_frame(scene).pixel(BELA_CRKVA)
    assert near(ground(drawn(scene)).getpixel((round(x), round(y))), NIGHT.done)
    assert pixels_like(ground(drawn(scene)), NIGHT.open) == 0


def test_an_area_alone_has_no_marker() -> None:
    area = Area("Bela Crkva", (circle(BELA_CRKVA, 5_000),))
    found = ground(drawn(Scene(WORDS, areas=(area,))))
    assert pixels_like(found, NIGHT.open) == 0
    assert pixels_like(found, NIGHT.area) > 100
    assert pixels_like(ground(drawn(SCENE)), NIGHT.open) > 100  # the check sees one where one is


def test_the_border_is_on_the_picture_and_so_is_the_danube() -> None:
    found, frame = ground(drawn(SCENE)), drawing.map_frame(SCENE)
    line = [frame.pixel(point) for point in border.border_points()]
    shown = [(x, y) for x, y in line if 5 < x < frame.width - 5 and 5 < y < frame.height - 5]
    yellow = [
        at for at in shown if near(found.getpixel((round(at[0]), round(at[1]))), NIGHT.border)
    ]
    assert len(yellow) > 0.9 * len(shown) > 100  # names and signs stand over the rest
    assert pixels_like(found, NIGHT.danube) > 1_000


@given(in_region)
def test_the_border_is_in_sight_from_the_places_around_it(point: Point) -> None:
    assume(border.distance_to_border(point) < 120_000)
    frame = drawing.map_frame(replace(SCENE, markers=(Marker(point),)))
    x, y = frame.pixel(border.nearest_on_border(point))
    assert 0 < x < frame.width
    assert 0 < y < frame.height


def test_the_attribution_is_on_every_picture() -> None:
    bare = replace(WORDS, attribution="")
    for scene in (SCENE, Scene(WORDS)):
        with_it, without = drawn(scene), drawn(replace(scene, words=bare))
        differing = ImageChops.difference(with_it, without).convert("L")
        box = differing.point(lambda level: 255 * (level > 48)).getbbox()  # not the palette alone
        assert box is not None
        left, top, right, bottom = box
        assert left > 0
        assert top >= drawing.HEIGHT - FOOT
        assert right <= drawing.WIDTH - 10
        assert bottom <= drawing.HEIGHT - 10


@pytest.mark.parametrize("by_night", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_small(language: str, by_night: bool) -> None:
    words = replace(WORDS, language=language)
    for points in ((), (BELA_CRKVA,), (BELA_CRKVA, JIMBOLIA)):
        markers = tuple(Marker(point, "1") for point in points)
        data = drawing.draw(Scene(words, markers, by_night=by_night), FONTS)
        assert len(data) < 250_000


def test_a_picture_has_names_in_its_readers_script() -> None:
    pictures = {
        language: drawing.draw(replace(SCENE, words=replace(WORDS, language=language)), FONTS)
        for language in LANGUAGES
    }
    assert len(set(pictures.values())) == len(LANGUAGES)


def test_equal_scenes_are_equal_bytes() -> None:
    again = Scene(replace(WORDS), (Marker(Point(BELA_CRKVA.latitude, BELA_CRKVA.longitude)),))
    assert drawing.draw(again, FONTS) == drawing.draw(SCENE, FONTS)


def test_forty_in_one_place_are_drawn() -> None:
    markers = tuple(Marker(BELA_CRKVA, str(number)) for number in range(1, 41))
    found = ground(drawn(replace(SCENE, markers=markers)))
    assert pixels_like(found, NIGHT.open) > 30 * 700  # pixels of a disc, its number left out


def test_pixels_lead_back_to_places() -> None:
    frame = Frame(BELA_CRKVA, 25_000, 960, 958)
    assert frame.pixel(BELA_CRKVA) == pytest.approx((480, 479))
    back = frame.point(frame.pixel(JIMBOLIA))
    assert back.distance_to(JIMBOLIA) < 0.01
    east = BELA_CRKVA.destination(90, 5_000)
    assert frame.pixel(east)[0] - 480 == pytest.approx(frame.length(5_000), rel=0.005)


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(1, 80)), max_size=30))
def test_nothing_is_put_over_anything_or_over_the_edge(wanted: list[tuple[float, ...]]) -> None:
    room, placed = Room(300, 300), []
    for x, y, size in wanted:
        if box := room.put([Box.around((x, y), size, size / 2), Box.around((y, x), size, size)]):
            placed.append(box)
    for number, box in enumerate(placed):
        assert Box(0, 0, 300, 300).holds(box)
        assert not any(box.overlaps(other) for other in placed[:number])
