"""Two texts, one bulletin: who reads what when, what crosses the border, and what ends it."""

import json
from datetime import timedelta

import pytest

from services import bulletin_lists, bulletin_texts, bulletins, policy
from services.bulletins import BulletinForm
from services.errors import AlreadyWritten, NotAllowed, Stale, TooManyNotes
from storage import media as stored
from storage import people
from storage.audit import audit
from storage.bulletins import Kind, bulletin, bulletin_text, reading
from storage.media import media
from storage.people import Role
from storage.sightings import Sharing
from tests.office import Json, Office, Officer
from tests.services.test_media import fetched, files_sent_to, photo

SERBIAN, ROMANIAN = "Сиви комби без таблица, канаринац.", "Dubă gri fără numere, pițigoi."


@pytest.fixture
def jovana(office: Office) -> Officer:
    """Reads Serbian in Latin letters."""
    return office.enrol("Jovana Lukić", "RS", language="sr-Latn")


def publish(
    office: Office,
    officer: Officer,
    *,
    text: str = SERBIAN,
    sharing: Sharing = Sharing.BOTH,
    kind: Kind = Kind.VEHICLE,
    sector: str | None = None,
    days: int = 7,
) -> str:
    form = BulletinForm(kind=kind, text=text, sharing=sharing, days=days, sector=sector)
    return office.act(officer, lambda uow: bulletins.publish(uow, form).number)


def write(
    office: Office,
    officer: Officer,
    number: str,
    text: str = ROMANIAN,
    *,
    part: int | None = 0,
    before: int | None = None,
) -> None:
    office.act(officer, lambda uow: bulletin_texts.write(uow, number, part, text, before=before))


def newest(office: Office) -> int:
    return max(int(row["id"]) for row in office.rows(bulletin_text))


def told(officer: Officer) -> str:
    """All that was ever sent to somebody, edited away since or not."""
    sent = officer.office.sent
    return "\n".join(text for chat, _method, text in sent if chat == officer.telegram_id)


def deeds(office: Office, number: str) -> list[tuple[str, str, Json]]:
    rows = [each for each in office.rows(audit) if each["subject"] == f"bulletin:{number}"]
    return [(each["deed"], each["side"], json.loads(each["detail"])) for each in rows]


def sees(officer: Officer, number: str) -> str:
    officer.presses(f"bulletin:{number}")
    return officer.texts[-1]


def test_the_other_sides_officers_have_it_once_their_desk_has_written_it(
    office: Office, mila: Officer, jovana: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = publish(office, dragan)

    for own in (mila, jovana):
        assert SERBIAN in sees(own, number), "as it was typed, in either script"
    assert SERBIAN in ion.last["text"]
    assert "✍ Scrie textul în română" in ion.buttons()
    assert "RO. Дотле његови службеници не добијају билтен." in dragan.texts[0]
    assert ana.presses(f"bulletin:{number}") == ana.presses("bulletin:RS-26-0000") != ""
    ana.says("/bulletins")
    assert number not in told(ana)
    assert "канаринац" not in told(ana)

    write(office, ion, number)

    assert "Дотле његови службеници" not in dragan.texts[0]
    assert ROMANIAN in sees(ana, number)
    assert "канаринац" not in told(ana)
    assert ROMANIAN not in told(mila)


def test_what_is_for_one_side_never_crosses(
    office: Office, dragan: Officer, ion: Officer, ana: Officer, mila: Officer
) -> None:
    number = publish(office, dragan, sharing=Sharing.OWN)

    assert told(ion) == told(ana) == ""
    for other in (ion, ana):
        assert other.presses(f"bulletin:{number}") == other.presses("bulletin:RS-26-0000")
        with pytest.raises((Stale, NotAllowed)):
            write(office, other, number)
        other.says("/bulletins комби")
        assert number not in told(other)
    assert SERBIAN in sees(mila, number)
    assert [deed for deed, _side, _detail in deeds(office, number)] == ["collection"]


def test_whoever_is_on_duty_when_it_comes_is_told_at_once(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    office.enrol("Petar Off", "RS")
    for each in (mila, ana):
        each.changes_duty()
    number = publish(office, dragan)

    assert mila.texts[-1].startswith("Нови билтен\n🚗 Возила која се користе\nСиви комби")
    assert "Buletin informativ nou" not in told(ana)
    write(office, ion, number)
    assert ana.texts[-1].startswith("Buletin informativ nou\n🚗 Vehicule folosite\nDubă gri")
    ana.taps(f"📰 {number}")
    assert ROMANIAN in ana.texts[-1]
    assert sum(number in text for text in mila.texts) == 0, "the number stands on the button"


def test_at_the_start_of_duty_what_is_new_since_the_last_one(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    publish(office, dragan)
    mila.changes_duty()
    assert "📰 1 нови билтен од ваше последње дужности" in mila.texts
    mila.changes_duty()
    office.ticks(hours=1)
    numbers = [publish(office, dragan, kind=each) for each in (Kind.ROUTE, Kind.LESSON)]
    office.ticks(hours=1)
    mila.changes_duty()

    assert (
        mila.texts[-1] == "📰 2 нова билтена од ваше последње дужности\n🔵 Укупно непрочитаних: 3"
    )
    mila.taps("Сви билтени")
    listed = mila.texts[-1]
    assert listed.startswith("📰 Билтени · непрочитаних: 3\n")
    assert [listed.index(number) for number in numbers] == sorted(
        (listed.index(number) for number in numbers), reverse=True
    ), "the newest first"


def test_one_who_has_read_everything_is_told_nothing(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = publish(office, dragan)
    sees(mila, number)
    mila.taps("✓ Прочитано")
    mila.changes_duty()
    dragan.changes_duty()

    assert "последње дужности" not in told(mila) + told(dragan)


def test_the_first_reading_counts_and_desks_know_how_many_of_each_country(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = publish(office, dragan)
    write(office, ion, number)
    for each in (mila, ana):
        sees(each, number)
    mila.taps("✓ Прочитано")
    first = office.rows(reading)
    office.ticks(hours=1)
    assert mila.presses(f"bulletin-read:{number}") == "Билтен је већ означен као прочитан."
    ana.taps("✓ Am citit")

    assert "✓ Прочитано: 14. 7. 2026. 21:05 RS / 22:05 RO" in mila.texts[-1]
    assert "✓ Прочитано" not in mila.buttons()
    assert {each["person_id"] for each in first} == {dragan.person_id, mila.person_id}
    again = [each for each in office.rows(reading) if each["person_id"] != ana.person_id]
    assert sorted(map(str, again)) == sorted(map(str, first))
    assert "Број читања до 22:05 RS: RS 2 · RO 1" in sees(dragan, number)
    assert "Citiri până la 23:05 RO: RS 2 · RO 1" in sees(ion, number)
    for text in (told(dragan), told(ion)):
        assert "Ана" not in text
        assert "Ana" not in text
    assert "Број читања" not in told(mila)


def test_a_correction_is_read_by_whoever_has_it_and_the_other_desk_is_asked_to_look(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = publish(office, dragan)
    write(office, ion, number)
    for each in (mila, ana):
        sees(each, number)
    office.ticks(minutes=5)
    first = office.rows(bulletin_text)[0]["id"]
    write(office, dragan, number, "Сиви комби, исправљено.", before=first)

    assert (
        "Сиви комби, исправљено.\n✎ Исправљено: 14. 7. 2026. 21:10 RS / 22:10 RO"
        in (mila.texts[-1])
    )
    assert "исправљено" not in told(ana)
    assert "Corectat" not in ana.texts[-1]
    assert ion.texts[-1] == (
        f"Buletin informativ {number}\nTextul a fost corectat de: Dispecerat RS\n"
        "Vă rugăm să verificați dacă textul în limba dumneavoastră spune în continuare același"
        " lucru."
    )
    mila.says("/bulletins")
    assert "✎ Исправљен" in mila.texts[-1]
    assert [row["text"] for row in office.rows(bulletin_text)] == [
        SERBIAN,
        ROMANIAN,
        "Сиви комби, исправљено.",
    ], "the history is kept"


def test_of_two_of_a_desk_who_write_the_same_text_the_second_is_told(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    vlad = office.enrol("Vlad Radu", "RO", "duty")
    number = publish(office, dragan)
    write(office, ion, number)

    with pytest.raises(AlreadyWritten) as refusal:
        write(office, vlad, number, "Altceva.")
    assert refusal.value.values == {"name": "Ion Popescu"}
    write(office, vlad, number, "Altceva.", before=newest(office))
    assert [row["text"] for row in office.rows(bulletin_text)][1:] == [ROMANIAN, "Altceva."]


def test_a_note_of_the_other_desk_waits_for_its_other_text_too(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = publish(office, dragan)
    write(office, ion, number)
    for each in (mila, ana):
        sees(each, number)
    write(office, ion, number, "Și la noi, notă.", part=None)

    assert "📝 Mențiune, Dispecerat RO: " in ana.texts[-1]
    assert "Și la noi, notă." in ana.texts[-1]
    assert "notă" not in told(mila)
    dragan.taps(f"📰 {number}")
    assert "Și la noi, notă." in dragan.texts[-1], "the desk reads it as it was written"
    dragan.says("/open")
    assert f"• {number} · Билтен · треба написати на језику ваше стране" in dragan.texts[-1]
    write(office, dragan, number, "И код нас, напомена.", part=1)
    assert "📝 Напомена, Дежурни центар RO: " in mila.texts[-1]
    assert "И код нас, напомена." in mila.texts[-1]
    dragan.says("/open")
    assert number not in dragan.texts[-1]


def test_no_more_notes_than_one_message_holds(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    number = publish(office, dragan)
    for each in range(3):
        write(office, dragan, number, f"Напомена {each}", part=None)

    with pytest.raises(TooManyNotes):
        write(office, ion, number, "Prea mult.", part=None)
    assert ion.presses(f"bulletin-write:{number}:new").startswith("Mențiuni la un buletin")
    assert "Prea mult" not in told(dragan)


@pytest.mark.parametrize(
    "words",
    [
        "комби",
        "KOMBI bez tablica",
        "vozila",
        "vehicule folosite",
        "dunarea",
        "Dunav",
        "danas комби",
        "BG 123-AB",
        "бг123аб",
    ],
)
def test_it_is_found_in_any_script(
    office: Office, mila: Officer, dragan: Officer, words: str
) -> None:
    office.add_sector("d1", "Дунав 1", "Dunărea 1")
    number = publish(office, dragan, text="Сиви комби БГ 123-АБ без таблица.", sector="d1")
    publish(office, dragan, text="Нешто друго.", kind=Kind.LESSON)
    mila.says(f"/bilten {words}")

    assert mila.texts[-1].count("• ") == 1
    assert f"• {number} · Возила која се користе · Дунав 1 · 14. 7. 2026." in mila.texts[-1]


def test_what_one_cannot_read_is_not_found(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = publish(office, dragan)
    write(office, ion, number)
    for officer, words in ((ana, "канаринац"), (mila, "pițigoi")):
        officer.says(f"/bulletins {words}")
        assert number not in officer.texts[-1]
    for officer, words in ((ana, "pitigoi"), (mila, "KANARINAC")):
        officer.says(f"/bulletins {words}")
        assert number in officer.texts[-1]


def test_page_by_page_and_nobody_turns_anothers_search(
    office: Office, mila: Officer, ana: Officer, dragan: Officer
) -> None:
    numbers = [publish(office, dragan, text=f"комби {each}") for each in range(10)]
    mila.says("/bulletins комби")
    first = mila.texts[-1]
    assert [each for each in numbers if each in first] == numbers[2:]
    turn = mila.data("Старије ›")
    mila.taps("Старије ›")
    assert [each for each in numbers if each in mila.texts[-1]] == numbers[:2]
    assert "комби 1" not in ana.presses(turn)
    assert "комби" not in told(ana)


def test_withdrawn_it_is_gone_from_lists_and_cards(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer, ana: Officer
) -> None:
    number = publish(office, dragan)
    write(office, ion, number)
    for each in (mila, ana):
        sees(each, number)
    for other in (mila, ion, ana):
        refused = other.presses(f"bulletin-drop:{number}")
        assert refused == other.presses("bulletin-drop:RS-26-0000")
    sees(zoran, number)
    zoran.taps("⚫ Повуци")
    zoran.taps("⚫ Повуци")

    gone = "⚫ Buletinul informativ a fost retras de: Dispecerat RS"
    assert ana.texts[-1] == f"Buletin informativ {number}\n{gone}"
    assert [text for text in (*mila.texts, *dragan.texts) if SERBIAN in text] == []
    for each in (mila, ana, dragan, ion):
        each.says("/bulletins")
        assert number not in each.texts[-1]
        assert each.presses(f"bulletin:{number}") == each.presses("bulletin:RS-26-0000")
    assert deeds(office, number)[-1] == (
        "alteration",
        "RS",
        {"recipients": ["RO"], "withdrawn": True},
    )
    zoran.presses(f"bulletin-drop:{number}")
    assert len([each for each in deeds(office, number) if each[0] == "alteration"]) == 1


def test_after_its_time_it_leaves_the_list_and_its_cards_lose_their_buttons(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = publish(office, dragan, days=7)
    sees(mila, number)
    office.ticks(days=6, hours=23)
    mila.says("/bulletins")
    assert number in mila.texts[-1]
    shown = next(text for text in mila.texts if SERBIAN in text)
    assert "⏳ Важи до: 21. 7. 2026. 21:05 RS / 22:05 RO" in shown
    office.ticks(hours=2)
    mila.says("/bulletins")

    assert mila.texts[-1] == "📰 Билтени\nТренутно нема билтена."
    card = next(each for each in mila.chat if SERBIAN in each["text"])
    assert "⏳ Не важи више од: 21. 7. 2026. 21:05 RS / 22:05 RO" in card["text"]
    assert "reply_markup" not in card
    mila.changes_duty()
    assert "последње дужности" not in told(mila)


def test_nobody_without_the_role_publishes_reads_or_writes(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = publish(office, dragan)
    others = [
        office.enrol("Теа", "RS", role) for role in ("participant", "coordinator", "admin", "pcc")
    ]
    for other in others:
        other.says("/bulletins")
        other.presses(f"bulletin:{number}")
        other.presses(f"bulletin-read:{number}")
        other.presses("bulletins:0:0")
        assert number not in told(other)
        assert "комби" not in told(other)
        with pytest.raises(NotAllowed):
            office.act(other, bulletin_lists.show)
    for other in (*others, mila):
        with pytest.raises(NotAllowed):
            publish(office, other)
        with pytest.raises(NotAllowed):
            write(office, other, number)
        assert other.presses("bulletin-new") != ""
    office.run(lambda s: people.set_roles(s, dragan.person_id, [Role.OFFICER]))
    with pytest.raises(NotAllowed):
        write(office, dragan, number, "После.", before=1)
    assert [row["text"] for row in office.rows(bulletin_text)] == [SERBIAN]


def test_what_crosses_is_written_down(
    office: Office, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    office.add_sector("d1", "Дунав 1", "Dunărea 1")
    number = publish(office, dragan, sector="d1")
    write(office, ion, number)
    sees(ana, number)
    write(office, ion, number, "Alt text.", before=newest(office))

    shared = {"recipients": ["RO"], "reason": "author's choice"}
    theirs = {"part": 0, "language": "ro"}
    crossing = theirs | {"recipients": ["RS"], "reason": "written for both sides"}
    assert deeds(office, number) == [
        ("collection", "RS", {"sharing": "both"}),
        ("disclosure", "RS", shared | {"fields": ["kind", "text", "sector"]}),
        ("collection", "RO", theirs),
        ("disclosure", "RO", crossing),
        ("consultation", "RS", {"reason": "bulletin"}),
        ("alteration", "RO", theirs),
        ("disclosure", "RO", crossing),
    ]


def test_of_an_exercise_it_says_so(office: Office, mila: Officer, dragan: Officer) -> None:
    object.__setattr__(office.installation, "exercise", True)
    number = publish(office, dragan)

    assert sees(mila, number).startswith("ВЕЖБА – ВЕЖБА – ВЕЖБА\nБилтен RS-26-")
    assert [bool(row["exercise"]) for row in office.rows(bulletin)] == [True]


def composes(officer: Officer, text: str = SERBIAN) -> None:
    """From the list to the review, by taps."""
    officer.says("📰 Билтени")
    officer.taps("➕ Нови билтен")
    officer.taps("🚗 Возила која се користе")
    officer.says(text)
    officer.taps("Дунав 1")
    officer.taps("30 дана")


def test_the_form_shows_what_each_side_will_read_and_whom_it_is_for(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    office.add_sector("d1", "Дунав 1", "Dunărea 1")
    composes(dragan)
    review = dragan.texts[-1]
    ours, theirs = review.split("Службеници друге стране ће читати, на свом језику:")
    assert SERBIAN in ours
    assert SERBIAN not in theirs
    assert "[Овде стоји текст који пише: Дежурни центар RO]" in theirs
    assert all("📍 Сектор: Дунав 1\n" in each for each in (ours, theirs))
    dragan.taps("⇄ Само наша страна")
    assert "Службеници друге стране" not in dragan.texts[-1]
    dragan.taps("⇄ Обе стране")
    dragan.taps("✅ Објави")

    (row,) = office.rows(bulletin)
    assert (row["kind"], row["sector"], row["sharing"]) == ("vehicle", "d1", "both")
    assert (row["valid_until"] - row["published_at"]).days == 30
    assert dragan.texts[-1].startswith(f"Билтен {row['number']}\n"), "the review is the card now"
    assert SERBIAN in ion.texts[-1]


def test_a_text_is_bounded_and_forged_answers_are_refused(office: Office, dragan: Officer) -> None:
    dragan.presses("bulletin-new")
    dragan.taps("💡 Поука из праксе")
    dragan.says("п" * 2001)
    assert office.rows(bulletin_text) == []
    assert "2000" in dragan.texts[-1].replace(".", "")
    dragan.says("п" * 2000)
    form = dragan.data("7 дана")
    for forged in ("8", "-1", "y", "publish"):
        assert dragan.presses(f"{form.rpartition(':')[0]}:{forged}").startswith("Ово дугме")
    dragan.taps("7 дана")
    dragan.taps("✅ Објави")

    assert [len(row["text"]) for row in office.rows(bulletin_text)] == [2000]
    number = str(office.rows(bulletin)[0]["number"])
    dragan.presses(f"bulletin-write:{number}:new")
    dragan.says("н" * 201)
    assert "200" in dragan.texts[-1]
    for forged in ("7", "-1", "x", ""):
        assert dragan.presses(f"bulletin-write:{number}:{forged}").startswith("Ово дугме")


def test_who_loses_the_desk_before_publishing_publishes_nothing(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    office.add_sector("d1", "Дунав 1", "Dunărea 1")
    composes(dragan)
    office.run(lambda s: people.set_roles(s, dragan.person_id, [Role.OFFICER]))
    dragan.taps("✅ Објави")

    assert office.rows(bulletin) == []
    assert told(ion) == ""


def test_one_photo_goes_along_the_last_one_sent_and_nothing_else(
    office: Office, dragan: Officer, mila: Officer, ion: Officer
) -> None:
    office.add_sector("d1", "Дунав 1", "Dunărea 1")
    composes(dragan)
    dragan.shares(**photo("a"))
    dragan.shares(**photo("b"))
    dragan.shares(voice={"file_id": "v", "file_unique_id": "u-v", "duration": 3})
    assert dragan.texts[-1].startswith("Уз билтен може ићи само фотографија.")
    dragan.taps("✅ Објави")
    (row,) = office.rows(media)
    assert row["unique_id"] == "u-b-1280"
    number = str(office.rows(bulletin)[0]["number"])
    assert "📷" not in sees(mila, number)
    fetched(office)

    assert [text for text in (*mila.texts, *ion.texts) if "\n📷 1\n" in text] != []
    sees(mila, number)
    assert files_sent_to(mila) == [office.rows(media)[0]["file"]]
    office.run(lambda s: stored.forget(s, office.now + timedelta(days=400)))
    assert len(office.rows(media)) == 1, "what is published is kept"
    (crossed,) = [detail for deed, _s, detail in deeds(office, number) if deed == "disclosure"]
    assert crossed["fields"] == ["kind", "text", "sector", "photo"]


def test_control_without_its_guard_the_untranslated_text_would_be_read(
    office: Office, dragan: Officer, ana: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = publish(office, dragan)
    ana.presses(f"bulletin:{number}")
    assert told(ana) == ""
    monkeypatch.setattr(policy, "may_read_bulletin", lambda *_: True)
    monkeypatch.setattr(policy, "may_write_bulletin", lambda *_: True)

    assert SERBIAN in sees(ana, number)


def test_many_cards_are_changed_batch_by_batch_until_all_say_the_same(
    office: Office, mila: Officer, dragan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulletins, "AT_ONCE", 2)
    officers = [mila, *(office.enrol(f"Службеник {each}", "RS") for each in range(4))]
    number = publish(office, dragan)
    for each in officers:
        sees(each, number)
    write(office, dragan, number, "Исправљено.", before=newest(office))
    assert [SERBIAN in each.texts[-1] for each in officers] == [False, True, True, True, True]
    office.ticks(seconds=1)
    office.ticks(seconds=1)

    assert ["Исправљено.\n✎" in each.texts[-1] for each in officers] == [True] * 5
