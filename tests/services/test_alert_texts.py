"""An alert in one language: the other desk is asked for its text, once, until it is there."""

import pytest

from services.alert_audiences import Audience
from storage.alert_recipients import recipient
from storage.alerts import Severity, alert
from tests.office import Office, Officer
from tests.services.test_alerts import issue

SERBIAN = {"sr": "Возило ка граници."}
WRITE = "✎ Scrie: Română"


def request(officer: Officer) -> str:
    (text,) = [each for each in officer.texts if "Возило ка граници." in each and "▲" in each]
    return text


def test_the_other_desk_is_asked_with_one_button_and_writes_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, texts=SERBIAN)
    assert request(ion) == (
        f"Alertă {number}\n⚠ Vigilență sporită\n"
        "▲ Încă nu există text în această limbă: Română\n\nВозило ка граници."
    )
    assert (ana.chat, len(mila.chat)) == ([], 1)
    ion.taps(WRITE)
    assert "Scrieți alerta în această limbă: Română" in ion.texts[-1]
    ion.says("Vehicul spre frontieră.")

    assert "Vehicul spre frontieră." in ana.texts[-1]
    assert office.rows(alert)[-1]["texts"] == SERBIAN | {"ro": "Vehicul spre frontieră."}
    assert any("✔ Autorul textului: Dispecerat RO" in each for each in ion.texts)
    assert all(WRITE not in str(each) for each in ion.chat)
    office.ticks(seconds=3)
    (board,) = [each for each in dragan.texts if "прима" in each]
    assert "Чека се текст" not in board


def test_it_is_among_what_waits_for_the_desk_until_it_is_written(
    office: Office, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = issue(office, dragan, texts=SERBIAN)
    ion.says("/open")
    assert f"• {number} · Alertă · text de scris" in ion.texts[-1]
    ion.taps(f"📢 {number}")
    assert ion.buttons()[-1] == WRITE
    dragan.says("/open")
    assert "треба написати" not in dragan.texts[-1]
    ana.says("/open")
    assert number not in ana.texts[-1]
    ion.taps(WRITE)
    ion.says("Vehicul spre frontieră.")
    ion.says("/open")
    assert "text de scris" not in ion.texts[-1]


def test_after_five_minutes_every_duty_officer_of_that_side_is_asked(
    office: Office, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    off_duty = office.enrol("Maria", "RO", "duty")
    ion.changes_duty()
    issue(office, dragan, texts=SERBIAN)
    assert not any("▲" in text for text in off_duty.texts)
    office.ticks(minutes=5)
    assert "▲" in request(off_duty)
    assert "▲" in request(ion)
    assert ana.chat == []


def test_danger_is_untranslated_only_until_the_text_is_there(
    office: Office, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan, texts=SERBIAN, severity=Severity.EXTREME)
    assert "FĂRĂ TRADUCERE" in ana.texts[-1]
    ion.taps(WRITE)
    ion.says("Vehicul spre frontieră.")
    assert "FĂRĂ TRADUCERE" not in ana.texts[-1]


def test_the_first_to_write_is_the_one_whose_text_it_is(
    office: Office, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    maria = office.enrol("Maria", "RO", "duty")
    issue(office, dragan, texts=SERBIAN)
    data = maria.data(WRITE)
    ion.taps(WRITE)
    maria.taps(WRITE)
    ion.says("Primul.")
    maria.says("Al doilea.")
    assert maria.texts[-1].startswith("Dispeceratul dumneavoastră a scris deja")
    assert maria.presses(data).startswith("Dispeceratul dumneavoastră a scris deja")
    assert office.rows(alert)[-1]["texts"]["ro"] == "Primul."


def test_the_request_is_settled_when_the_alert_is_over(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    issue(office, dragan, texts=SERBIAN)
    data = ion.data(WRITE)
    office.ticks(hours=7)
    assert any("■ Expirată" in each for each in ion.texts)
    assert ion.presses(data).startswith("Acest buton")
    ion.says("/open")
    assert "text de scris" not in ion.texts[-1]


def test_nobody_else_is_asked_or_may_write_it(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    issue(office, dragan, texts=SERBIAN)
    alert_id = office.rows(alert)[-1]["id"]
    assert mila.presses(f"alert-text:{alert_id}").startswith("Нисте овлашћени")
    assert ana.presses(f"alert-text:{alert_id}").startswith("Nu aveți dreptul")
    for forged in ("alert-text:99", "alert-text:x", "alert-text:", "alert-text"):
        assert ion.presses(forged).startswith("Acest buton"), forged
    own = Audience(sides=("RS",))
    issue(office, dragan, texts=SERBIAN, audience=own)
    assert ion.presses(f"alert-text:{office.rows(alert)[-1]['id']}").startswith("Acest buton")
    told = {row["alert_id"] for row in office.rows(recipient) if row["person_id"] == ana.person_id}
    assert told == {alert_id}


@pytest.mark.parametrize("texts", [{"sr": "а", "ro": "b"}, {"sr-Cyrl": "а", "ro": "b"}])
def test_nobody_is_asked_where_nothing_is_missing(
    office: Office, dragan: Officer, ion: Officer, texts: dict[str, str]
) -> None:
    issue(office, dragan, texts=texts)
    assert all("▲" not in each for each in ion.texts)
