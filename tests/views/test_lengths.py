"""What Telegram or a small phone would cut is short enough in every language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.bulletin_forms import NOTE_LIMIT, TEXT_LIMIT
from services.bulletin_known import NOTES
from services.details import LIMITS
from storage.bulletins import Kind
from storage.organisation import SectorRow
from storage.people import Role
from storage.sightings import Handling
from tests.views import screens
from tests.views.screens import MILA, READERS, Desk
from views import bulletins, menu
from views.corrections import Change
from views.forms import BESIDE_ANOTHER, Choice, Question, grid
from views.glossary import terms
from views.language import Language
from views.message import MAX_UNITS, Message, units
from views.sightings import Stand

OURS, ALONE = 28, 36  # letters of a label: of our own wording, and of any, alone in its row
# Longer than a small phone shows, and terms of both services that cannot be shortened here.
CUT_ON_SMALL_PHONES = {
    "Încălcarea regimului juridic al frontierei",
    "Este nevoie de o cameră de termoviziune",
}


def rows(language: Language) -> Iterator[list[str]]:
    """The labels of every row of buttons and large keys."""
    for screen in screens.of(language).values():
        if isinstance(screen, Question):
            yield from ([choice.label for choice in row] for row in screen.choices)
        if isinstance(screen, Message):
            yield from ([button.label for button in row] for row in screen.buttons)
        if not isinstance(screen, str):
            yield from ([key.label for key in row] for row in screen.keys or ())


@pytest.mark.parametrize("language", Language)
def test_labels_beside_each_other_are_short(language: Language) -> None:
    beside = {label for row in rows(language) if len(row) > 1 for label in row}

    assert len(beside) > 10
    assert {label for label in beside if len(label) > BESIDE_ANOTHER} == set()


@pytest.mark.parametrize("language", Language)
def test_labels_alone_in_their_row_fit_into_it(language: Language) -> None:
    labels = {label for row in rows(language) for label in row}
    in_glossary = {names[language.replace("-", "_")] for names in terms().values()}

    def of_the_glossary(label: str) -> bool:
        to_fill_in = f"{label.removesuffix(' …')}: {{place}}"
        return not {label, label.partition(" ")[2], to_fill_in}.isdisjoint(in_glossary)

    too_long = {label for label in labels if len(label) > ALONE}
    assert too_long <= CUT_ON_SMALL_PHONES
    assert {label for label in labels if len(label) > OURS and not of_the_glossary(label)} == set()


def test_answers_share_a_row_where_both_fit() -> None:
    short, fits, long = (Choice("x" * length, "") for length in (3, 18, 19))

    assert grid([short, fits, short]) == ((short, fits), (short,))
    assert grid([short, long, short, fits]) == ((short,), (long,), (short, fits))
    assert grid([long, long]) == ((long,), (long,))
    assert grid([short, short], columns=1) == ((short,), (short,))
    assert grid([]) == ()


@pytest.mark.parametrize("language", Language)
def test_descriptions_fit_where_telegram_shows_them(language: Language) -> None:
    reader = READERS[language]

    assert 0 < units(menu.short_description(reader)) <= 120  # setMyShortDescription
    assert 0 < units(menu.description(reader)) <= 512  # setMyDescription
    described = menu.descriptions(reader)
    assert [name for name, text in described.items() if not 1 <= units(text) <= 256] == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("roles", [(), (Role.OFFICER,), (Role.DUTY,), tuple(Role)])
def test_every_command_offered_is_described(language: Language, roles: tuple[Role, ...]) -> None:
    offered = menu.commands(READERS[language], roles)

    assert [each["command"] for each in offered if not each["description"].strip()] == []
    assert len({each["command"] for each in offered}) == len(offered)


@pytest.mark.parametrize("language", Language)
def test_a_card_with_the_longest_note_and_all_else_fits_into_one_message(
    language: Language,
) -> None:
    desk = Desk(READERS[language])
    note = "🚤" * 1000  # 2,000 units
    reporter = replace(MILA, name="Љ" * 120, service="Њ" * 120, country=desk.own)
    typed = {field: "🚤" * (limit // 2) for field, limit in LIMITS.items()}
    said = replace(screens.SAID, people_least=1000, people_most=9999, **typed)
    report = desk.report(desk.own, note=note, point=screens.FAR, exercise=True, details=said)
    stands = [Stand(side, Handling.IN_PROGRESS, 2, "Џ" * 120) for side in ("RS", "RO")]
    changed = [
        Change("note", screens.LATER + timedelta(days=1), "🚤" * 1000, "🛥" * 1000)
        for _each in range(50)
    ]
    cards = (
        desk.card(report, *stands, reporter=reporter, changes=changed),
        desk.card(desk.exercise(note=note)),
    )

    for card in cards:
        text = card.payload(1)["text"]
        assert note in text
        assert units(text) <= MAX_UNITS
        assert not text.endswith("…")


@pytest.mark.parametrize("language", Language)
def test_a_bulletin_with_the_longest_text_and_all_its_notes_fits_into_one_message(
    language: Language,
) -> None:
    reader = READERS[language]
    longest = [TEXT_LIMIT, *[NOTE_LIMIT] * NOTES]
    parts = tuple(
        bulletins.Part(at, "RO", "x" * limit, screens.SEEN, screens.SEEN, original=True)
        for at, limit in enumerate(longest)
    )
    until = screens.SEEN + timedelta(days=90)
    whole = bulletins.Bulletin(
        "RO-26-47110",
        "RO",
        ("RO", "RS"),
        Kind.VEHICLE,
        screens.SEEN,
        until,
        parts,
        SectorRow(code="d" * 80, country="RS", sr_cyrl="Д" * 120, ro="D" * 120),
        exercise=True,
        photo=True,
        read_at=screens.SEEN,
    )
    desk = bulletins.Desk(screens.SEEN, waits="RS", missing=(1, 2, 3), readers={"RO": 1000})
    card = bulletins.card(reader, whole, desk)

    assert units(f"{card.title}\n{card.text}") <= MAX_UNITS
