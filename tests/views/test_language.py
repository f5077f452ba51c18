"""Each reader is addressed in their language and script, by their clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views import catalogues, times
from views.language import Language, Reader, hinted

SPRING = datetime(2026, 3, 7, 13, 5, tzinfo=UTC)  # 14:05 in Serbia
MIDNIGHT = datetime(2026, 3, 7, 22, 30, tzinfo=UTC)  # 23:30 in Serbia, the next day in Romania

MILA = Reader(Language.SR_CYRL, "RS")
ANA = Reader(Language.SR_LATN, "RS")
ION = Reader(Language.RO, "RO")
OBSERVER = Reader(Language.EN, "")

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural={plural};\\n"
"""
SERBIAN = (
    HEADER.format(
        plural="(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
    )
    + """
msgid "Report no. {number} has been received: {{braces}}."
msgstr "Дојава бр. {number} је ПРИМЉЕНА: {{braces}}."

msgid "{n} boat in {place}"
msgid_plural "{n} boats in {place}"
msgstr[0] "{n} чамац, место: {place}"
msgstr[1] "{n} чамца, место: {place}"
msgstr[2] "{n} чамаца, место: {place}"

msgctxt "report"
msgid "New"
msgstr "Нова"

msgctxt "alert"
msgid "New"
msgstr "Ново"
"""
)
ROMANIAN = (
    HEADER.format(plural="(n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2)")
    + """
msgid "{n} boat in {place}"
msgid_plural "{n} boats in {place}"
msgstr[0] "{n} ambarcațiune, locul: {place}"
msgstr[1] "{n} ambarcațiuni, locul: {place}"
msgstr[2] "{n} de ambarcațiuni, locul: {place}"
"""
)


@pytest.fixture
def small_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for language, text in (("sr", SERBIAN), ("ro", ROMANIAN)):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "straja.po").write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.translations.cache_clear()
    yield
    catalogues.translations.cache_clear()


@pytest.mark.usefixtures("small_catalogues")
def test_a_sentence_is_translated_and_filled_in() -> None:
    sentence = "Report no. {number} has been received: {{braces}}."
    said = [reader.gettext(sentence, number="Љ-1") for reader in (MILA, ANA, ION, OBSERVER)]

    assert said == [
        "Дојава бр. Љ-1 је ПРИМЉЕНА: {braces}.",
        "Dojava br. Љ-1 je PRIMLJENA: {braces}.",  # what somebody typed is never transliterated
        "Report no. Љ-1 has been received: {braces}.",
        "Report no. Љ-1 has been received: {braces}.",
    ]


@pytest.mark.usefixtures("small_catalogues")
@pytest.mark.parametrize(
    ("n", "serbian", "romanian", "english"),
    [
        (0, "0 čamaca", "0 ambarcațiuni", "0 boats"),
        (1, "1 čamac", "1 ambarcațiune", "1 boat"),
        (2, "2 čamca", "2 ambarcațiuni", "2 boats"),
        (11, "11 čamaca", "11 ambarcațiuni", "11 boats"),
        (19, "19 čamaca", "19 ambarcațiuni", "19 boats"),
        (20, "20 čamaca", "20 de ambarcațiuni", "20 boats"),
        (21, "21 čamac", "21 de ambarcațiuni", "21 boats"),
        (101, "101 čamac", "101 ambarcațiuni", "101 boats"),
        (1234, "1.234 čamca", "1.234 de ambarcațiuni", "1,234 boats"),
    ],
)
def test_things_are_counted_as_each_language_counts(
    n: int, serbian: str, romanian: str, english: str
) -> None:
    said = [
        reader.ngettext("{n} boat in {place}", "{n} boats in {place}", n, place="Vršac")
        for reader in (ANA, ION, OBSERVER)
    ]

    assert said == [
        f"{serbian}, mesto: Vršac",
        f"{romanian}, locul: Vršac",
        f"{english} in Vršac",
    ]


@pytest.mark.usefixtures("small_catalogues")
def test_a_word_follows_its_context() -> None:
    assert [MILA.pgettext(context, "New") for context in ("report", "alert")] == ["Нова", "Ново"]
    assert ANA.pgettext("report", "New") == "Nova"


def test_a_value_that_is_missing_is_a_fault() -> None:
    with pytest.raises(KeyError, match="number"):
        OBSERVER.gettext("Report no. {number}")


def test_terms_come_from_the_glossary() -> None:
    readers = (MILA, ANA, ION, OBSERVER)

    assert [reader.term("cat.suspicious_vessel") for reader in readers] == [
        "Сумњиво пловило",
        "Sumnjivo plovilo",
        "Ambarcațiune suspectă",
        "Suspicious vessel",
    ]
    assert [reader.term("report.number", n="RS-26-0001") for reader in readers] == [
        "Дојава бр. RS-26-0001",
        "Dojava br. RS-26-0001",
        "Raportul nr. RS-26-0001",
        "Report no. RS-26-0001",
    ]


def test_an_unknown_term_is_a_fault() -> None:
    with pytest.raises(KeyError, match=r"cat\.unicorn"):
        MILA.term("cat.unicorn")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("sr", Language.SR_CYRL),
        ("sr-RS", Language.SR_CYRL),
        ("sr-Latn", Language.SR_LATN),
        ("sr_Latn_RS", Language.SR_LATN),
        ("hr", Language.SR_LATN),
        ("bs", Language.SR_LATN),
        ("sh", Language.SR_LATN),
        ("mk", Language.SR_LATN),
        ("ro", Language.RO),
        ("ro-MD", Language.RO),
        ("RO", Language.RO),
        ("en", Language.EN),
        ("hu", Language.EN),
        ("rom", Language.EN),
        ("", Language.EN),
        (None, Language.EN),
    ],
)
def test_a_language_is_hinted_by_the_phone(code: str | None, language: Language) -> None:
    assert hinted(code) is language


def test_languages_call_themselves_by_their_own_names() -> None:
    assert [language.own_name for language in Language] == [
        "Српски",
        "Srpski",
        "Română",
        "English",
    ]


def test_the_time_is_that_of_the_reader() -> None:
    assert [reader.time(SPRING) for reader in (MILA, ANA, ION)] == [
        "14:05 RS",
        "14:05 RS",
        "15:05 RO",
    ]


def test_both_times_are_shown_where_the_country_is_not_known() -> None:
    assert OBSERVER.time(SPRING) == "14:05 RS / 15:05 RO"
    assert OBSERVER.date_time(SPRING) == "7 Mar 2026 14:05 RS / 15:05 RO"
    assert OBSERVER.date(SPRING) == "7 Mar 2026"
    assert OBSERVER.date(MIDNIGHT) == "7 Mar 2026 / 8 Mar 2026"


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert [reader.date(SPRING) for reader in (MILA, ANA, ION)] == [
        "7. 3. 2026.",
        "7. 3. 2026.",
        "07.03.2026",
    ]
    assert [reader.date_time(SPRING) for reader in (MILA, ANA, ION)] == [
        "7. 3. 2026. 14:05",
        "7. 3. 2026. 14:05",
        "07.03.2026, 15:05",
    ]
    assert Reader(Language.EN, "RO").date_time(SPRING) == "7 Mar 2026, 15:05"


@pytest.mark.parametrize(
    ("reader", "now", "expected"),
    [
        (MILA, None, "14:05 RS / 15:05 RO"),
        (MILA, SPRING + timedelta(hours=9), "14:05 RS / 15:05 RO"),
        (MILA, SPRING + timedelta(hours=10), "7. 3. 2026. 14:05 RS / 15:05 RO"),
        (ION, SPRING + timedelta(hours=9), "07.03.2026 14:05 RS / 15:05 RO"),
        (ION, SPRING - timedelta(days=1), "07.03.2026 14:05 RS / 15:05 RO"),
        (OBSERVER, SPRING + timedelta(hours=8), "14:05 RS / 15:05 RO"),
        (OBSERVER, SPRING + timedelta(hours=9), "7 Mar 2026 14:05 RS / 15:05 RO"),
    ],
)
def test_the_day_is_told_when_it_is_not_today(
    reader: Reader, now: datetime | None, expected: str
) -> None:
    assert reader.both_times(SPRING, now) == expected


def test_around_midnight_each_clock_has_its_own_day() -> None:
    later = MIDNIGHT + timedelta(days=3)

    assert MILA.both_times(MIDNIGHT, MIDNIGHT) == "23:30 RS / 00:30 RO"
    assert MILA.both_times(MIDNIGHT, later) == "7. 3. 2026. 23:30 RS / 8. 3. 2026. 00:30 RO"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        MILA.time(datetime(2026, 3, 7, 13, 5))  # noqa: DTZ001 -- this is what is refused


@given(
    st.datetimes(
        datetime(2020, 1, 1),  # noqa: DTZ001 -- hypothesis takes naive bounds
        datetime(2060, 1, 1),  # noqa: DTZ001 -- hypothesis takes naive bounds
        timezones=st.just(UTC),
    )
)
def test_romania_is_an_hour_ahead_at_every_moment(at: datetime) -> None:
    serbia, romania = (times.local(at, country) for country in ("RS", "RO"))

    assert romania.replace(tzinfo=None) - serbia.replace(tzinfo=None) == timedelta(hours=1)
    assert serbia == romania == at


def test_romania_is_an_hour_ahead_in_the_nights_of_the_change() -> None:
    nights = (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC))
    for night in nights:
        for minute in range(12 * 60):
            at = night + timedelta(minutes=minute)
            serbia, romania = (times.local(at, country) for country in ("RS", "RO"))
            assert romania.replace(tzinfo=None) - serbia.replace(tzinfo=None) == timedelta(hours=1)


def test_the_offset_changes_with_summer() -> None:
    assert MILA.both_times(datetime(2026, 7, 7, 12, 5, tzinfo=UTC)) == "14:05 RS / 15:05 RO"
    assert MILA.both_times(datetime(2026, 1, 7, 12, 5, tzinfo=UTC)) == "13:05 RS / 14:05 RO"


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1234.5, 1, ["1.234,5", "1.234,5", "1.234,5", "1,234.5"]),
        (1000, 0, ["1.000", "1.000", "1.000", "1,000"]),
        (-3, 2, ["-3,00", "-3,00", "-3,00", "-3.00"]),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(
    value: float, digits: int, expected: list[str]
) -> None:
    assert [reader.number(value, digits) for reader in (MILA, ANA, ION, OBSERVER)] == expected
