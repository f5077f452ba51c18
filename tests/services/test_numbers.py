"""Numbers are unique and tell nothing: a keyed permutation per kind, side and year."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.numbers import draw, permuted
from storage.people import Person
from storage.store import opened
from storage.unit_of_work import Installation, UnitOfWork
from tests.office import Office

FOUR_DIGITS = 9_999  # 0001 to 9999
KEYS = (b"one key", b"another key")


def series(key: bytes, name: str = "sighting:RS:2026", count: int = FOUR_DIGITS) -> list[str]:
    return [permuted(nth, key=key, series=name) for nth in range(count)]


@pytest.mark.parametrize("key", KEYS)
def test_every_four_digit_number_comes_exactly_once(key: bytes) -> None:
    assert sorted(series(key)) == [f"{number:04}" for number in range(1, FOUR_DIGITS + 1)]


def test_five_digits_follow_when_four_are_used_up() -> None:
    after = [
        permuted(nth, key=KEYS[0], series="s") for nth in range(FOUR_DIGITS, FOUR_DIGITS + 500)
    ]

    assert len(set(after)) == 500
    assert all(len(number) == 5 and 10_000 <= int(number) <= 99_999 for number in after)
    last_of_five, first_of_six = (
        permuted(nth, key=KEYS[0], series="s")
        for nth in (FOUR_DIGITS + 89_999, FOUR_DIGITS + 90_000)
    )
    assert (len(last_of_five), len(first_of_six)) == (5, 6)


def test_key_side_year_and_kind_each_give_another_order() -> None:
    first = series(KEYS[0], count=50)
    others = [
        series(KEYS[1], count=50),
        series(KEYS[0], "sighting:RO:2026", 50),
        series(KEYS[0], "sighting:RS:2027", 50),
        series(KEYS[0], "alert:RS:2026", 50),
    ]

    assert all(len(set(first) & set(other)) < 10 for other in others)
    assert first != sorted(first)


@given(key=st.binary(min_size=1, max_size=64), pair=st.sets(st.integers(0, 120_000), min_size=2))
@settings(max_examples=60, deadline=None)
def test_no_two_records_of_a_series_share_a_number(key: bytes, pair: set[int]) -> None:
    numbers = {permuted(nth, key=key, series="sighting:RO:2026") for nth in pair}

    assert len(numbers) == len(pair)
    assert all(number.isascii() and number.isdigit() and len(number) >= 4 for number in numbers)


def unit(office: Office, session: object, now: datetime) -> UnitOfWork:
    return UnitOfWork(session, Person(), now, office.installation)  # type: ignore[arg-type]  # given by the store


def test_each_side_and_year_counts_for_itself(office: Office) -> None:
    end = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    start = datetime(2027, 1, 1, 0, 0, tzinfo=UTC)
    key = office.installation.number_key

    def number(nth: int, side: str, year: int) -> str:
        shown = permuted(nth, key=key, series=f"sighting:{side}:{year}")
        return f"{side}-{year % 100}-{shown}"

    drawn = [
        office.run(lambda s, now=now, side=side: draw(unit(office, s, now), "sighting", side))  # type: ignore[misc]  # a lambda with defaults
        for now, side in ((end, "RS"), (end, "RO"), (end, "RS"), (start, "RS"))
    ]
    assert drawn == [
        number(0, "RS", 2026),
        number(0, "RO", 2026),
        number(1, "RS", 2026),
        number(0, "RS", 2027),
    ]


def test_a_number_whose_record_was_not_written_is_given_back(office: Office) -> None:
    now = datetime(2026, 7, 14, tzinfo=UTC)

    def fails(session: object) -> None:
        draw(unit(office, session, now), "sighting", "RS")
        raise LookupError

    with pytest.raises(LookupError):
        office.run(fails)
    first = office.run(lambda session: draw(unit(office, session, now), "sighting", "RS"))
    assert first.endswith(
        permuted(0, key=office.installation.number_key, series="sighting:RS:2026")
    )


def test_simultaneous_draws_never_meet(database_url: str) -> None:
    now = datetime(2026, 7, 14, tzinfo=UTC)
    facts = Installation("straja_bot", b"key")
    with opened(database_url) as store, ThreadPoolExecutor(16) as pool:
        drawn = list(
            pool.map(
                lambda _: store.run_blocking(
                    lambda s: draw(UnitOfWork(s, Person(), now, facts), "sighting", "RS")
                ),
                range(64),
            )
        )

    assert len(set(drawn)) == 64
