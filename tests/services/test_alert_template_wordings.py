"""A template is worded by both desks or not at all, and whoever has no desk words nothing."""

from functools import partial
from typing import Any

import pytest

from services import alert_template_wordings as wordings
from services import alert_templates
from services.alert_template_bank import shipped
from services.alert_template_wordings import BlanksDiffer, NoSuchBlank, SerbianInLatin, Wording
from services.errors import NotAllowed, NotUnderstood, Refusal, Stale, TextTooLong
from storage import alert_templates as stored
from storage.alert_templates import State
from storage.audit import audit
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_same_moment import together
from views.alert_templates import Template
from views.language import Language

SERBIAN = "Летелица изнад места: [место], у [време]."
ROMANIAN = "Aeronavă deasupra: [loc], la [ora]."
KEPT = {
    Language.SR_CYRL: "Летелица изнад места: {place}, у {time}.",
    Language.SR_LATN: "Letelica iznad mesta: {place}, u {time}.",
    Language.RO: "Aeronavă deasupra: {place}, la {time}.",
}


def found(office: Office, officer: Officer, key: str = "drone") -> Template | None:
    return office.act(officer, lambda uow: alert_templates.by_key(uow, key))


def propose(office: Office, officer: Officer, text: str, **more: Any) -> int:
    told = {"text": text} | (more or {"key": "drone"})
    office.act(officer, lambda uow: wordings.propose(uow, Wording(**told)))
    return int(office.rows(stored.template)[-1]["id"])


def complete(office: Office, officer: Officer, wording: int, text: str, title: str = "") -> None:
    office.act(officer, lambda uow: wordings.complete(uow, wording, text, title))


def states(office: Office) -> list[str]:
    return [row["state"] for row in office.rows(stored.template)]


def test_it_counts_once_both_desks_have_given_their_language(
    office: Office, dragan: Officer, zoran: Officer, ion: Officer, ana: Officer
) -> None:
    wording = propose(office, dragan, SERBIAN)
    assert found(office, ion) == found(office, dragan) == shipped()["drone"]
    assert dragan.last["text"].startswith("Дрон\nВаш текст је у дежурном центру друге стране.")
    assert zoran.chat == ana.chat == []
    card = ion.last
    assert "Letelica iznad mesta: [loc], u [ora]." in card["text"]
    assert "Dispecerat RS" in card["text"]
    assert "Драган" not in card["text"]
    assert ion.buttons() == ["✎ Scrie textul"]

    office.now = office.now.replace(hour=20)
    complete(office, ion, wording, ROMANIAN)
    for officer in (dragan, ion, zoran):
        drone = found(office, officer)
        assert drone
        assert drone.texts == KEPT
        assert (drone.level, drone.lifetime) == ("caution", 180)
        assert "Letelica" in officer.last["text"] or "Летелица" in officer.last["text"]
    assert ana.chat == []
    assert "reply_markup" not in ion.chat[0], "the card asks no more"
    [row] = office.rows(stored.template)
    assert (row["author_id"], row["colleague_id"]) == (dragan.person_id, ion.person_id)
    assert [
        (each["deed"], each["actor_id"], each["subject"])
        for each in office.rows(audit)
        if each["subject"].startswith("template:")
    ] == [
        ("alteration", dragan.person_id, "template:drone"),
        ("alteration", ion.person_id, "template:drone"),
    ]


def test_a_new_template_needs_both_names_too(office: Office, ion: Officer, dragan: Officer) -> None:
    made = {"title": "Vânt puternic", "level": "caution", "lifetime": 360}
    wording = propose(office, ion, "Vânt puternic. Locul: [loc].", **made)
    assert len(office.act(ion, alert_templates.listed)) == len(shipped())
    complete(office, dragan, wording, "Јак ветар. Место: [место].", "Јак ветар")
    new = office.act(dragan, alert_templates.listed)[-1]
    assert new.titles == {
        Language.SR_CYRL: "Јак ветар",
        Language.SR_LATN: "Jak vetar",
        Language.RO: "Vânt puternic",
    }
    assert (new.level, new.lifetime, new.event, new.side) == ("caution", 360, "cat.other", "")
    assert [each.name for each in new.blanks] == ["place"]


def test_the_same_desk_cannot_give_both_languages(
    office: Office, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    wording = propose(office, dragan, SERBIAN)
    for officer in (dragan, zoran):
        with pytest.raises(Stale):
            complete(office, officer, wording, ROMANIAN)
    complete(office, ion, wording, ROMANIAN)
    with pytest.raises(Stale):
        complete(office, ion, wording, ROMANIAN)
    with pytest.raises(Stale):
        complete(office, ion, wording + 1, ROMANIAN)


def test_a_newer_text_takes_the_place_of_what_waits(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    first = propose(office, dragan, "Дрон изнад: [место].")
    second = propose(office, ion, ROMANIAN)
    assert states(office) == [State.DROPPED, State.ASKED]
    assert "nu îl mai așteaptă" in ion.chat[0]["text"]
    with pytest.raises(Stale):
        complete(office, ion, first, "Dronă deasupra: [loc].")
    complete(office, dragan, second, SERBIAN)
    drone = found(office, ion)
    assert drone
    assert drone.texts == KEPT


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Дрон: [место] [mesot].", NoSuchBlank),
        ("Дрон: {0}.", NoSuchBlank),
        ("Dron iznad mesta: [mesto].", SerbianInLatin),
        ("Д" * 601, TextTooLong),
        (" \u200b ", NotUnderstood),
    ],
)
def test_a_text_that_cannot_be_is_refused(
    office: Office, dragan: Officer, text: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        propose(office, dragan, text)
    assert office.rows(stored.template) == []


@pytest.mark.parametrize("text", ["Aeronavă.", "Dronă: [loc].", "Dronă: [loc] [ora] [număr]."])
def test_a_text_with_other_blanks_is_refused(
    office: Office, dragan: Officer, ion: Officer, text: str
) -> None:
    wording = propose(office, dragan, SERBIAN)
    with pytest.raises(BlanksDiffer) as refusal:
        complete(office, ion, wording, text)
    assert refusal.value.values == {"blanks": ["place", "time"]}
    assert states(office) == [State.ASKED]


def test_a_text_without_blanks_stays_without(office: Office, dragan: Officer, ion: Officer) -> None:
    wording = propose(office, dragan, "Дрон.")
    with pytest.raises(BlanksDiffer):
        complete(office, ion, wording, "Dronă: [loc].")
    complete(office, ion, wording, "Dronă\u015fi.")
    drone = found(office, ion)
    assert drone
    assert drone.texts[Language.RO] == "Dronăși."


def test_retired_is_retired_for_both_and_comes_back(
    office: Office, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    waiting = propose(office, ion, ROMANIAN)
    office.act(dragan, lambda uow: wordings.retire(uow, "drone"))
    assert found(office, ion) is found(office, dragan) is None
    assert "Modelul a fost retras de: Dispecerat RS" in ion.last["text"]
    for late in (
        lambda uow: wordings.retire(uow, "drone"),
        lambda uow: wordings.complete(uow, waiting, SERBIAN),
        lambda uow: wordings.propose(uow, Wording("Дрон.", key="drone")),
        lambda uow: wordings.restore(uow, "fog"),
    ):
        with pytest.raises(Stale):
            office.act(dragan, late)
    office.now = office.now.replace(hour=20)
    ion.taps("↺ Repune")
    assert found(office, dragan) == shipped()["drone"]
    assert "Образац је вратио: Дежурни центар RO" in dragan.last["text"]
    assert ana.chat == []


def test_who_has_no_desk_may_nothing(office: Office, dragan: Officer, ana: Officer) -> None:
    wording = propose(office, dragan, SERBIAN)
    before = office.rows(stored.template)
    for deed in (
        wordings.show,
        lambda uow: wordings.show_one(uow, "drone"),
        lambda uow: wordings.propose(uow, Wording("Dronă.", key="drone")),
        lambda uow: wordings.complete(uow, wording, ROMANIAN),
        lambda uow: wordings.ask_retire(uow, "drone"),
        lambda uow: wordings.retire(uow, "drone"),
        lambda uow: wordings.restore(uow, "drone"),
    ):
        with pytest.raises(NotAllowed):
            office.act(ana, deed)
    assert office.rows(stored.template) == before


def test_of_two_who_answer_at_once_one_is_first(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    vasile = office.enrol("Vasile Radu", "RO", "duty")
    wording = propose(office, dragan, SERBIAN)
    late: list[Refusal] = []

    def second(uow: UnitOfWork) -> None:
        try:
            with uow.session.begin_nested():
                wordings.complete(uow, wording, "Dronă la [loc], ora [ora].")
        except Stale as refusal:
            late.append(refusal)

    first = partial(wordings.complete, wording_id=wording, text=ROMANIAN)
    assert together(office, (ion, first), (vasile, second))
    assert len(late) == 1
    drone = found(office, dragan)
    assert drone
    assert drone.texts == KEPT
    assert states(office) == [State.ACTIVE]
