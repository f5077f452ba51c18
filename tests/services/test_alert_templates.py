"""Templates of alerts: whole in each language, filled in; the installation's wording counts."""

from datetime import timedelta

import pytest

from services import alert_templates
from services.alert_template_bank import columns_of, faults_of_texts, shipped, template_of
from services.alert_templates import Template
from services.blanks import BlankEmpty
from storage import alert_templates as stored
from storage.alert_templates import State, TemplateRow
from tests.office import Office, Officer
from views.blanks import Blank, Value
from views.language import Language


def by_key(office: Office, officer: Officer, key: str) -> Template | None:
    return office.act(officer, lambda uow: alert_templates.by_key(uow, key))


def read(office: Office, officer: Officer, blank: Blank, typed: str) -> Value:
    return office.act(officer, lambda uow: alert_templates.read(uow, blank, typed))


def keys(office: Office, officer: Officer) -> list[str]:
    return [each.key for each in office.act(officer, alert_templates.listed)]


def word(office: Office, key: str, **values: object) -> None:
    """Somebody here has worded it otherwise; the clock goes on."""
    told = columns_of(shipped().get(key, shipped()["drone"])) | {"key": key} | values
    office.now += timedelta(minutes=1)
    row = TemplateRow(**told, written_at=office.now, settled_at=office.now)
    office.run(lambda session: stored.add(session, row))


def test_the_bank_is_there_from_the_beginning(office: Office, dragan: Officer) -> None:
    assert keys(office, dragan) == list(shipped())
    assert len(shipped()) == 19
    drone = by_key(office, dragan, "drone")
    assert drone == shipped()["drone"]
    assert [each.name for each in drone.blanks] == ["place", "time", "direction"]
    assert (drone.level, drone.event, drone.lifetime) == ("caution", "cat.drone", 180)
    assert drone.title(Language.SR_LATN) == "Dron"
    assert by_key(office, dragan, "nothing") is None


def test_a_template_is_filled_in_each_language(office: Office, ion: Officer) -> None:
    template = by_key(office, ion, "stolen_vehicle")
    assert template
    typed = {
        "vehicle": "Dacia albă",
        "plate": "tm 12 abc",
        "place": "Varset",
        "time": "21:40",
    }
    values = {blank.name: read(office, ion, blank, typed[blank.name]) for blank in template.blanks}
    texts = alert_templates.filled(template, values)
    assert texts == {
        Language.SR_CYRL: "Украдено је возило. Возило: Dacia albă (бео). Регистарска ознака: TM 12"
        " ABC. Место: Вршац. Време: 20:40 RS / 21:40 RO. Ако га уочите, јавите положај"
        " и смер кретања.",
        Language.SR_LATN: "Ukradeno je vozilo. Vozilo: Dacia albă (beo). Registarska oznaka: TM 12"
        " ABC. Mesto: Vršac. Vreme: 20:40 RS / 21:40 RO. Ako ga uočite, javite položaj"
        " i smer kretanja.",
        Language.RO: "A fost furat un vehicul. Vehicul: Dacia albă. Număr de înmatriculare: TM 12"
        " ABC. Locul: Vârșeț. Ora: 20:40 RS / 21:40 RO. Dacă îl observați, comunicați poziția și"
        " direcția de deplasare.",
        Language.EN: "A vehicle has been stolen. Vehicle: Dacia albă (white). Registration plate:"
        " TM 12 ABC. Place: Vršac. Time: 20:40 RS / 21:40 RO. If you see it, report its position"
        " and direction of movement.",
    }
    for name in values:
        without = {other: value for other, value in values.items() if other != name}
        with pytest.raises(BlankEmpty) as refusal:
            alert_templates.filled(template, without)
        assert refusal.value.values == {"kind": name}


def test_what_was_typed_is_never_filled_in_itself(office: Office, ion: Officer) -> None:
    template = by_key(office, ion, "drone")
    assert template
    values = {"place": {"typed": "{time}"}, "time": {"typed": "x"}, "direction": {"typed": "{"}}
    assert "Locul: {time}. Ora: x." in alert_templates.filled(template, values)[Language.RO]


def test_the_wording_of_the_installation_counts_and_the_last_one(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    word(office, "drone", text_sr="Дрон: {place}.", text_ro="Dronă: {place}.", text_en="")
    word(office, "drone", text_sr="Дрони: {place}.", text_ro="Drone: {place}.", text_en="")
    word(office, "zebra", title_sr="Зебра", title_ro="Zebră", title_en="", side="RO")
    word(office, "fog", state=State.RETIRED)
    drone = by_key(office, dragan, "drone")
    assert drone
    assert drone.texts == {
        Language.SR_CYRL: "Дрони: {place}.",
        Language.SR_LATN: "Droni: {place}.",
        Language.RO: "Drone: {place}.",
    }
    bank = [each for each in shipped() if each != "fog"]
    assert keys(office, dragan) == bank
    assert keys(office, ion) == [*bank, "zebra"]
    assert by_key(office, dragan, "zebra") is None
    zebra = by_key(office, ion, "zebra")
    assert zebra
    assert zebra.title(Language.EN) == "Zebră / Zebra"


def test_what_waits_for_the_other_language_is_used_by_nobody(
    office: Office, dragan: Officer
) -> None:
    word(office, "drone", text_ro="", state=State.ASKED)
    assert by_key(office, dragan, "drone") == shipped()["drone"]


def test_a_template_comes_out_of_the_table_as_it_went_in(office: Office) -> None:
    for key, template in shipped().items():
        assert template_of(columns_of(template)) == template
        word(office, key)
    rows = office.run(stored.current)
    assert {key: template_of(row) for key, row in rows.items()} == shipped()


@pytest.mark.parametrize(
    ("texts", "faults"),
    [
        ({"text_sr": "А {place}", "text_ro": "B {place}", "text_en": ""}, []),
        (
            {"text_sr": "А {place}", "text_ro": "B {plate}", "text_en": "C {place}"},
            [
                "{place} is not both in text_sr and in text_ro.",
                "{plate} is not both in text_sr and in text_ro.",
            ],
        ),
        (
            {"text_sr": "А {", "text_ro": "B", "text_en": "C"},
            ["text_sr has braces that hold no blank, as {place} or {plate2} is one."],
        ),
    ],
)
def test_texts_whose_blanks_differ_are_found(texts: dict[str, str], faults: list[str]) -> None:
    assert list(faults_of_texts(texts)) == faults


def test_what_waits_is_settled_once(office: Office) -> None:
    word(office, "drone", state=State.ASKED)
    [row] = office.run(stored.asked)
    again = TemplateRow(**row.model_dump() | {"state": State.ACTIVE})
    assert office.run(lambda session: stored.settle(session, again, office.now))
    assert not office.run(lambda session: stored.settle(session, again, office.now))
    assert [
        each.state for each in office.run(lambda session: stored.history(session, "drone"))
    ] == [State.ACTIVE]
