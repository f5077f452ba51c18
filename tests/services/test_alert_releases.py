"""Where two must agree, danger to both sides goes with a second officer's tap, and not before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services import alert_releases
from services.alert_audiences import Audience
from services.errors import NotAllowed, Stale
from storage.alerts import Severity, alert
from storage.audit import audit
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.office import office as opened_office
from tests.services.test_alerts import form

RELEASE, DISCARD = "✅ Одобри и пошаљи", "✖ Не шаљи"


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with opened_office(database_url, second_release=True) as opened:
        yield opened


def submit(office: Office, officer: Officer, **more: Any) -> int:
    more = {"severity": Severity.EXTREME} | more

    def deed(uow: UnitOfWork) -> int:
        return alert_releases.submit(uow, form(office, **more)).id or 0

    return office.act(officer, deed)


def status(office: Office) -> str:
    return str(office.rows(alert)[-1]["status"])


def test_it_goes_when_another_officer_of_the_desk_releases_it(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer, ana: Officer
) -> None:
    submit(office, dragan)
    assert (mila.chat, ion.chat, ana.chat) == ([], [], [])
    assert dragan.buttons() == [DISCARD]
    assert "🔑 Још није послато: чека ваше одобрење.\n👥 RS, RO" in zoran.texts[-1]
    assert "Возило ка граници." in zoran.texts[-1]
    assert "Vehicul spre frontieră." in zoran.texts[-1]
    zoran.taps(RELEASE)

    assert status(office) == "active"
    assert "Возило ка граници." in mila.texts[-1]
    assert "Vehicul spre frontieră." in ana.texts[-1]
    assert all(RELEASE not in str(each) for each in zoran.chat)
    (deed,) = [row for row in office.rows(audit) if '"released": true' in row["detail"]]
    assert deed["actor_id"] == zoran.person_id


def test_its_author_does_not_release_it_and_nobody_else_does(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer, ana: Officer
) -> None:
    alert_id = submit(office, dragan)
    data = f"alert-release:{alert_id}"
    assert dragan.presses(data).startswith("Ово упозорење је ваше.")
    assert mila.presses(data).startswith("Нисте овлашћени")
    for other in (ion, ana):
        other.presses(data)
        other.presses(f"alert-discard:{alert_id}")
    for forged in ("alert-release:99", "alert-release:x", "alert-release"):
        assert zoran.presses(forged).startswith("Ово дугме"), forged
    assert status(office) == "draft"
    assert (mila.chat, ana.chat) == ([], [])


def test_either_of_them_discards_it_and_then_it_cannot_be_released(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    for officer in (dragan, zoran):
        submit(office, dragan)
        release = zoran.data(RELEASE)
        officer.taps(DISCARD)
        assert status(office) == "dropped"
        assert zoran.presses(release).startswith("Ово дугме")
        assert "■ Одбачено" in zoran.texts[-1]
    assert mila.chat == []


def test_it_is_open_and_asked_again_until_its_time_is_over(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    submit(office, dragan, expires_at=office.now + timedelta(minutes=12))
    number = office.rows(alert)[-1]["number"]
    before = len(zoran.chat)
    office.ticks(minutes=5)
    assert len(zoran.chat) == before + 1
    zoran.says("/open")
    assert number in zoran.texts[-1]
    zoran.taps(f"🔑 {number}")
    assert RELEASE in zoran.buttons()
    for officer in (dragan, ion):
        officer.says("/open")
        assert number not in officer.texts[-1]
    office.ticks(minutes=5)
    office.ticks(minutes=3)
    assert status(office) == "dropped"
    assert mila.chat == []


def test_where_there_is_nobody_else_it_is_refused(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    with pytest.raises(alert_releases.NobodyToRelease):
        submit(office, dragan)
    assert office.rows(alert) == []
    with pytest.raises(NotAllowed):
        submit(office, mila)


@pytest.mark.parametrize("more", [{"severity": Severity.SEVERE}, {"audience": Audience(("RS",))}])
def test_what_is_less_or_for_one_side_goes_at_once(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, more: dict[str, Any]
) -> None:
    submit(office, dragan, **more)
    assert status(office) == "active"
    assert len(mila.chat) == 1


def test_it_goes_at_once_where_nobody_has_asked_for_two(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    office.installation = replace(office.installation, second_release=False)
    submit(office, dragan)
    assert status(office) == "active"


def test_of_two_who_release_it_at_once_one_does(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    alert_id = submit(office, dragan)
    office.act(zoran, lambda uow: alert_releases.release(uow, alert_id))
    with pytest.raises(Stale):
        office.act(zoran, lambda uow: alert_releases.release(uow, alert_id))
    assert len(mila.chat) == 1
