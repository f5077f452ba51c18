"""Somebody's own reports: the last 30 days, newest first, each a tap from its receipt."""

from datetime import timedelta

from storage import people
from storage.sightings import Sharing
from tests.office import Office, Officer
from tests.services.test_corrections import report
from views.language import Language, Reader
from views.refusals import explain

KEY = "📄 Моје дојаве"
CYRILLIC = Reader(Language.SR_CYRL, "RS")


def listed(officer: Officer) -> list[str]:
    """The numbers of the newest list, in its order."""
    text = [each for each in officer.texts if each.startswith(("Моје дојаве", "Rapoartele"))][-1]
    return [line.split()[1] for line in text.split("\n") if line.startswith("•")]


def test_newest_first_with_the_state_at_each_side_and_nobody_elses(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    first = report(office, mila)
    ion.taps("Preiau")
    office.ticks(minutes=1)
    second = report(office, mila, Sharing.OWN)
    report(office, dragan)
    report(office, ana)
    mila.says(KEY)

    assert mila.texts[-1] == (
        "Моје дојаве\n"
        f"• {second} · Сумњиво пловило · 21:06 RS / 22:06 RO\n   RS: 🔵 Нова\n"
        f"• {first} · Сумњиво пловило · 21:05 RS / 22:05 RO\n   RS: 🔵 Нова · RO: 🟡 У раду"
    )
    assert mila.buttons() == [f"📄 {second}", f"📄 {first}"]


def test_a_tap_brings_the_receipt_to_the_end_of_the_chat(office: Office, mila: Officer) -> None:
    first = report(office, mila)
    report(office, mila)
    mila.says(KEY)
    mila.taps(f"📄 {first}")

    assert mila.texts[-1].startswith(f"Дојава бр. {first}\n👁")
    assert mila.buttons() == ["✎ Исправи или допуни", "Повуци дојаву"]
    receipts = [text for text in mila.texts if text.startswith(f"Дојава бр. {first}\n👁")]
    assert len(receipts) == 1, "the one above says where it has gone"


def test_ten_a_page_and_thirty_days(office: Office, mila: Officer) -> None:
    old = report(office, mila)
    office.now += timedelta(days=30)
    numbers = [old, *(report(office, mila) for _each in range(11))]
    mila.says(KEY)

    assert listed(mila) == numbers[:1:-1]
    mila.taps("Старије ›")
    assert listed(mila) == [numbers[1], old]
    mila.taps("‹ Новије")
    assert listed(mila) == numbers[:1:-1]
    office.now += timedelta(seconds=1)
    mila.taps("Старије ›")
    assert listed(mila) == [numbers[1]]


def test_who_has_reported_nothing_is_told_so(office: Office, mila: Officer) -> None:
    mila.says(KEY)

    assert mila.texts[-1] == "У последњих 30 дана нема Ваших дојава."


def test_a_forged_page_or_number_says_nothing(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = report(office, mila)
    stale = explain(CYRILLIC, "Stale", {})
    pages = ("", "-1", "x", "1", "99999", "999999", "1:2", "٣")
    assert {mila.presses(f"my-reports:{page}") for page in pages} == {stale}
    assert {dragan.presses(f"my-report:{each}") for each in (number, "x", "", "a:b")} == {stale}
    theirs = explain(Reader(Language.RO, "RO"), "Stale", {})
    for other in (ion, ana):
        assert other.presses(f"my-report:{number}") == theirs


def test_with_the_role_goes_the_list(office: Office, mila: Officer) -> None:
    number = report(office, mila)
    office.run(lambda session: people.set_roles(session, mila.person_id, []))
    refusal = explain(CYRILLIC, "NotAllowed", {})

    assert mila.presses("my-reports:0") == mila.presses(f"my-report:{number}") == refusal
