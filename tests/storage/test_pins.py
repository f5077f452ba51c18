"""Cards that stay at the top of a chat, and cards that are brought to its end."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storage import cards, outbox
from storage.outbox import State
from storage.session import Session
from tests.office import EVENING, Office, Officer
from tests.office import office as opened_office

SUBJECT = "telephones"


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with opened_office(database_url) as opened:
        yield opened


def shows(office: Office, officer: Officer, text: str, *, pinned: bool = True) -> None:
    payload = {"chat_id": officer.telegram_id, "text": text}
    showing = cards.Showing(SUBJECT, officer.person_id, officer.telegram_id, payload, pinned=pinned)
    office.run(lambda session: cards.show(session, showing, EVENING))


def accepted(office: Office, message_id: int) -> None:
    """Telegram takes the one call that waits."""

    def work(session: Session) -> None:
        waits = select(outbox.outbox.c.id).where(outbox.outbox.c.state == State.QUEUED)
        outbox.sent(
            session, session.execute(waits).scalar_one(), message_id=message_id, now=EVENING
        )

    office.run(work)


def calls(office: Office) -> list[tuple[str, int | None]]:
    rows = office.rows(outbox.outbox)
    return [(row["method"], json.loads(row["payload"]).get("message_id")) for row in rows]


def test_a_card_is_pinned_once_when_its_message_is_known(office: Office) -> None:
    ion = office.enrol("Ion", "RO", "duty")
    shows(office, ion, "112")
    assert calls(office) == [("sendMessage", None)]
    accepted(office, 17)
    accepted(office, 0)  # the pin itself, whose answer names no message
    shows(office, ion, "113")
    accepted(office, 17)

    assert calls(office) == [
        ("sendMessage", None),
        ("pinChatMessage", 17),
        ("editMessageText", 17),
    ]


def test_a_card_that_does_not_ask_for_it_is_not_pinned(office: Office) -> None:
    ion = office.enrol("Ion", "RO", "duty")
    shows(office, ion, "112", pinned=False)
    accepted(office, 17)

    assert calls(office) == [("sendMessage", None)]


def test_a_pinned_card_whose_message_is_gone_is_sent_and_pinned_again(office: Office) -> None:
    ion = office.enrol("Ion", "RO", "duty")
    shows(office, ion, "112")
    accepted(office, 17)
    accepted(office, 0)
    left = office.run(lambda session: cards.unhook(session, SUBJECT, ion.person_id))
    again = office.run(lambda session: cards.unhook(session, SUBJECT, ion.person_id))
    shows(office, ion, "112")
    accepted(office, 18)

    assert (left, again) == (17, None)
    assert calls(office)[2:] == [("sendMessage", None), ("pinChatMessage", 18)]


def test_an_edit_that_ends_late_does_not_call_a_card_back(office: Office) -> None:
    ion = office.enrol("Ion", "RO", "duty")
    shows(office, ion, "112", pinned=False)
    accepted(office, 17)
    shows(office, ion, "113", pinned=False)
    office.run(lambda session: cards.unhook(session, SUBJECT, ion.person_id))
    accepted(office, 17)  # the edit, on its way when the card was taken off its message

    (card,) = office.run(lambda session: cards.of(session, SUBJECT))
    assert card.message_id is None
