"""One plate has one key, in whichever letters it was typed."""

import pytest

from storage import plates


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("VŠ 012-AB", "VS012AB"),
        ("vs012ab", "VS012AB"),
        ("ВШ 012-АБ", "VS012AB"),  # by its sound: Ш and Б look like no Latin letter
        ("BA 012-AK", "BA012AK"),
        ("ВА 012-АК", "BA012AK"),  # letter by letter
        ("АВЕКМНОРСТХЈ", "ABEKMHOPCTXJ"),
        ("TM 07 ĂÎȘ", "TM07AIS"),
        ("TM-07-AIS", "TM07AIS"),
        ("ĐĆ 1", "DC1"),
        ("\u202etm\u200b07\u2066 xyz", "TM07XYZ"),
        ("TM 07 XYZ", "TM07XYZ"),  # full width
        ("🚗 ?", ""),
        ("", ""),
        ("9" * 200, "9" * 40),
    ],
)
def test_a_plate_is_found_again_however_it_was_typed(typed: str, key: str) -> None:
    assert plates.key(typed) == key


def test_other_plates_have_other_keys() -> None:
    assert len({plates.key(each) for each in ("VŠ 012-AB", "VŠ 012-AC", "TM 12 AB")}) == 3


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("vš  012-ab", "VŠ 012-AB"),
        ("ВА 012-АК", "BA 012-AK"),  # each letter looks like a Latin one: copied
        ("ВШ 012-АБ", "VŠ 012-AB"),
        ("б 123 абц", "B 123 ABC"),
        ("ЊГ-123", "NJG-123"),
    ],
)
def test_a_plate_is_shown_in_latin_capitals(typed: str, shown: str) -> None:
    assert plates.shown(typed) == shown
