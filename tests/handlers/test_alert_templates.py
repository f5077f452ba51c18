"""/templates on the phone: what is pressed and typed, forged and late."""

import pytest

from storage import alert_templates as stored
from tests.office import Office, Officer
from tests.office import keys as large_keys


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган", "RS", "duty")


@pytest.fixture
def ion(office: Office) -> Officer:
    return office.enrol("Ion", "RO", "duty")


def test_a_text_is_changed_by_both_desks(office: Office, dragan: Officer, ion: Officer) -> None:
    dragan.says("/templates")
    dragan.taps("›")
    dragan.taps("⚠ Дрон")
    dragan.taps("✎ Измени текст")
    assert "Уочен је дрон. Место: [место]." in dragan.last["text"]
    dragan.says("Dron: [mesto]")
    assert dragan.last["text"].startswith("Напишите српски текст ћирилицом")
    dragan.says("Дрон. Место: [место].")
    dragan.taps("✅ Пошаљи другој страни")
    ion.taps("✎ Scrie textul")
    assert "[loc]" in ion.last["text"]
    ion.says("Dronă.")
    assert ion.last["text"].endswith("exact cu acestea: [loc]")
    ion.says("Dronă. Locul: [loc].")
    ion.taps("✅ Pune în folosință")
    assert "✔ Modelul este de acum în folosință." in ion.last["text"]
    assert "✔ Образац је од сада у употреби." in dragan.last["text"]
    [row] = office.rows(stored.template)
    assert (row["text_sr"], row["text_ro"], row["text_en"], row["state"]) == (
        "Дрон. Место: {place}.",
        "Dronă. Locul: {place}.",
        "",
        "active",
    )


def test_a_new_template_is_made_by_both_desks(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    ion.says("/templates")
    ion.taps("➕ Model nou")
    ion.taps("‼ Pericol iminent")
    ion.taps("6 ore")
    ion.says("N" * 27)
    assert "26" in ion.last["text"]
    ion.says("Vânt puternic")
    ion.says("Vânt puternic. Locul: [loc].")
    ion.taps("✅ Trimite celeilalte părți")
    dragan.says("/templates")
    dragan.taps("✎ Vânt puternic")
    assert "Vânt puternic" in dragan.last["text"]
    dragan.says("Јак ветар")
    dragan.says("Јак ветар. Место: [место].")
    dragan.taps("✅ Стави у употребу")
    ion.says("/templates")
    ion.taps("›")
    ion.taps("›")
    assert "‼ Vânt puternic" in ion.buttons()


def test_one_is_retired_and_put_back(dragan: Officer, ion: Officer) -> None:
    dragan.says("/templates")
    dragan.taps("⚠ Тражено возило")
    dragan.taps("⊘ Повуци")
    assert "Повлачите овај образац?" in dragan.last["text"]
    dragan.taps("⊘ Повуци")
    assert dragan.last["text"].endswith("Образац је повукао: Дежурни центар RS")
    ion.says("/templates")
    ion.taps("›")
    ion.taps("›")
    ion.taps("⊘ Vehicul căutat")
    ion.taps("↺ Repune")
    ion.says("/templates")
    assert "⚠ Vehicul căutat" in ion.buttons()


@pytest.mark.parametrize(
    "data",
    [
        "template:nothing",
        "template:",
        "template",
        "template-edit:nothing",
        "template-off:x",
        "template-off-yes:x",
        "template-on:drone",
        "templates:-1",
        "templates:x",
        "wording:1",
        "wording:9999999999",
        "wording:x",
    ],
)
def test_what_is_forged_is_refused(office: Office, dragan: Officer, data: str) -> None:
    assert dragan.presses(data).startswith("Ово дугме више не важи.")
    assert office.rows(stored.template) == []


@pytest.mark.parametrize(
    "data",
    [
        "template:drone",
        "template-edit:drone",
        "template-new",
        "template-off-yes:drone",
        "wording:1",
    ],
)
def test_whoever_has_no_desk_is_refused(office: Office, data: str) -> None:
    mila = office.enrol("Мила")
    assert mila.presses(data).startswith("Нисте овлашћени")
    mila.says("/templates")
    assert mila.last["text"].startswith("Нисте овлашћени")
    assert office.rows(stored.template) == []


def test_it_is_found_by_whoever_may_use_it(office: Office, dragan: Officer) -> None:
    mila = office.enrol("Мила")
    for officer, told in ((dragan, True), (mila, False)):
        officer.says("/help")
        assert ("/templates" in officer.last["text"]) is told
        assert large_keys(officer.last)
