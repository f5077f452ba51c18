"""A time that is still to come is the next such time, by both countries' clocks, or is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.moments import Doubt
from services.moments_ahead import coming

EVENING = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)  # a Tuesday, 21:05 in Serbia, 22:05 in Romania


def utc(day: int, hour: int, minute: int = 0, *, month: int = 7, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "country", "at"),
    [
        ("23:30", "RS", utc(14, 21, 30)),
        ("23:30", "RO", utc(14, 20, 30)),
        ("06:00", "RS", utc(15, 4)),
        ("20:05", "RS", utc(15, 18, 5)),  # an hour ago it was that time for the last time
        ("23:30 RS / 00:30 RO", "RO", utc(14, 21, 30)),
        ("danas 22:00", "RS", utc(14, 20)),
        ("astăzi la 23:00", "RO", utc(14, 20)),
        ("today 23:00", "RO", utc(14, 20)),
        ("sutra u 08:00", "RS", utc(15, 6)),
        ("сутра 08:00", "RS", utc(15, 6)),
        ("mâine la 08:00", "RO", utc(15, 5)),
        ("petak 14:00", "RS", utc(17, 12)),
        ("20.7. 06:00", "RS", utc(20, 4)),
        ("2.1. 06:00", "RS", utc(2, 5, month=1, year=2027)),
        ("20.07.2026 06:00", "RO", utc(20, 3)),
    ],
)
def test_it_is_the_next_such_time(text: str, country: str, at: datetime) -> None:
    meant = coming(text, EVENING, country)
    assert meant is not None
    assert (meant.moments, meant.doubt) == ((at,), None)


@pytest.mark.parametrize("text", ["", "juče 20:00", "pre 20 minuta", "kod Nere", "x" * 81, "sutra"])
def test_what_is_no_such_time_is_none(text: str) -> None:
    assert coming(text, EVENING, "RS") is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [("8", Doubt.SEVERAL), ("danas 06:00", Doubt.FUTURE), ("1.5.2026 06:00", Doubt.FUTURE)],
)
def test_what_is_in_doubt_says_why(text: str, doubt: Doubt) -> None:
    meant = coming(text, EVENING, "RS")
    assert meant is not None
    assert meant.doubt == doubt


def test_the_hour_that_comes_twice_and_the_one_that_does_not() -> None:
    before_autumn = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    twice = coming("02:30", before_autumn, "RS")
    assert twice is not None
    assert twice.doubt == Doubt.TWICE
    before_spring = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
    skipped = coming("02:30", before_spring, "RS")
    assert skipped is not None
    assert skipped.doubt == Doubt.SKIPPED


WORDS = "sutra danas mâine astăzi petak 29.2. 31.12.9999 1.1.0001 02:30 8 24:00 pola 1405 RS RO /"
MORE = "la ujutru seara 12 . , : 2027 podne ponoć juče pre sledeći 31.12.2026. 00:00 noćas ora"


@settings(max_examples=500, deadline=None)
@given(
    words=st.lists(st.sampled_from(f"{WORDS} {MORE}".split()), min_size=1, max_size=6),
    minutes=st.integers(0, 365 * 24 * 60),
    country=st.sampled_from(["RS", "RO"]),
)
def test_whatever_is_typed_what_is_over_is_never_meant(
    words: list[str], minutes: int, country: str
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    meant = coming(" ".join(words), now, country)
    if meant:
        assert all(each > now for each in meant.moments)
        assert meant.doubt is not None or len(meant.moments) == 1
