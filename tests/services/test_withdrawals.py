"""A report is closed in other ways than resolved: by a desk, or by whoever sent it."""

import json

import pytest

from services import sightings
from services.errors import AlreadyHandled, NotAllowed
from storage import people
from storage.audit import audit
from storage.sightings import Sharing, handling, step
from tests.office import Office, Officer
from tests.services.test_unheard import report
from views.language import Language, Reader
from views.refusals import explain

WITHDRAW = "Повуци дојаву"


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган Петровић", "RS", "duty", language="sr-Latn")


def states(office: Office) -> dict[str, str]:
    return {row["side"]: row["state"] for row in office.rows(handling)}


def card(officer: Officer, number: str) -> list[str]:
    (text,) = [each for each in officer.texts if number in each.split("\n")[0] and "👥" in each]
    return text.split("\n")


@pytest.mark.parametrize(
    ("label", "state", "theirs", "ours"),
    [
        (
            "Označi kao nepotvrđenu",
            "unconfirmed",
            "⚪ Dispecerat RS: Neconfirmat",
            "⚪ Дежурни центар RS, Драган Петровић: Није потврђена",
        ),
        (
            "Predaj nadležnom organu",
            "handed_over",
            "🟣 Dispecerat RS: Predat autorității competente",
            "🟣 Дежурни центар RS, Драган Петровић: Предата надлежном органу",
        ),
    ],
)
def test_a_desk_closes_it_for_its_side_and_the_reporter_is_told(
    office: Office,
    mila: Officer,
    dragan: Officer,
    ion: Officer,
    label: str,
    state: str,
    theirs: str,
    ours: str,
) -> None:
    number = report(office, mila)
    dragan.presses(f"more:{number}")
    dragan.taps(label)

    assert states(office) == {"RS": state, "RO": "new"}
    assert theirs in card(ion, number)
    assert mila.texts[-1] == f"Дојава бр. {number}\n{ours}"
    assert "Preiau" in ion.buttons()
    assert {"Preuzimam", label} & set(dragan.buttons()) == set()


def test_each_step_is_kept_and_shown_with_its_time(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    office.ticks(minutes=1)
    dragan.taps("Preuzimam")
    office.ticks(minutes=1)
    dragan.presses(f"more:{number}")
    dragan.taps("Predaj nadležnom organu")

    steps = [(each["side"], each["state"], each["person_id"]) for each in office.rows(step)]
    assert steps == [
        ("RS", "in_progress", dragan.person_id),
        ("RS", "handed_over", dragan.person_id),
    ]
    assert card(dragan, number)[-1] == (
        "21:06 RS / 22:06 RO 🟡 Preuzima: Dežurni centar RS, Драган Петровић"
    )
    assert card(ion, number)[-1] == "21:06 RS / 22:06 RO 🟡 Preluat de: Dispecerat RS"


@pytest.mark.parametrize("deed", [sightings.mark_unconfirmed, sightings.hand_over])
def test_who_is_not_at_a_desk_closes_nothing_and_the_second_is_told_who(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, deed: object
) -> None:
    assert callable(deed)
    number = report(office, mila)
    with pytest.raises(NotAllowed):
        office.act(mila, lambda uow: deed(uow, number, 1))
    office.act(ion, lambda uow: deed(uow, number, 1))
    petru = office.enrol("Petru", "RO", "duty")
    with pytest.raises(AlreadyHandled) as told:
        office.act(petru, lambda uow: deed(uow, number, 1))

    assert told.value.values == {"name": "Ion Popescu"}
    assert states(office)["RS"] == "new"


def test_the_reporter_withdraws_it_for_every_side_that_has_it_open(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    ana = office.enrol("Ana", "RO")
    number = report(office, mila)
    dragan.taps("Označi kao rešenu")
    mila.taps(WITHDRAW)
    assert states(office) == {"RS": "resolved", "RO": "new"}, "it is asked first"
    mila.taps(WITHDRAW)

    assert states(office) == {"RS": "resolved", "RO": "withdrawn"}
    assert "⚫ Dispecerat RO: Retras" in card(ion, number)
    assert ion.texts[-1] == f"Raportul nr. {number}\n⚫ Raportul a fost retras de autorul său."
    assert "Preiau" not in ion.buttons()
    assert "Мила" not in str(ion.chat)
    assert WITHDRAW not in str(mila.chat[0])
    assert ana.texts == []
    entries = [each for each in office.rows(audit) if each["deed"] == "alteration"]
    assert json.loads(entries[-1]["detail"]) == {"state": "withdrawn", "sides": ["RO"]}
    steps = [(each["side"], each["state"], each["person_id"]) for each in office.rows(step)]
    assert steps == [("RS", "resolved", dragan.person_id), ("RO", "withdrawn", None)]


def test_a_tap_of_the_other_desk_on_what_is_withdrawn_names_nobody(
    office: Office, mila: Officer, ion: Officer
) -> None:
    report(office, mila)
    late = ion.data("Preiau")
    mila.taps(WITHDRAW)
    mila.taps(WITHDRAW)

    assert ion.presses(late) == explain(Reader(Language.RO, "RO"), "Stale", {})


def test_not_meant_changes_nothing(office: Office, mila: Officer, ion: Officer) -> None:
    report(office, mila)
    mila.taps(WITHDRAW)
    mila.taps("‹ Назад")

    assert states(office) == {"RS": "new", "RO": "new"}
    assert mila.texts[-1].endswith("Дојава остаје на снази.")
    assert "Preiau" in ion.buttons()


def test_what_every_side_has_closed_is_not_withdrawn(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila, Sharing.OWN)
    mila.taps(WITHDRAW)
    confirm = f"withdraw-yes:{number}"
    dragan.taps("Označi kao rešenu")

    closed = explain(Reader(Language.SR_CYRL, "RS"), "AlreadyClosed", {})
    assert {mila.presses(confirm), mila.presses(f"withdraw:{number}")} == {closed}
    assert states(office) == {"RS": "resolved"}


def test_twice_withdrawn_is_withdrawn_once(office: Office, mila: Officer, ion: Officer) -> None:
    number = report(office, mila)
    mila.taps(WITHDRAW)
    mila.taps(WITHDRAW)
    before = len(ion.texts)
    mila.presses(f"withdraw-yes:{number}")

    assert len(ion.texts) == before
    assert len(office.rows(step)) == 2


def test_nobody_else_withdraws_it_and_learns_whether_it_exists(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    for other in (dragan, ion, office.enrol("Ana", "RO")):
        tried = ("withdraw", "withdraw-yes", "withdraw-no")
        answers = {other.presses(f"{verb}:{each}") for verb in tried for each in (number, "x", "")}
        assert len(answers) == 1
    assert dragan.presses("withdraw") == dragan.presses("withdraw:a:b")
    office.run(lambda s: people.set_roles(s, mila.person_id, []))
    mila.presses(f"withdraw-yes:{number}")

    assert states(office) == {"RS": "new", "RO": "new"}
