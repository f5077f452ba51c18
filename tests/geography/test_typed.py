"""Every form of a place somebody may type: right, asked back, or told what is wrong with it."""

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geography import typed
from geography.point import Point
from geography.readings import (
    Ambiguous,
    Approximate,
    Fault,
    MarkerNumber,
    OutOfRange,
    Reading,
    Seen,
    Unreadable,
)
from tests.geography import grid

HERE = Point(45.262, 21.262)
ELSEWHERE = Point(21.262, 45.262)
# As many as the texts that were promised to be tried; fewer by hand where somebody waits.
EXAMPLES = int(os.environ.get("STRAJA_COORDINATE_TEXTS", "10000"))


def near(reading: Reading, metres: float) -> bool:
    return isinstance(reading, Point) and reading.distance_to(HERE) <= metres


@pytest.mark.parametrize(
    "text",
    [
        "45°15.72' N 21°15.72' E",
        "45°15,72' 21°15,72'",
        "N45 15.720 E021 15.720",
        "С 45°15,72' И 21°15,72'",
        "45°15′43.2″ N, 21°15′43.2″ E",
        "45° 15' 43,2'' сгш 21° 15' 43,2'' игд",
        "45°15’43.2”S 21°15’43.2”I",
        "GPS: (45°15'43.2\" 21°15'43.2\")",
        "lat 45°15'43.2\" lon 21°15'43.2\"",
        "34T 520555 5012089",
        "34Т 520555 5012089",
        "UTM 34T E520555 N5012089",
        "34T 0520555 5012089",
        "34TER2055512089",
        "34t er 20555 12089",
        "MGRS: 34TER 20555 12089",
        "https://www.google.com/maps/place/x/@45.2,21.2,17z/data=!4m4!3m3!8m2!3d45.262!4d21.262",
        "https://maps.google.com/?q=45.262,21.262",
        "https://www.google.com/maps/search/?api=1&query=45.262%2C21.262",
        "https://www.google.com/maps/place/45%C2%B015'43.2%22N+21%C2%B015'43.2%22E/",
        "Pin: https://maps.apple.com/?ll=45.262,21.262&q=Pin",
        "https://www.openstreetmap.org/?mlat=45.262&mlon=21.262#map=15/45.3/21.3",
        "https://waze.com/ul?ll=45.262%2C21.262&navigate=yes",
        "https://www.waze.com/live-map/directions?to=ll.45.262%2C21.262",
        "https://yandex.com/maps/?pt=21.262,45.262&z=15",
        "geo:45.262,21.262;u=35",
        "geo:0,0?q=45.262,21.262(Pin)",
    ],
)
def test_right(text: str) -> None:
    assert near(typed.read(text), 1.0)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("45°16' N 21°16' E", 1000),
        ("34TER 205 120", 100),
        ("34TER 20 12", 1000),
        ("km fluvial 854,5", 1000),
        ("km 854.5 malul stâng", 1000),
        ("речни километар 1048", 1000),
        ("Дунав км 991, десна обала", 1000),
        ("rečni kilometar 931,2 leva obala", 1000),
        ("Dunărea km 854+500", 1000),
    ],
)
def test_what_is_told_coarsely_is_taken_so(text: str, metres: float) -> None:
    found = typed.read(text)
    assert isinstance(found, Approximate)
    assert found.metres == metres


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("45 15.72 21 15.72", (HERE,)),
        ("45:15:43.2 21:15:43.2", (HERE,)),
        ("21°15'43.2\" 45°15'43.2\"", (HERE, ELSEWHERE)),
        ("S 45°15.72' E 21°15.72'", (HERE, Point(-45.262, 21.262))),
        ("520555 5012089", (HERE,)),
        ("ER 20555 12089", (HERE,)),
        ("https://www.google.com/maps/@45.262,21.262,15z", (HERE,)),
        ("https://www.openstreetmap.org/#map=17/45.26200/21.26200", (HERE,)),
        ("https://maps.google.com/?q=21.262,45.262", (HERE, ELSEWHERE)),
    ],
)
def test_what_is_in_doubt_is_asked_back(text: str, candidates: tuple[Point, ...]) -> None:
    found = typed.read(text)
    assert isinstance(found, Ambiguous)
    pairs = list(zip(found.candidates, candidates, strict=True))
    assert [one.distance_to(other) < 1 for one, other in pairs] == [True] * len(pairs)


@pytest.mark.parametrize("text", ["km 1048", "km 1.048", "km fluvial 1.048"])
def test_a_kilometre_in_doubt_is_asked_back(text: str) -> None:
    found = typed.read(text)
    assert isinstance(found, Ambiguous)
    assert found.metres == 1000


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("45°61' 21°15'", Fault.MINUTES),
        ("45°15'60\" N 21°15'10\" E", Fault.MINUTES),
        ("N 45 75 10 E 21 15 10", Fault.MINUTES),
        ("34TER205551225", Fault.GRID_DIGITS),
        ("34T ER 2055 12089", Fault.GRID_DIGITS),
        ("34TIO2055512089", Fault.GRID),
        ("34TZR2055512089", Fault.GRID),
        ("61T 520555 5012089", Fault.GRID),
        ("34A 520555 5012089", Fault.GRID),
        ("34U 520555 5012089", Fault.GRID),
        ("rkm 1100", Fault.DANUBE),
        ("km fluvial 845", Fault.DANUBE),
        ("Дунав км 1170", Fault.DANUBE),
        ("https://maps.app.goo.gl/AbCd", Fault.SHORT_LINK),
        ("Vatin\nhttps://maps.app.goo.gl/AbCd", Fault.SHORT_LINK),
        ("https://waze.com/ul/hu2xyz", Fault.SHORT_LINK),
        ("https://maps.google.com/?q=Vatin", Fault.LINK),
        ("https://www.google.com/maps/dir/45.1,21.1/45.2,21.2/", Fault.LINK),
        ("https://example.com/45.262,21.262", Fault.LINK),
        ("https://evil.example/maps.google.com?q=45.2,21.2", Fault.LINK),
        ("http://[bad", Fault.LINK),
        ("geo:0,0", Fault.LINK),
    ],
)
def test_slightly_wrong_is_told_what_is_wrong(text: str, fault: Fault) -> None:
    assert typed.read(text) == Unreadable(fault)


@pytest.mark.parametrize(
    "text",
    [
        "3 osobe, čamac, ka Rumuniji",
        "3 persoane la mal",
        "14:05 15:05",
        "14 05 15 05",
        "45°15'43\" 21°15'",
        "45 15 43 21 15",
        "45°15,21°15",
        "0038163123456",
        "063123 4567890",
        "0723456789",
        "TM 45 ABC",
        "TM 1234 5678",
        "DN57 km 70",
        "km 70",
        "45 500 m",
        "2 i 300 m",
        "istok 300",
        "oznaka",
        "[x](http://example.com/45.262,21.262) {name}",
        "vidi http://[bad tamo",
        "https://maps.google.com/?q=1.5,2.5 https://maps.google.com/?q=3.5,4.5",
        "" + "4" * 5000,
    ],
)
def test_left_alone(text: str) -> None:
    assert typed.read(text) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("045° 350 m", Seen(45, 350, words=False)),
        ("азимут 45 350 м", Seen(45, 350, words=False)),
        ("045, 1.200 m", Seen(45, 1200, words=False)),
        ("400° 300 m", Seen(400, 300, words=False)),
        ("СИ 1,2 км", Seen(45, 1200, words=True)),
        ("severozapadno 2 km", Seen(315, 2000, words=True)),
        ("350 m spre nord-est", Seen(45, 350, words=True)),
        ("SV 300 m", Seen(225, 300, words=True)),
        ("jug, 300 m od mene", Seen(180, 300, words=True)),
        ("S 500 m", Seen(None, 500, words=True)),
    ],
)
def test_over_there_in_one_line(text: str, seen: Seen) -> None:
    assert typed.read(text) == seen


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("гранична ознака бр. 123", MarkerNumber("123", None)),
        ("granična oznaka 123/2 RS", MarkerNumber("123/2", "RS")),
        ("semnul de frontieră nr. 45, partea română", MarkerNumber("45", "RO")),
        ("Гранични камен 7а, српска страна", MarkerNumber("7A", "RS")),
        ("marker A-12 (RO)", MarkerNumber("A12", "RO")),
    ],
)
def test_border_markers(text: str, marker: MarkerNumber) -> None:
    assert typed.read(text) == marker


# What somebody writes down of a position they know, and how well it tells it, in metres.
Written = tuple[Point, str, float]


def decimal(degrees: float, digits: int, sign: str) -> str:
    return f"{degrees:.{digits}f}".replace(".", sign)


def minutes(degrees: float, digits: int, sign: str) -> tuple[int, str]:
    """Whole degrees and the minutes, which may come out as 60."""
    whole = int(degrees)
    return whole, decimal((degrees - whole) * 60, digits, sign)


@st.composite
def as_decimals(draw: st.DrawFn, point: Point) -> Written:
    digits, sign = draw(st.integers(1, 7)), draw(st.sampled_from(".,"))
    a, b = (decimal(each, digits, sign) for each in (point.latitude, point.longitude))
    style = draw(
        st.sampled_from(
            [
                "{a} {b}",
                "{a}, {b}",
                "{a},{b}",
                "{a}; {b}",
                "{a}/{b}",
                "{a} - {b}",
                "({a}, {b})",
                "N{a} E{b}",
                "{a}N, {b}E",
                "S {a} I {b}",
                "S {a} E {b}",
                "С {a} И {b}",
                "lat {a} lon {b}",
                "{b} {a}",
                "{b}, {a}",
                "lat {b} lon {a}",
                "E{b} N{a}",
                "{a}{b}",
            ]
        )
    )
    return point, style.format(a=a, b=b), 10.0**-digits * 111_320


@st.composite
def as_minutes(draw: st.DrawFn, point: Point) -> Written:
    digits, sign = draw(st.integers(0, 4)), draw(st.sampled_from(".,"))
    (a, m), (b, n) = (minutes(each, digits, sign) for each in (point.latitude, point.longitude))
    style = draw(
        st.sampled_from(
            [
                "{a}°{m}' {b}°{n}'",
                "{a}°{m}'N {b}°{n}'E",
                "N {a} {m} E {b} {n}",
                "{a} {m} {b} {n}",
                "{a}° {m}′ с, {b}° {n}′ и",
                "S{a}°{m}' E{b}°{n}'",
                "{b}°{n}' {a}°{m}'",
                "{a}:{m} {b}:{n}",
                "{a}°{m}, {b}°{n}",
                "{a}°{m}'{b}°{n}'",
            ]
        )
    )
    return point, style.format(a=a, m=m, b=b, n=n), 10.0**-digits * 1855


@st.composite
def as_seconds(draw: st.DrawFn, point: Point) -> Written:
    digits, sign = draw(st.integers(0, 3)), draw(st.sampled_from(".,"))
    parts = []
    for degrees in (point.latitude, point.longitude):
        whole = int(degrees)
        minute = int((degrees - whole) * 60)
        second = (degrees - whole - minute / 60) * 3600
        parts += [whole, minute, decimal(second, digits, sign)]
    style = draw(
        st.sampled_from(
            [
                "{0}°{1}'{2}\" {3}°{4}'{5}\"",
                "{0}°{1}'{2}\"N, {3}°{4}'{5}\"E",
                "N {0} {1} {2} E {3} {4} {5}",
                "{0} {1} {2} {3} {4} {5}",
                "{0}:{1}:{2} {3}:{4}:{5}",
                "{3}°{4}'{5}\" {0}°{1}'{2}\"",
                "{0}°{1}'{2}\" S {3}°{4}'{5}\" I",
                "{0}°{1}'{2}\" {3}°{4}'",
            ]
        )
    )
    return point, style.format(*parts), 10.0**-digits * 31


@st.composite
def as_grid(draw: st.DrawFn, point: Point) -> Written:
    if draw(st.booleans()):
        zone, band, easting, northing = grid.utm(point)
        style = draw(
            st.sampled_from(
                [
                    "{0}{1} {2:.0f} {3:.0f}",
                    "{0}{1} E{2:.0f} N{3:.0f}",
                    "{2:.0f} {3:.0f}",
                    "{0}{1} {2:07.0f} {3:.1f}",
                    "UTM {0} {1} {2:.0f}mE {3:.0f}mN",
                    "{0}N {2:.0f} {3:.0f}",
                ]
            )
        )
        return point, style.format(zone, band, easting, northing), 1.5
    digits = draw(st.integers(1, 5))
    zone_band, square, east, north = grid.mgrs(point, digits)
    style = draw(
        st.sampled_from(["{0}{1}{2}{3}", "{0} {1} {2} {3}", "{1} {2} {3}", "{0}{1}{2}{4}"])
    )
    text = style.format(zone_band, square, east, north, north[:-1])
    return point, text, 10.0 ** (5 - digits) * 0.75 + 1


@st.composite
def as_link(draw: st.DrawFn, point: Point) -> Written:
    a, b = f"{point.latitude:.6f}", f"{point.longitude:.6f}"
    style = draw(
        st.sampled_from(
            [
                "https://maps.google.com/?q={a},{b}",
                "https://www.google.com/maps/@{a},{b},17z",
                "https://maps.apple.com/?ll={a},{b}",
                "https://waze.com/ul?ll={a}%2C{b}",
                "https://www.openstreetmap.org/#map=12/{a}/{b}",
                "geo:{a},{b}?z=12",
                "https://yandex.ru/maps/?pt={b},{a}",
                "https://maps.google.com/?q={b},{a}",
                "https://www.google.com/maps/place/X/@45,21,9z/data=!8m2!3d{a}!4d{b}",
            ]
        )
    )
    return point, style.format(a=a, b=b), 1.0


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A position of the region in one of the forms, in the right order or not, whole or not."""
    point = Point(draw(st.floats(43.6, 46.5)), draw(st.floats(19.6, 23.4)))
    forms = (as_decimals, as_minutes, as_seconds, as_grid, as_link)
    return draw(draw(st.sampled_from(forms))(point))


def positions(reading: Reading) -> tuple[Point, ...]:
    match reading:
        case Point():
            return (reading,)
        case Approximate(point, _metres):
            return (point,)
        case Ambiguous(candidates):
            return candidates
    return ()


def judge(example: Written, found: Reading) -> None:
    """What is taken is right, and what is asked back offers what is right."""
    meant, text, metres = example
    if isinstance(found, Point | Approximate | Ambiguous):
        away = [each.distance_to(meant) for each in positions(found)]
        assert min(away) <= metres, (text, found)
    else:
        assert found is None or isinstance(found, Unreadable | OutOfRange), (text, found)


@given(written())
@settings(max_examples=EXAMPLES, deadline=None)
def test_ten_thousand_texts_are_read_right_or_asked_back(example: Written) -> None:
    judge(example, typed.read(example[1]))


def test_a_guess_is_caught() -> None:
    def first_two_numbers(text: str) -> Point:  # as libraries read coordinates
        latitude, longitude = re.findall("[0-9]+(?:[.][0-9]+)?", text)[:2]
        return Point(float(latitude), float(longitude) - 360)

    with pytest.raises(AssertionError):
        judge((HERE, "45,262 21,262", 1.0), first_two_numbers("45,262 21,262"))


@given(st.text(max_size=80))
@settings(max_examples=1000)
def test_no_text_raises(text: str) -> None:
    typed.read(text)
    typed.read("https://maps.google.com/?q=" + text)
    typed.read("km fluvial " + text)
