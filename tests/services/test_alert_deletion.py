"""Messages of an alert that is over disappear from the chats, where the installation wants it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services import alert_deletion
from services.alert_audiences import Audience
from storage.outbox import outbox
from tests.office import Office, Officer
from tests.services.test_alert_endings import clears
from tests.services.test_alerts import edition, issue


@pytest.fixture
def office(office: Office) -> Office:
    """One that deletes two hours after the end."""
    office.installation = replace(office.installation, delete_alerts=timedelta(hours=2))
    return office


def deleted(office: Office) -> list[tuple[int, Any]]:
    """Whose messages, and when that was queued."""
    rows = [row for row in office.rows(outbox) if row["method"] == "deleteMessage"]
    return [(row["chat_id"], row["created_at"]) for row in rows]


def test_two_hours_after_its_end_it_is_gone_from_every_chat(
    office: Office, mila: Officer, dragan: Officer, ana: Officer
) -> None:
    issue(office, dragan)
    office.act(dragan, clears(edition(office)))
    office.ticks(minutes=119)
    assert deleted(office) == []
    office.ticks(minutes=1)
    everybody = [each.telegram_id for each in (mila, ana)]
    assert sorted(deleted(office)) == [(each, office.now) for each in sorted(everybody)]
    office.ticks(days=3)
    assert len(deleted(office)) == 2


def test_it_is_gone_before_telegram_keeps_it_for_good(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan, expires_at=office.now + timedelta(hours=46))
    sent = office.now
    office.ticks(hours=46)
    office.ticks(hours=1)
    assert {at for _chat, at in deleted(office)} == {sent + alert_deletion.WITHIN}


def test_an_installation_that_says_nothing_deletes_nothing(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    office.installation = replace(office.installation, delete_alerts=None)
    issue(office, dragan)
    office.act(dragan, clears(edition(office)))
    office.ticks(days=3)
    assert deleted(office) == []


def test_one_out_of_reach_keeps_it_and_reads_of_its_end_when_back(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    issue(office, dragan)
    office.closed.add(mila.telegram_id)
    office.act(dragan, clears(edition(office)))
    office.ticks(hours=2)
    assert mila.telegram_id not in dict(deleted(office))
    office.closed.clear()
    mila.says("/whoami")
    assert "■ Опасност је престала" in mila.texts[0]


def test_of_many_each_is_deleted_once(
    office: Office, dragan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_deletion, "BATCH", 3)
    officers = [office.enrol(f"Службеник {at}", "RS") for at in range(7)]
    issue(office, dragan, audience=Audience(sides=("RS",)))
    office.act(dragan, clears(edition(office)))
    office.ticks(hours=2)
    for _ in range(3):
        office.ticks(seconds=1)
    chats = [chat for chat, _at in deleted(office)]
    assert sorted(chats) == sorted(each.telegram_id for each in officers)
