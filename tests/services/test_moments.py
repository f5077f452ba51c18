"""Time words: each says one moment, is asked back, or is no time; nothing is silently wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import format_timedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.moments import TOLERANCE, Doubt, Meant, past
from views import times
from views.language import Language, Reader
from views.script import latin

EVENING = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)  # a Tuesday: 21:05 in Serbia, 22:05 in Romania
MORNING = datetime(2026, 7, 14, 5, 0, tzinfo=UTC)  # 7:00 in Serbia


def at(text: str, country: str = "RS") -> datetime:
    """`14 21:05` or `07-12 21:05`: that day of July 2026 by a clock."""
    day, clock = text.split()
    month, day = day.split("-") if "-" in day else ("07", day)
    shown = datetime.fromisoformat(f"2026-{month}-{int(day):02d}T{clock}")
    return times.moments(shown, country)[0]


SERBIAN = {
    "sada": "14 21:05",
    "upravo sad": "14 21:05",
    "pre 20 minuta": "14 20:45",
    "pre 20 min": "14 20:45",
    "pre 20min.": "14 20:45",
    "PRE DVADESET MINUTA": "14 20:45",
    "pre dvadeset pet minuta": "14 20:40",
    "pre oko 20 minuta": "14 20:45",
    "20 minuta ranije": "14 20:45",
    "pre petnaestak minuta": "14 20:50",
    "pre 15-ak minuta": "14 20:50",
    "pre pola sata": "14 20:35",
    "pre po sata": "14 20:35",
    "pre sat": "14 20:05",
    "pre sat vremena": "14 20:05",
    "pre jedan sat": "14 20:05",
    "pre sat i po": "14 19:35",
    "pre sat ipo": "14 19:35",
    "pre sat i 20 minuta": "14 19:45",
    "pre sat i petnaest": "14 19:50",
    "pre dva sata": "14 19:05",
    "pre dva i po sata": "14 18:35",
    "pre 1,5 h": "14 19:35",
    "pre 2h": "14 19:05",
    "pre 2 h i 10 min": "14 18:55",
    "pre četvrt sata": "14 20:50",
    "pre tri četvrt sata": "14 20:20",
    "14:05": "14 14:05",
    "u 14.05": "14 14:05",
    "u 14,05": "14 14:05",
    "oko 14:05h": "14 14:05",
    "14 05": "14 14:05",
    "12.07": "14 12:07",
    "1405": "14 14:05",
    "14h05": "14 14:05",
    "u 14 časova": "14 14:00",
    "u 14 sati i 5 minuta": "14 14:05",
    "danas u 14 i 5": "14 14:05",
    "danas u 14 i po": "14 14:30",
    "u 08:30": "14 08:30",
    "juče u 22h": "13 22:00",
    "juce u 22": "13 22:00",
    "Juče, oko 22.15": "13 22:15",
    "22:15 juče": "13 22:15",
    "juče u deset uveče": "13 22:00",
    "sinoć u 10": "13 22:00",
    "sinoć u pola jedanaest": "13 22:30",
    "sinoć u petnaest do deset": "13 21:45",
    "sinoć u 20 do 10": "13 21:40",
    "sinoć u ponoć": "14 00:00",
    "sinoć u jedan": "14 01:00",
    "noćas u 2": "14 02:00",
    "noćas u 23": "13 23:00",
    "jutros u 6": "14 06:00",
    "jutros oko šest i petnaest": "14 06:15",
    "jutros u 6 i 20": "14 06:20",
    "ujutru u 6": "14 06:00",
    "danas pre podne u 11": "14 11:00",
    "popodne u 5": "14 17:00",
    "danas u podne": "14 12:00",
    "večeras u 8": "14 20:00",
    "prekjuče u 14h": "12 14:00",
    "pre dva dana u 14h": "12 14:00",
    "u ponedeljak u 14": "13 14:00",
    "ponedeljak uveče u 9": "13 21:00",
    "u subotu oko 23:40": "11 23:40",
    "u sredu u 14:00": "8 14:00",
    "prošli utorak u 14:00": "7 14:00",
    "prošle srede u 14 h": "8 14:00",
    "12.07. 14:05": "12 14:05",
    "12.7. u 14.05": "12 14:05",
    "12.07 14:05": "12 14:05",
    "12. 7. 2026. 14:05": "12 14:05",
    "12.07.2026, 14:05": "12 14:05",
    "12.07.26. 14:05": "12 14:05",
    "12/07 14:05": "12 14:05",
    "12. jula u 14:05": "12 14:05",
    "30. jun 23:59": "06-30 23:59",
    "juče u 24h": "14 00:00",
    "20:45 RS / 21:45 RO": "14 20:45",
    "20:45 RO": "14 19:45",
    "u 20:45 po rumunskom vremenu": "14 19:45",
    "21:08": "14 21:05",  # a watch that goes three minutes fast
}
CYRILLIC = {
    "пре пола сата": "14 20:35",
    "пре сат и по": "14 19:35",
    "пре 20 минута": "14 20:45",
    "јуче у 22ч": "13 22:00",
    "јуче у 22 часа": "13 22:00",
    "синоћ у пола једанаест": "13 22:30",
    "јутрос у шест": "14 06:00",
    "у недељу у 23:15": "12 23:15",
    "ноћас у 02:30": "14 02:30",
    "прекосутра": "future",
}
ROMANIAN = {
    "acum": "14 22:05",
    "chiar acum": "14 22:05",
    "acum o oră": "14 21:05",
    "acum o ora": "14 21:05",
    "acum două ore": "14 20:05",
    "acum două ore și jumătate": "14 19:35",
    "acum o oră și jumătate": "14 20:35",
    "acum o oră și un sfert": "14 20:50",
    "acum o ora si 20 de minute": "14 20:45",
    "acum jumătate de oră": "14 21:35",
    "acum o jumătate de oră": "14 21:35",
    "acum un sfert de oră": "14 21:50",
    "acum trei sferturi de oră": "14 21:20",
    "acum 20 de minute": "14 21:45",
    "acum 20 min": "14 21:45",
    "acum vreo douăzeci de minute": "14 21:45",
    "în urmă cu 5 min": None,
    "20 de minute în urmă": "14 21:45",
    "la 14:05": "14 14:05",
    "la ora 14.05": "14 14:05",
    "pe la 14": "14 14:00",
    "în jurul orei 14:30": "14 14:30",
    "ieri la 22": "13 22:00",
    "IERI LA 22:15": "13 22:15",
    "ieri seară la 10": "13 22:00",
    "aseară la zece și jumătate": "13 22:30",
    "aseară la zece fără un sfert": "13 21:45",
    "aseară la nouă fără zece": "13 20:50",
    "aseară la miezul nopții": "14 00:00",
    "azi dimineață la 6": "14 06:00",
    "azi dimineata la 6 si 10": "14 06:10",
    "dimineața la șase": "14 06:00",
    "astăzi după-amiază la 5": "14 17:00",
    "azi la amiază": "14 12:00",
    "azi-noapte la 2": "14 02:00",
    "azi noapte la 23": "13 23:00",
    "alaltăieri la 14": "12 14:00",
    "acum 2 zile la 14:00": "12 14:00",
    "luni la 14": "13 14:00",
    "sâmbătă la 23:40": "11 23:40",
    "vinerea trecută la 14:00": "10 14:00",
    "miercuri seara la 9": "8 21:00",
    "12.07.2026, 14:05": "12 14:05",
    "12 iulie la 14:05": "12 14:05",
    "20:45 RS / 21:45 RO": "14 21:45",
    "la 14:05 ora Serbiei": "14 15:05",
    "mâine la 8": "future",
    "peste 10 minute": "future",
}


@pytest.mark.parametrize(("text", "expected"), (SERBIAN | CYRILLIC).items())
def test_serbian_times(text: str, expected: str | None) -> None:
    assert past(text, EVENING, "RS") == meant(expected, "RS")


@pytest.mark.parametrize(("text", "expected"), ROMANIAN.items())
def test_romanian_times(text: str, expected: str | None) -> None:
    assert past(text, EVENING, "RO") == meant(expected, "RO")


def meant(expected: str | None, country: str) -> Meant | None:
    if expected is None:
        return None
    if expected == "future":
        return Meant((), Doubt.FUTURE)
    return Meant((at(expected, country),))


@pytest.mark.parametrize(
    ("text", "moments", "doubt"),
    [
        ("u 8", ["14 20:00", "14 08:00"], Doubt.SEVERAL),
        ("8:30", ["14 20:30", "14 08:30"], Doubt.SEVERAL),
        ("u pola osam", ["14 19:30", "14 07:30"], Doubt.SEVERAL),
        ("u osam i po", ["14 20:30", "14 08:30"], Doubt.SEVERAL),
        ("juče u 8", ["13 20:00", "13 08:00"], Doubt.SEVERAL),
        ("juče u 12", ["14 00:00", "13 12:00", "13 00:00"], Doubt.SEVERAL),
        ("utorak u 14:00", ["14 14:00", "7 14:00"], Doubt.SEVERAL),
        ("u 10", ["14 10:00", "13 22:00"], Doubt.SEVERAL),
        ("juče", [], Doubt.NO_TIME),
        ("12.07.", [], Doubt.NO_TIME),
        ("u ponedeljak", [], Doubt.NO_TIME),
        ("pre dva dana", [], Doubt.NO_TIME),
        ("sinoć", [f"13 {hour}:00" for hour in range(23, 17, -1)], Doubt.HOUR),
        ("aseara", [f"13 {hour}:00" for hour in range(23, 17, -1)], Doubt.HOUR),
        ("večeras", ["14 21:00", "14 20:00", "14 19:00", "14 18:00"], Doubt.HOUR),
        ("jutros", [f"14 {hour:02d}:00" for hour in range(11, 4, -1)], Doubt.HOUR),
        ("sutra u 8", [], Doubt.FUTURE),
        ("za 10 minuta", [], Doubt.FUTURE),
        ("danas u 23:00", [], Doubt.FUTURE),
        ("15.07. 14:05", [], Doubt.FUTURE),
        ("12.07.2027. 14:05", [], Doubt.FUTURE),
        ("21:30", ["13 21:30"], Doubt.FUTURE),
    ],
)
def test_what_is_in_doubt_is_asked_with_every_reading(
    text: str, moments: list[str], doubt: Doubt
) -> None:
    assert past(text, EVENING, "RS") == Meant(tuple(map(at, moments)), doubt)


def test_in_the_morning_a_time_of_the_evening_is_of_the_day_before() -> None:
    assert past("23:55", MORNING, "RS") == Meant((at("13 23:55"),))
    assert past("sinoć u 11", MORNING, "RS") == Meant((at("13 23:00"),))
    assert past("u 8", MORNING, "RS") == Meant((at("13 20:00"), at("13 08:00")), Doubt.SEVERAL)


def test_a_day_of_last_december_is_meant_in_january() -> None:
    january = datetime(2027, 1, 2, 12, 0, tzinfo=UTC)

    assert past("31.12. 23:50", january, "RS") == Meant(
        (datetime(2026, 12, 31, 22, 50, tzinfo=UTC),)
    )
    assert past("30.06. 23:50", january, "RS") == Meant((), Doubt.FUTURE)


BACK = datetime(2026, 10, 25, 7, 0, tzinfo=UTC)  # the morning after summer time has ended
FORWARD = datetime(2026, 3, 29, 7, 0, tzinfo=UTC)
TWICE = (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("02:30", "RS"),
        ("noćas u 2:30", "RS"),
        ("03:30", "RO"),
        ("azi-noapte la 3:30", "RO"),
        ("02:30 RS / 03:30 RO", "RS"),
    ],
)
def test_the_hour_that_comes_twice_has_two_readings(text: str, country: str) -> None:
    assert past(text, BACK, country) == Meant(TWICE, Doubt.TWICE)


@pytest.mark.parametrize(("text", "country"), [("02:30", "RS"), ("03:30", "RO")])
def test_the_hour_that_is_left_out_is_asked_back(text: str, country: str) -> None:
    instead = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    assert past(text, FORWARD, country) == Meant((instead,), Doubt.SKIPPED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "malopre",
        "adineauri",
        "odavno",
        "pre",
        "pre 9",
        "pre nekoliko minuta",
        "pre 20",
        "od 8 do 9",
        "8 do 9",
        "10 do 12",
        "25:00",
        "14:65",
        "31.02. 14:05",
        "jutros u 14",
        "juče sutra",
        "juče danas u 14:00",
        "14:05 15:05",
        "14:05 RS / 16:05 RO",
        "sada u 14:05",
        "pre 20 minuta u 14:05",
        "3 osobe",
        "45.262 21.262",
        "0641234567",
        "99999999999 minuta ranije",
        "🕒",
        "\u202e14:05 x",
        "١٤:٠٥",
        "2026-07-12 14:05",
        "14:05 " * 40,
    ],
)
def test_what_says_no_one_time_is_no_time(text: str) -> None:
    assert past(text, EVENING, "RS") is None


MINUTES = st.integers(0, 60 * 24 * 20)
READERS = st.sampled_from(
    [
        Reader(Language.SR_CYRL, "RS"),
        Reader(Language.SR_LATN, "RS"),
        Reader(Language.RO, "RO"),
        Reader(Language.EN, "RO"),
    ]
)
# Winter and summer, and both nights on which the clocks change.
MOMENTS = st.one_of(
    st.integers(0, 60 * 24 * 365).map(lambda each: EVENING + timedelta(minutes=each)),
    st.integers(0, 60 * 36).map(lambda each: BACK - timedelta(hours=9, minutes=-each)),
    st.integers(0, 60 * 36).map(lambda each: FORWARD - timedelta(hours=9, minutes=-each)),
)


@settings(deadline=None)  # the machine may be busy
@given(now=MOMENTS, ago=MINUTES, reader=READERS)
@example(now=BACK, ago=330, reader=Reader(Language.SR_LATN, "RS"))
def test_what_is_shown_is_read_as_the_moment_it_was(
    now: datetime, ago: int, reader: Reader
) -> None:
    """Both ways in which a moment is shown: the one read is it, or it is among those asked."""
    seen = now - timedelta(minutes=ago)
    texts = [reader.both_times(seen, now)]
    if reader.language != Language.EN:
        texts.append(reader.date_time(seen))
    for text in texts:
        found = past(text, now, reader.country)
        assert found is not None, text
        assert seen in found.moments, text
        assert len(found.moments) == 1 or found.doubt == Doubt.TWICE, text


@settings(deadline=None)  # the machine may be busy
@given(
    now=MOMENTS,
    amount=st.integers(1, 59),
    hours=st.booleans(),
    locale=st.sampled_from(["sr_Cyrl", "sr_Latn", "ro"]),
)
def test_how_long_ago_is_read_as_the_two_languages_say_it(
    now: datetime, amount: int, hours: bool, locale: str
) -> None:
    ago = timedelta(hours=amount % 23 + 1) if hours else timedelta(minutes=amount)
    text = format_timedelta(-ago, add_direction=True, threshold=1, locale=locale)

    assert past(text, now, "RS") == Meant((now - ago,)), text


WORDS = sorted({word for text in (SERBIAN | CYRILLIC | ROMANIAN) for word in text.split()})


@settings(deadline=None)  # the machine may be busy
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
    country=st.sampled_from(["RS", "RO"]),
    now=MOMENTS,
)
def test_no_words_give_a_moment_to_come_or_two_without_a_question(
    words: list[str], country: str, now: datetime
) -> None:
    found = past(" ".join(words), now, country)
    if found:
        assert all(each <= now for each in found.moments)
        assert len(found.moments) == 1 or found.doubt is not None
        assert found == past(latin(" ".join(words)), now, country)


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=90))
def test_no_text_is_a_fault(text: str) -> None:
    past(text, EVENING, "RO")


def test_the_tolerance_is_of_minutes() -> None:
    soon = EVENING + TOLERANCE + timedelta(minutes=1)
    shown = f"{times.local(soon, 'RS'):%H:%M}"

    assert past(shown, EVENING, "RS") == Meant((soon - timedelta(days=1),), Doubt.FUTURE)
