"""What is near a place, said no better than the place is known."""

import pytest

from geography.point import Point
from views import places
from views.language import Language, Reader

MILA = Reader(Language.SR_CYRL, "RS")
DAM = Point(44.6720, 22.5300)  # in Romania, 105 m from the line


@pytest.mark.parametrize(
    ("accuracy", "lines"),
    [
        (None, ["📍 44.67200, 22.53000", "Гранична линија: 105 м, југозапад"]),
        (20.0, ["📍 44.67200, 22.53000 · тачност: 20 м", "Гранична линија: 105 м, југозапад"]),
        (150.0, ["📍 44.67200, 22.53000 · тачност: 150 м", "Гранична линија: ≤ 255 м"]),
        (1000.0, ["📍 44.67200, 22.53000 · тачност: 1.000 м", "Гранична линија: ≤ 1,1 км"]),
    ],
)
def test_the_line_is_on_either_side_of_a_place_that_may_be_beyond_it(
    accuracy: float | None, lines: list[str]
) -> None:
    here, _near, line, _crossing = places.lines(MILA, DAM, accuracy)
    assert [here, line] == lines


def test_a_crossing_is_never_nearer_than_its_point_is_known() -> None:
    assert places.lines(MILA, DAM)[3] == "Гранични прелаз: Ђердап I (друмски), ≈ 1 км"


def test_far_from_the_line_neither_is_told() -> None:
    assert places.border_line(MILA, Point(45.25, 20.35)) == []


def test_outside_both_countries_is_warned_of_near_the_line_too() -> None:
    three_borders = Point(46.1290, 20.2580)
    warning = "⚠ Ово место није ни у Румунији ни у Србији. Проверите га."
    assert places.zone_warning(MILA, three_borders) == [warning]
    assert places.zone_warning(MILA, DAM) == []
