"""The sheet of invitations: whose, in which languages, and that a camera opens the right link."""

import time
from datetime import UTC, datetime

import pytest

from services.enrolment import new_code
from storage.people import Person
from tests.views.documents import paper
from views import invitations as texts
from views.documents.invitations import readers, sheets
from views.invitations import Invitation
from views.language import Language

# An hour before midnight in Serbia, and after it in Romania.
UNTIL = datetime(2026, 12, 7, 22, 30, tzinfo=UTC)
BOT = "StrajaGranicaBot"
MILA = Person(
    service_number="RS-1001",
    name="Мила Јовановић Љубић-Џајић",
    country="RS",
    service="Гранична полиција",
    unit="СГП Банатска Паланка",
    language="sr-Cyrl",
)
STEFAN = Person(
    service_number="RO-2003",
    name="Ștefan Țăranu-Câmpeanu Înalț",
    country="RO",
    service="Poliția de Frontieră",
    unit="ITPF Timișoara",
    language="ro",
)
DRAGAN = Person(
    service_number="RS-1002",
    name="Dragan Đorđević-Žić",
    country="RS",
    service="Granična policija",
    language="sr-Latn",
)
PCC = Person(
    service_number="RO-2005",
    name="Gheorghe Bălan",
    country="RO",
    service="Poliția de Frontieră",
    unit="PCC Porțile de Fier I",
    language="en",
)
LONGEST = Person(
    service_number="RO-" + "9" * 37,
    name="Ana-Maria " * 12,
    country="RO",
    service="Inspectorat " * 10,
    unit="Unitatea " * 13,
    language="ro",
)
EVERYBODY = (MILA, STEFAN, DRAGAN, PCC, LONGEST)


def invitation(person: Person, code: str = "23456789ABCDEFGH") -> Invitation:
    return Invitation(person, code, BOT, UNTIL)


def test_each_is_in_the_persons_language_first() -> None:
    pairs = {
        each.name: tuple(reader.language for reader in readers(invitation(each)))
        for each in (MILA, STEFAN, DRAGAN, PCC)
    }
    assert pairs == {
        MILA.name: (Language.SR_CYRL, Language.RO),
        STEFAN.name: (Language.RO, Language.SR_CYRL),
        DRAGAN.name: (Language.SR_LATN, Language.RO),
        PCC.name: (Language.EN, Language.RO),
    }


@pytest.mark.parametrize("person", [MILA, STEFAN, DRAGAN, PCC], ids=lambda each: each.language)
def test_all_of_it_can_be_read_in_both_languages(person: Person) -> None:
    """Compared without the breaks between lines."""
    [page] = paper.texts(sheets([invitation(person)]))
    lines, read = page.splitlines(), " ".join(page.split())
    for reader in readers(invitation(person)):
        for sentence in (
            texts.title(reader),
            texts.code_label(reader),
            texts.until_label(reader),
            *texts.steps(reader, BOT),
            texts.warning(reader),
        ):
            assert sentence in read
    assert person.name in lines
    assert f"{person.service_number} · {person.country}" in lines
    assert {f"@{BOT}", "2345 6789", "ABCD EFGH"} <= {" ".join(each.split()) for each in lines}


@pytest.mark.parametrize(
    ("person", "first", "second"),
    [
        (MILA, "7. 12. 2026. 23:30 RS", "08.12.2026 00:30 RO"),
        (PCC, "08.12.2026 00:30 RO", "7. 12. 2026. 23:30 RS"),
    ],
)
def test_both_countries_days_and_times_are_told_ones_own_first(
    person: Person, first: str, second: str
) -> None:
    lines = paper.texts(sheets([invitation(person)]))[0].splitlines()
    assert lines[lines.index(first) + 1] == second


def test_a_camera_finds_everybodys_own_link() -> None:
    made = [invitation(each, new_code()) for each in EVERYBODY]
    links = [f"https://t.me/{BOT}?start={each.code}" for each in made]
    assert paper.codes(sheets(made)) == [links[:4], links[4:]]


def test_a_name_too_long_for_the_paper_is_shortened_and_stays_on_its_card() -> None:
    pdf = sheets([invitation(each) for each in (LONGEST, MILA, STEFAN, DRAGAN)])
    [page] = paper.texts(pdf)
    assert any(line.startswith("Ana-Maria") and line.endswith("…") for line in page.splitlines())
    for word in paper.words(pdf):
        assert word.left > 105 - 7 or word.right < 105 - 7, word  # eight millimetres to each cut
        assert word.bottom > 148.5 + 5 or 5 < word.top < 148.5 - 5, word
    assert min(word.bottom for word in paper.words(pdf)) > 5
    assert max(word.right for word in paper.words(pdf)) < 210 - 5


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda each: each.service_number[:7])
def test_no_line_stands_on_another(person: Person) -> None:
    found = paper.words(sheets([invitation(person)]))
    assert len(found) > 20
    for one in found:
        for other in found:
            apart = (
                one.right <= other.left
                or other.right <= one.left
                or one.top <= other.bottom + 0.1
                or other.top <= one.bottom + 0.1
            )
            assert one is other or apart, (one, other)


@pytest.mark.alone
def test_five_hundred_are_drawn_while_one_waits() -> None:
    told: list[tuple[int, int]] = []
    made = [invitation(EVERYBODY[number % 5], new_code()) for number in range(500)]
    begun = time.monotonic()
    pdf = sheets(made, lambda done, of: told.append((done, of)))
    assert time.monotonic() - begun < 30
    assert told == [(number, 500) for number in range(1, 501)]
    assert len(paper.texts(pdf)) == 125
    assert len(pdf) < 4_000_000
