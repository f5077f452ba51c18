"""Coordinates as people type them: right, asked back, or left alone."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geography.coordinates import parse
from geography.point import Point
from geography.readings import Ambiguous, Approximate, OutOfRange, Reading

HERE = Point(45.262, 21.262)


@pytest.mark.parametrize(
    "text",
    [
        "45.262, 21.262",
        "45.262,21.262",
        "45,262 21,262",
        "45,262; 21,262",
        "45,262, 21,262",
        "45,262,21,262",
        "45.262, 21,262",
        "45.262 21.262",
        "45.262/21.262",
        "45.262\n21.262",
        "+45.262 +21.262",
        "(45.262, 21.262)",
        " 45.262, 21.262. ",
        "45.262°, 21.262°",
        "N45.262 E21.262",
        "N 45,262 E 21,262",
        "N45.262E21.262",
        "n45.262, e21.262",
        "N 45,262, E 21,262",
        "N45.262° E021.262°",
        "45.262N, 21.262E",
        "45.262N21.262E",
        "45,262° N; 21,262° E",
        "E21.262 N45.262",
        "21.262E 45.262N",
        "С 45,262 И 21,262",
        "45,262 с, 21,262 и",
        "С 45,262 E 21,262",
        "N 45,262 Е 21,262",
        "45,262 СГШ 21,262 ИГД",
        "S 45,262 I 21,262",
        "lat 45.262 lon 21.262",
        "lat: 45.262, lng: 21.262",
        "lat. 45.262 lon. 21.262",
        "lat=45,262 long=21,262",
        "LAT 45.262 LON 21.262",
        "lon 21.262 lat 45.262",
        "latitudine 45,262, longitudine 21,262",
        "širina 45,262 dužina 21,262",
        "ширина: 45,262; дужина: 21,262",
        "s\u030cirina 45,262 duz\u030cina 21,262",
        "GPS 45.262, 21.262",
        "GPS: N45.262 E21.262",
        "geo:45.262,21.262",
        "координате: 45,262 21,262",
        "Coordonate (45.262, 21.262)",
        "45.262\u00a021.262",
        "45.262,\u202f21.262",
        "\u200e45.262,\u200b 21.262\ufeff",
        "４５.２６２， ２１．２６２",
    ],
)
def test_right(text: str) -> None:
    assert parse(text) == HERE


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("45.26 21.26", Approximate(Point(45.26, 21.26), 1000)),
        ("48.2082, 16.3738", Point(48.2082, 16.3738)),
        ("45.2620, −21.2620", Point(45.262, -21.262)),
        ("-33.8688 151.2093", Point(-33.8688, 151.2093)),
        ("lat -33.8688 lon 151.2093", Point(-33.8688, 151.2093)),
        ("J 33,8688 I 151,2093", Point(-33.8688, 151.2093)),
        ("Ј 33,8688 З 51,2093", Point(-33.8688, -51.2093)),
        ("S 33,8688 V 51,2093", Point(-33.8688, -51.2093)),
        ("N 45.26 W 21.26", Approximate(Point(45.26, -21.26), 1000)),
    ],
)
def test_right_elsewhere(text: str, reading: Reading) -> None:
    assert parse(text) == reading


SWAPPED = Ambiguous((HERE, Point(21.262, 45.262)))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("21.262 45.262", SWAPPED),
        ("21,262, 45,262", SWAPPED),
        ("lat 21.262 lon 45.262", SWAPPED),
        ("N21.262 E45.262", SWAPPED),
        ("45.262 - 21.262", Ambiguous((HERE, Point(45.262, -21.262)))),
        ("45.262–21.262", Ambiguous((HERE, Point(45.262, -21.262)))),
        ("45,26,21,26", Ambiguous((Point(45.26, 21.26),), 1000)),
        ("lat 45 lon 21", Ambiguous((Point(45, 21),), 100_000)),
        ("N45 E21", Ambiguous((Point(45, 21),), 100_000)),
        ("N45.3 E21.3", Ambiguous((Point(45.3, 21.3),), 10_000)),
        ("S 45.262 E 21.262", Ambiguous((HERE, Point(-45.262, 21.262)))),
        ("45.262s 21.262e", Ambiguous((HERE, Point(-45.262, 21.262)))),
        ("12.500 13.000", Ambiguous((Point(12.5, 13.0),))),
    ],
)
def test_asked_back(text: str, reading: Reading) -> None:
    assert parse(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("95.262, 21.262", OutOfRange(95.262, 21.262)),
        ("121.262 45.262", OutOfRange(121.262, 45.262)),
        ("45.262, 181.262", OutOfRange(45.262, 181.262)),
        ("lat 95 lon 21", OutOfRange(95, 21)),
        ("N 95.26 E 21.26", OutOfRange(95.26, 21.26)),
        ("S 95.26 E 21.26", OutOfRange(95.26, 21.26)),
        ("lat 45.262 lon -200", OutOfRange(45.262, -200)),
    ],
)
def test_out_of_range(text: str, reading: Reading) -> None:
    assert parse(text) == reading


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "()",
        "3 osobe 2 čamca",
        "3 особе, 2 чамца",
        "3 persoane, 2 bărci",
        "45 minuta",
        "45 21",
        "45, 21",
        "45,21",
        "45.262",
        "45,262",
        "45.3 21.3",
        "063 123 4567",
        "+381 63 123 4567",
        "063/123-456",
        "0723.456.789",
        "063.1234 064.1234",
        "14:05",
        "14.05",
        "14.05 16.30",
        "14.05-16.30",
        "14:05 15:05",
        "12.05. 15.06.",
        "7.3.2026",
        "07.03.2026 14:05",
        "20.11.2026, 21.11.2026",
        "199.99 299.99",
        "1.234,56",
        "1,234,567",
        "192.168.1.1",
        "ВШ 045-АБ",
        "VŠ 123-AB",
        "TM 45 ABC",
        "B 123 XYZ",
        "E 70 E 75",
        "DN 57 DN 58",
        "km 1072",
        "N 45.262 21.262",
        "45.262 N 21.262",
        "45.262 и 21.262",
        "45.262 și 21.262",
        "N 45.262 N 21.262",
        "N -45.262 E 21.262",
        "A 45.262 B 21.262",
        "3S 4I",
        "2 с, 3 и",
        "7 V 8 N",
        "lat .45 lon .21",
        "N.45262 E.21262",
        "°N 45.262 E 21.262 kod mosta",
        "kod mosta 45.262, 21.262",
        "45.262, 21.262, 88",
        "45.262, 21.262, 88.123",
        "45°15'43\" 21°15'43\"",
        "45°15.72' N 21°15.72' E",
        "4526.262 2126.262",
        "45.262² 21.262",
        "٤٥٫٢٦٢ ٢١٫٢٦٢",
        "٤٥.٢٦٢ ٢١.٢٦٢",
        "४५.२६२ २१.२६२",
        "\u202e45.262 21.262",
        "45.262 21.262" + " " * 100,
        "45." + "2" * 30 + " 21.262",
        "nan nan",
        "1e5 2e5",
        "inf, inf",
    ],
)
def test_left_alone(text: str) -> None:
    assert parse(text) is None


FORMATS = [
    "{a} {b}",
    "{a}; {b}",
    "{a}, {b}",
    "{a},{b}",
    "({a}, {b})",
    "{a}°, {b}°",
    "N{a} E{b}",
    "N {a}, E {b}",
    "{a}N, {b}E",
    "{a}° N {b}° E",
    "E{b} N{a}",
    "С {a} И {b}",
    "{a} с, {b} и",
    "S {a} I {b}",
    "lat {a} lon {b}",
    "lat: {a}, lng: {b}",
    "ширина {a} дужина {b}",
    "latitudine {a} longitudine {b}",
    "GPS: {a} {b}",
]


@given(
    st.floats(43.5, 46.6),
    st.floats(19.5, 23.5),
    st.sampled_from(FORMATS),
    st.integers(3, 15),
    st.sampled_from(".,"),
)
def test_round_trip(latitude: float, longitude: float, style: str, digits: int, sign: str) -> None:
    a, b = f"{latitude:.{digits}f}", f"{longitude:.{digits}f}"
    text = style.format(a=a.replace(".", sign), b=b.replace(".", sign))
    assert parse(text) == Point(float(a), float(b))


@given(st.floats(43.5, 46.6), st.floats(19.5, 23.5), st.integers(2, 8))
def test_round_trip_in_the_wrong_order_is_asked_back(
    latitude: float, longitude: float, digits: int
) -> None:
    a, b = f"{latitude:.{digits}f}", f"{longitude:.{digits}f}"
    right, typed = Point(float(a), float(b)), Point(float(b), float(a))
    metres = 1000.0 if digits == 2 else None
    assert parse(f"{b} {a}") == Ambiguous((right, typed), metres)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_round_trip_all_over_the_earth(latitude: float, longitude: float) -> None:
    a, b = f"{latitude:.6f}", f"{longitude:.6f}"
    typed, swapped = (float(a), float(b)), (float(b), float(a))
    in_wrong_order = 43.5 <= swapped[0] <= 46.6 and 19.5 <= swapped[1] <= 23.5
    expected = Ambiguous((Point(*swapped), Point(*typed))) if in_wrong_order else Point(*typed)
    assert parse(f"{a}, {b}") == expected


def standing_in(text: str) -> set[float]:
    """Every number that can be read anywhere in a text, with either decimal sign."""
    found: set[float] = set()
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 30) + 1):
            piece = text[start:end].replace(",", ".")
            if re.fullmatch(r"[0-9]+(\.[0-9]+)?", piece):
                found.add(float(piece))
    return found


def points_of(reading: Reading) -> tuple[Point, ...]:
    match reading:
        case Point():
            return (reading,)
        case Approximate(point, _metres):
            return (point,)
        case Ambiguous(candidates):
            return candidates
    return ()


# Most are nearly coordinates: some piece is missing, doubled or strange.
degrees = st.sampled_from(
    ["45.262", "45,262", "45", "21.262", "21,26", "21", "-21.262", "121.3333"]
)
marks = st.sampled_from(["", "", "N", "E ", "S", "I", "С ", "ј", "lat ", "lon:", "kod ", "°", "("])
between = st.sampled_from([" ", ", ", ",", ";", "-", " - ", "/", ".", "", "\u200b", "\u2212", ":"])
near_coordinates = st.tuples(
    marks, degrees, marks, between, marks, degrees, marks, st.text(max_size=1)
)


@given(st.one_of(st.text(), near_coordinates.map("".join)))
@settings(max_examples=1_000)
@example("45.262 21.262")
@example("4\u200b5.262 21.262")
def test_no_text_raises_and_no_point_is_made_up(text: str) -> None:
    visible = re.sub("[\u200b-\u200e\u202a\u202c\u2060\u2066\u2069\ufeff]", "", text)
    standing = standing_in(visible.translate({0xFF10 + n: str(n) for n in range(10)}))
    for point in points_of(parse(text)):
        assert {abs(point.latitude), abs(point.longitude)} <= standing


@pytest.mark.parametrize(
    "text",
    [
        "4" * 1_000_000,
        "N" * 50 + "4" * 50,
        " " * 50 + "(" + " " * 49,
        "gps" + " " * 96 + "(",
        "1 " * 50,
    ],
)
def test_hostile_text_is_little_work(text: str) -> None:
    start = time.process_time()
    assert parse(text) is None
    assert time.process_time() - start < 0.005
