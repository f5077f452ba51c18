"""People of the other country wait until its administrators confirm them, on either database."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from services import confirmations, enrolment, roster, roster_file
from services.errors import AlreadyDecided, NotAllowed, Stale
from services.roster_difference import Difference, Named, Waits
from services.roster_file import RosterRefused
from storage import confirmations as stored
from storage import people
from storage.audit import audit
from storage.confirmations import State
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer

T = TypeVar("T")

HEADER = "service_number,name,country,service,unit,sectors,roles,language,phone"
MILA = "RS-1,Мила Јовановић,RS,Гранична полиција,СГП,Нера;Вршац,officer,sr-Cyrl,0641110001"
SAVA = "RS-2,Сава Илић,RS,Гранична полиција,,,duty,sr-Latn,0641110002"
ION = "RO-1,Ion Popescu,RO,Poliția de Frontieră,ITPF,Nera,duty;officer,ro,0721110001"
ALL_WAIT = (
    Waits("RS-1", "Мила Јовановић", "RS", ()),
    Waits("RS-2", "Сава Илић", "RS", ()),
)


class Desks:
    """Administrators of both countries, and the operator, who speaks for Romania."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.vera = office.enrol("Вера", roles="admin")
        self.ana = office.enrol("Ана", roles="officer;admin")
        self.others = [
            office.enrol("Outsider", "RO", "admin"),
            office.enrol("Драган", roles="duty;officer"),
            office.enrol("Жика", roles="coordinator"),
        ]

    def operate(self, work: Callable[[UnitOfWork], T]) -> T:
        def unit(session: Any) -> T:
            installation = self.office.installation
            return work(UnitOfWork(session, Person(), self.office.now, installation, origin="cli"))

        result = self.office.run(unit)
        self.office.deliver()
        return result

    def brings(
        self, *lines: str, side: str = "RO", codes: dict[str, str] | None = None
    ) -> Difference:
        return self.operate(lambda uow: roster.bring_in(uow, read(*lines), codes, side))

    def person(self, number: str) -> Person | None:
        return self.office.run(lambda session: people.by_service_number(session, number))

    def numbers(self) -> list[str]:
        """Who of the files is in the roster."""
        everybody = self.office.run(people.roster)
        return [each.service_number for each in everybody if len(each.service_number) < 7]

    def states(self) -> list[tuple[str, str, int | None]]:
        return [
            (row["service_number"], row["state"], row["decided_by"])
            for row in self.office.rows(stored.waiting_row)
        ]

    def standings(self) -> dict[str, str]:
        now = self.office.now
        told = self.office.run(lambda session: roster.standings(session, now))
        return {person.service_number: standing for person, standing in told}


def read(*lines: str) -> list[roster_file.Entry]:
    return roster_file.read("\n".join([HEADER, *lines]).encode())


@pytest.fixture
def desks(office: Office) -> Desks:
    return Desks(office)


def waiting_card(*lines: str, ends: str = "28. 7. 2026. 21:05") -> str:
    many = {1: "Чека 1 лице.", 2: "Чекају 2 лица."}[len(lines)]
    heading = (
        "Списак: лица из ваше земље\n"
        "Оператер система је унео списак. Подаци важе тек када их потврдите.\n"
        f"{many}\nИстиче без одлуке: {ends}"
    )
    return "\n\n".join([heading, *lines])


MILA_NEW = (
    "1. ➕ Мила Јовановић · RS-1\nСлужба: Гранична полиција\nЈединица: СГП\n"
    "Сектори: Вршац, Нера\nУлога: Полицијски службеник у патроли\nЈезик: Српски\n"
    "Телефон: +381641110001"
)
SAVA_NEW = (
    "2. ➕ Сава Илић · RS-2\nСлужба: Гранична полиција\nЈединица: –\nСектори: –\n"
    "Улога: Дежурни старешина\nЈезик: Srpski\nТелефон: +381641110002"
)


def test_own_people_come_in_and_the_others_wait_for_their_administrators(desks: Desks) -> None:
    told = desks.brings(MILA, SAVA, ION)

    assert (told.added, told.waiting) == ((Named("RO-1", "Ion Popescu"),), ALL_WAIT)
    assert told.to_invite == (Named("RO-1", "Ion Popescu"),)
    assert (told.services, told.units, told.sectors) == (
        (("RO", "Poliția de Frontieră"),),
        (("RO", "ITPF"),),
        ("Nera",),
    )
    assert desks.numbers() == ["RO-1"]
    assert desks.vera.texts == desks.ana.texts == [waiting_card(MILA_NEW, SAVA_NEW)]
    assert desks.vera.buttons() == [
        *("Потврди 1", "Одбиј 1", "Потврди 2", "Одбиј 2"),
        *("Потврди све (2) …", "Одбиј све (2) …"),
    ]
    assert [each.texts for each in desks.others] == [[], [], []]
    assert desks.standings()["RS-1"] == "waiting"


def test_comparing_tells_the_same_and_asks_nobody(desks: Desks) -> None:
    told = desks.operate(lambda uow: roster.compare(uow, read(MILA, SAVA, ION), "RO"))

    assert desks.office.rows(stored.request) == []
    assert desks.vera.texts == []
    assert told == desks.brings(MILA, SAVA, ION)


def test_the_same_file_again_asks_nobody_twice(desks: Desks) -> None:
    desks.brings(MILA, SAVA, ION)
    before, deeds = len(desks.office.sent), desks.office.rows(audit)
    told = desks.brings(SAVA, ION, MILA)

    assert {each.service_number for each in told.waiting} == {"RS-1", "RS-2"}
    assert (told.added, told.unchanged) == ((), 1)
    assert len(desks.office.sent) == before
    assert desks.office.rows(audit) == deeds
    assert [state for _, state, _ in desks.states()] == [State.WAITING] * 2


def test_one_is_confirmed_and_one_refused(desks: Desks) -> None:
    desks.brings(MILA, SAVA)
    desks.vera.taps("Потврди 1")

    mila = desks.person("RS-1")
    assert mila == Person(
        id=mila.id if mila else 0,
        service_number="RS-1",
        name="Мила Јовановић",
        country="RS",
        service="Гранична полиција",
        unit="СГП",
        language="sr-Cyrl",
        roster_language="sr-Cyrl",
        phone="+381641110001",
        roles=frozenset({Role.OFFICER}),
    )
    left = waiting_card(SAVA_NEW) + "\n\n✅ Потврђено (1): Вера"
    assert desks.vera.texts == desks.ana.texts == [left]
    desks.ana.taps("Одбиј 2")
    done = "Списак: лица из ваше земље\n✅ Потврђено (1): Вера\nRS-1\n✖ Одбијено (1): Ана\nRS-2"
    assert desks.vera.texts == desks.ana.texts == [done]
    assert desks.vera.buttons() == []
    assert desks.person("RS-2") is None
    assert [row["entry"] for row in desks.office.rows(stored.waiting_row)] == ["", ""]


def test_what_was_decided_is_on_record_with_who_decided(desks: Desks) -> None:
    desks.brings(MILA, SAVA)
    before = len(desks.office.rows(audit))
    desks.vera.taps("Потврди 1")
    desks.ana.taps("Одбиј 2")

    rows = desks.office.rows(audit)
    mila = desks.person("RS-1")
    assert [
        (r["deed"], r["subject"], r["actor_id"], json.loads(r["detail"])) for r in rows[before:]
    ] == [
        (
            "collection",
            f"person:{mila.id if mila else 0}",
            desks.vera.person_id,
            {"roles": ["officer"]},
        ),
        ("alteration", "confirmation:1", desks.vera.person_id, {"state": "confirmed", "rows": [1]}),
        ("alteration", "confirmation:1", desks.ana.person_id, {"state": "refused", "rows": [2]}),
    ]
    asked = rows[before - 1]
    assert (asked["deed"], asked["side"], asked["detail"]) == (
        "collection",
        "RS",
        '{"origin": "cli", "people": 2}',
    )


def test_all_are_confirmed_after_a_second_tap(desks: Desks) -> None:
    desks.brings(MILA, SAVA)
    desks.vera.taps("Потврди све (2) …")
    assert desks.vera.last["text"] == (
        "Списак: лица из ваше земље\nПотврђујете 2 лица са списка? Подаци важе одмах."
    )
    assert desks.numbers() == []
    desks.vera.taps("‹ Назад")
    assert desks.vera.last["text"] == waiting_card(MILA_NEW, SAVA_NEW)
    desks.vera.taps("Потврди све (2) …")
    desks.vera.taps("Потврди све (2)")
    assert desks.numbers() == ["RS-1", "RS-2"]
    assert desks.ana.last["text"].endswith("✅ Потврђено (2): Вера\nRS-1, RS-2")


def test_all_are_refused_and_the_same_file_does_not_ask_again(desks: Desks) -> None:
    desks.brings(MILA, SAVA)
    desks.vera.taps("Одбиј све (2) …")
    desks.vera.taps("Одбиј све (2)")
    before = desks.vera.texts
    told = desks.brings(MILA, SAVA)

    assert (told.waiting, told.refused, desks.numbers()) == ((), ALL_WAIT, [])
    assert desks.vera.texts == before
    told = desks.brings(MILA.replace("СГП", "ПС"), SAVA)
    assert [each.service_number for each in told.waiting] == ["RS-1"]
    assert "Јединица: ПС" in desks.vera.last["text"]
    assert len(desks.vera.texts) == 2, "what was decided before stays as it was"


def test_changes_wait_with_what_was_and_what_would_be(desks: Desks) -> None:
    desks.brings(MILA, side="")
    enrol(desks, "RS-1")
    changed = (
        MILA.replace("officer", "duty;officer")
        .replace("0641110001", "0641119999")
        .replace("Нера;Вршац", "")
    )
    told = desks.brings(changed)

    assert told.waiting == (Waits("RS-1", "Мила Јовановић", "RS", ("sectors", "roles", "phone")),)
    assert (told.changed, told.to_invite) == ((), ())
    assert desks.vera.last["text"] == waiting_card(
        "1. ✏️ Мила Јовановић · RS-1\nСектори: Вршац, Нера → –\n"
        "Улога: Полицијски службеник у патроли → "
        "Дежурни старешина, Полицијски службеник у патроли\n"
        "Телефон: +381641110001 → +381641119999\n"
        "Овом лицу је потребна нова позивница."
    )
    assert desks.standings()["RS-1"] == "enrolled, waiting"
    assert account(desks, "RS-1") == 501
    desks.vera.taps("Потврди 1")
    assert account(desks, "RS-1") is None, "another phone must enrol again"
    mila = desks.person("RS-1")
    assert mila
    assert mila.roles == {Role.OFFICER, Role.DUTY}


def enrol(desks: Desks, number: str, telegram_id: int = 501) -> None:
    person = desks.person(number)
    now = desks.office.now

    def work(session: Any) -> None:
        person_id = person.id or 0 if person else 0
        people.change(session, person_id, telegram_id=telegram_id, enrolled_at=now)

    desks.office.run(work)


def account(desks: Desks, number: str) -> int | None:
    person = desks.person(number)
    assert person
    return person.telegram_id


def test_a_newer_file_replaces_what_waits_and_a_card_seen_before_confirms_nothing_else(
    desks: Desks,
) -> None:
    desks.brings(MILA, SAVA)
    desks.vera.taps("Потврди све (2) …")
    one, every = desks.ana.data("Потврди 1"), desks.vera.data("Потврди све (2)")
    desks.brings(MILA.replace("officer", "admin"))

    assert desks.vera.texts[0] == "Ова порука је сада ниже у разговору."
    assert "3. ➕ Мила Јовановић · RS-1" in desks.vera.last["text"]
    assert "Улога: Администратор" in desks.vera.last["text"]
    stale = "Ово дугме више не важи."
    assert desks.ana.presses(one).startswith(stale)
    assert desks.vera.presses(every).startswith(stale)
    assert desks.numbers() == []
    assert [state for _, state, _ in desks.states()] == ["closed", "waiting", "waiting"]


def test_what_no_longer_differs_waits_no_more(desks: Desks) -> None:
    desks.brings(MILA, side="")
    desks.brings(MILA.replace("СГП", "ПС"))
    told = desks.brings(MILA)

    assert (told.unchanged, told.waiting) == (1, ())
    assert desks.vera.last["text"].endswith("Одлука више није потребна (1)\nRS-1")
    assert desks.standings()["RS-1"] == "not invited"


def test_what_the_own_operator_brings_holds_and_settles_what_waited(desks: Desks) -> None:
    desks.brings(MILA)
    seen = len(desks.vera.texts)
    desks.brings(MILA.replace("СГП", "ПС"), side="RS")

    mila = desks.person("RS-1")
    assert mila
    assert mila.unit == "ПС"
    assert [state for _, state, _ in desks.states()] == ["closed"]
    assert len(desks.vera.texts) == seen, "nobody is told of what their own operator does"


@pytest.mark.parametrize("first", [confirmations.confirm, confirmations.refuse])
@pytest.mark.parametrize("second", [confirmations.confirm, confirmations.refuse])
def test_of_two_administrators_the_first_decides(
    desks: Desks,
    first: Callable[[UnitOfWork, int], None],
    second: Callable[[UnitOfWork, int], None],
) -> None:
    desks.brings(MILA)
    desks.office.act(desks.vera, lambda uow: first(uow, 1))
    before = desks.numbers(), desks.states()

    with pytest.raises(AlreadyDecided) as refusal:
        desks.office.act(desks.ana, lambda uow: second(uow, 1))
    assert refusal.value.values == {"name": "Вера"}
    every: list[Callable[[UnitOfWork], None]] = [
        lambda uow: confirmations.confirm_all(uow, 1, 1),
        lambda uow: confirmations.refuse_all(uow, 1, 1),
    ]
    for deed in every:
        with pytest.raises(AlreadyDecided):
            desks.office.act(desks.ana, deed)
    assert (desks.numbers(), desks.states()) == before


def test_of_two_taps_in_the_same_moment_one_counts(desks: Desks) -> None:
    desks.brings(MILA, SAVA)

    def taps(officer: Officer) -> str:
        def work(session: Any) -> str:
            actor = people.by_id(session, officer.person_id) or Person()
            uow = UnitOfWork(session, actor, desks.office.now, desks.office.installation, 1)
            try:
                confirmations.confirm(uow, 1)
            except AlreadyDecided as refusal:
                return str(refusal.values["name"])
            return ""

        return desks.office.run(work)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(taps, [desks.vera, desks.ana] * 4))
    [(_, state, first), (_, other, _)] = desks.states()
    name = {desks.vera.person_id: "Вера", desks.ana.person_id: "Ана"}[first or 0]

    assert sorted(said) == ["", *[name] * 7]
    assert (state, other, desks.numbers()) == ("confirmed", "waiting", ["RS-1"])


def test_only_administrators_of_the_country_decide(desks: Desks) -> None:
    desks.brings(MILA)
    outsider, dragan, zika = desks.others
    deeds: list[Callable[[UnitOfWork], None]] = [
        lambda uow: confirmations.confirm(uow, 1),
        lambda uow: confirmations.refuse(uow, 1),
        lambda uow: confirmations.confirm_all(uow, 1, 1),
        lambda uow: confirmations.refuse_all(uow, 1, 1),
        lambda uow: confirmations.turn_page(uow, 1, 0),
        lambda uow: confirmations.ask_again(uow, 1, 1, confirm=True),
    ]
    for deed in deeds:
        for officer, refusal in ((outsider, Stale), (dragan, NotAllowed), (zika, NotAllowed)):
            with pytest.raises(refusal):
                desks.office.act(officer, deed)
    assert [state for _, state, _ in desks.states()] == ["waiting"]
    assert [each.texts for each in desks.others] == [[], [], []]


@pytest.mark.parametrize(
    "data",
    ["confirm", "confirm:", "confirm:x", "confirm:٣", "confirm:1:1", "confirm:9999999999",
     "confirm:77", "confirm-all:1", "confirm-all:1:2", "confirm-page:9:0", "confirm-none:1:-1"],
)  # fmt: skip  # reads as a list of buttons
def test_a_forged_button_does_nothing(desks: Desks, data: str) -> None:
    desks.brings(MILA)
    assert desks.vera.presses(data).startswith("Ово дугме више не важи.")
    assert desks.others[0].presses("confirm:1").startswith("Acest buton nu mai este valabil.")
    assert [state for _, state, _ in desks.states()] == ["waiting"]


def test_an_administrator_revoked_while_the_card_is_open_decides_nothing(desks: Desks) -> None:
    desks.brings(MILA)
    vera = desks.vera.person
    desks.operate(lambda uow: enrolment.revoke(uow, vera))

    assert desks.vera.taps("Потврди 1").startswith("Приступ вам је укинут.")
    assert [state for _, state, _ in desks.states()] == ["waiting"]


def test_somebody_revoked_meanwhile_waits_no_more(desks: Desks) -> None:
    desks.brings(MILA, side="")
    desks.brings(MILA.replace("СГП", "ПС"))
    told = len(desks.vera.texts)
    desks.operate(lambda uow: roster.revoke(uow, "RS-1", "RO"))

    assert [state for _, state, _ in desks.states()] == ["closed"]
    ended = "Оператер система је укинуо приступ: Мила Јовановић · RS-1. Важи одмах."
    assert desks.vera.texts[told:] == [f"Списак: лица из ваше земље\n{ended}"]
    desks.brings(MILA.replace("СГП", "ПС"))
    assert "Приступ овог лица је укинут и остаје укинут." in desks.vera.last["text"]
    desks.vera.taps("Потврди 1")
    mila = desks.person("RS-1")
    assert mila
    assert (mila.unit, mila.revoked_at) == ("ПС", desks.office.now)


def test_the_last_administrator_stays_also_when_they_confirm_it_themselves(desks: Desks) -> None:
    vera, ana = line_of(desks.vera), desks.ana.person
    desks.operate(lambda uow: enrolment.revoke(uow, ana))
    with pytest.raises(RosterRefused, match="is the last administrator of RS"):
        desks.brings(vera.replace("admin", "officer"))
    # One comes as the other goes: a file that is right as a whole, decided on line by line.
    desks.brings(vera.replace("admin", "officer"), MILA.replace("officer", "admin"))
    desks.vera.taps("Потврди 1")

    assert Role.ADMIN in desks.vera.person.roles
    assert "⚠ Ваша земља би остала без администратора." in desks.vera.last["text"]
    assert [state for _, state, _ in desks.states()] == ["waiting", "waiting"]
    desks.vera.taps("Потврди 2")
    assert desks.numbers() == ["RS-1"]
    desks.vera.taps("Потврди 1")
    assert desks.vera.person.roles == {Role.OFFICER}
    assert [state for _, state, _ in desks.states()] == ["confirmed", "confirmed"]


def line_of(officer: Officer) -> str:
    """Somebody who is in the roster, as a file has them."""
    person = officer.person
    phone = "0641119000"
    officer.office.run(
        lambda session: people.change(session, officer.person_id, phone="+381641119000")
    )
    roles = ";".join(person.roles)
    number, name = person.service_number, person.name
    return f"{number},{name},RS,{person.service},,,{roles},sr-Cyrl,{phone}"


def test_what_a_rule_is_against_is_held_back_and_the_rest_comes_in(desks: Desks) -> None:
    desks.brings(MILA, SAVA)
    taken = "RS-9,Ема,RS,Гранична полиција,,,officer,sr-Cyrl,0641110001"
    desks.brings(taken, "RS-8,Нада,RS,Гранична полиција,,,officer,sr-Cyrl,0641110008")
    elsewhere = {"service_number": "RS-8", "country": "RO", "service": "PF", "language": "ro"}
    desks.office.run(lambda s: people.add(s, elsewhere | {"name": "Ion", "phone": "+40721110008"}))
    desks.vera.taps("Потврди све (4) …")
    desks.vera.taps("Потврди све (4)")

    assert sorted(desks.numbers()) == ["RS-1", "RS-2", "RS-8"]
    shown = desks.vera.last["text"]
    assert "3. ➕ Ема · RS-9" in shown
    assert "⚠ Овај број телефона припада другом лицу са списка." in shown
    assert "⚠ Овај службени број припада лицу из друге земље." in shown
    assert [state for _, state, _ in desks.states()] == [
        *("confirmed", "confirmed"),
        *("waiting", "waiting"),
    ]


def test_a_country_without_an_administrator_has_nobody_to_ask(office: Office) -> None:
    desks = Desks(office)
    desks.operate(lambda uow: people.unbind(uow.session, desks.vera.person_id))
    desks.operate(lambda uow: people.unbind(uow.session, desks.ana.person_id))
    told = desks.brings(MILA)

    assert (told.unasked, told.waiting) == (("RS",), ())
    assert told.added == (Named("RS-1", "Мила Јовановић"),)
    assert desks.brings(MILA).unasked == (), "nothing of theirs was changed"


def test_who_speaks_for_both_countries_asks_nobody_and_tells_everybody(desks: Desks) -> None:
    told = desks.brings(MILA, SAVA, ION, side="")

    assert (told.waiting, len(told.added)) == ((), 3)
    title = "Списак: лица из ваше земље"
    changed = "Оператер система је изменио списак. Важи одмах."
    assert (
        desks.vera.texts == desks.ana.texts == [f"{title}\n{changed}\n2 нова лица из ваше земље."]
    )
    outsider, *rest = desks.others
    modified = "Operatorul sistemului a modificat lista. Modificarea este valabilă imediat."
    theirs = f"{modified}\n1 persoană nouă din țara dumneavoastră."
    assert outsider.texts == [f"Listă: persoane din țara dumneavoastră\n{theirs}"]
    assert [each.texts for each in rest] == [[], []]
    desks.brings(MILA.replace("СГП", "ПС"), SAVA, ION, side="")
    assert desks.vera.last["text"] == f"{title}\n{changed}\nНови подаци за 1 лице из ваше земље."
    assert len(outsider.texts) == 1
    desks.brings(MILA.replace("СГП", "ПС"), SAVA, ION, side="")
    assert len(desks.vera.texts) == 2, "the same file again is no news"


def test_invitations_are_for_those_whom_their_country_has_confirmed(desks: Desks) -> None:
    desks.brings(MILA)
    with pytest.raises(RosterRefused) as refusal:
        desks.operate(lambda uow: roster.invite(uow, {"RS-1": "A" * 16}, "RO"))
    first = "an administrator of RS must confirm it in chat first."
    not_yet = f"RS-1 Мила Јовановић is not in the roster yet: {first}"
    assert refusal.value.sentences == (not_yet,)
    desks.vera.taps("Потврди 1")
    [invited] = desks.operate(lambda uow: roster.invite(uow, {"RS-1": "A" * 16}, "RO"))
    assert invited.service_number == "RS-1"


def test_somebody_revoked_is_let_in_again_by_their_own_operator_only(desks: Desks) -> None:
    desks.brings(MILA, side="RS")
    desks.operate(lambda uow: roster.revoke(uow, "RS-1", "RS"))
    assert desks.vera.texts == [], "their own operator did it"
    with pytest.raises(RosterRefused) as refusal:
        desks.operate(lambda uow: roster.invite(uow, {"RS-1": "A" * 16}, "RO"))
    only = "is let in again only by whoever speaks for RS: --side RS."
    assert refusal.value.sentences == (f"RS-1 Мила Јовановић was revoked, and {only}",)
    for side, code in (("RS", "B" * 16), ("", "C" * 16)):
        assert invites(desks, "RS-1", code, side)


def invites(desks: Desks, number: str, code: str, side: str) -> list[roster.Invited]:
    return desks.operate(lambda uow: roster.invite(uow, {number: code}, side))


def test_whoever_does_not_decide_is_reminded_each_day_until_it_ends(desks: Desks) -> None:
    desks.brings(MILA)
    desks.office.ticks(hours=23)
    assert len(desks.vera.texts) == 1
    desks.office.ticks(hours=2)
    moved = "Ова порука је сада ниже у разговору."
    assert desks.vera.texts == [moved, waiting_card(MILA_NEW)]
    desks.office.ticks(days=5)
    assert len(desks.vera.texts) == 3, "once, however late it is noticed"
    desks.office.ticks(hours=24)
    assert len(desks.vera.texts) == 4
    desks.office.ticks(days=8)

    assert desks.vera.last["text"] == (
        "Списак: лица из ваше земље\n⌛ Истекло без одлуке (1)\nRS-1"
    )
    assert desks.ana.last["text"] == desks.vera.last["text"]
    assert len(desks.vera.texts) == 5
    assert (desks.states(), desks.numbers()) == ([("RS-1", "expired", None)], [])
    desks.office.ticks(days=3)
    assert len(desks.vera.texts) == 5
    assert desks.brings(MILA).waiting, "nobody has answered, so they are asked again"


def test_those_added_later_have_their_own_time(desks: Desks) -> None:
    desks.brings(MILA)
    desks.office.ticks(days=10)
    desks.brings(SAVA)
    desks.office.ticks(days=4, hours=1)

    assert [state for _, state, _ in desks.states()] == ["expired", "waiting"]
    assert desks.vera.last["text"].startswith(waiting_card(SAVA_NEW, ends="7. 8. 2026. 21:05"))
    desks.office.ticks(days=10)
    assert [state for _, state, _ in desks.states()] == ["expired", "expired"]


def test_who_becomes_an_administrator_is_reminded_too(desks: Desks) -> None:
    desks.brings(MILA)
    late = desks.office.enrol("Нова", roles="admin")
    desks.office.ticks(days=1)
    assert late.texts == [waiting_card(MILA_NEW)]
    late.taps("Потврди 1")
    assert desks.numbers() == ["RS-1"]


def test_administrators_find_it_among_their_open_matters(desks: Desks) -> None:
    desks.brings(MILA, SAVA)
    for officer in (desks.vera, *desks.others):
        officer.says("/open")
    assert desks.vera.last["text"] == (
        "1 отворен предмет\n• 👥 2 · Списак: лица из ваше земље · чека одлуку · 21:05 RS / 22:05 RO"
    )
    assert not any("👥" in text for each in desks.others for text in each.texts)
    desks.vera.taps("👥 2")
    assert desks.vera.last["text"] == waiting_card(MILA_NEW, SAVA_NEW)
    for officer in desks.others:
        officer.presses("open:confirmation:1")
        assert not any("Мила" in text for text in officer.texts)
    desks.ana.taps("Потврди све (2) …")
    desks.ana.taps("Потврди све (2)")
    desks.vera.says("/open")
    assert "👥" not in desks.vera.last["text"]
    assert desks.vera.presses("open:confirmation:1").startswith("Ово дугме више не важи.")


def test_five_hundred_are_paged_and_confirmed(desks: Desks) -> None:
    lines = [
        f"RS-{n},Особа {n},RS,Гранична полиција,,,officer,sr-Cyrl,064{2000000 + n}"
        for n in range(1, 501)
    ]
    desks.brings(*lines)
    assert "Чека 500 лица." in desks.vera.last["text"]
    assert desks.vera.buttons()[-3:] == ["2/84 ›", "Потврди све (500) …", "Одбиј све (500) …"]
    desks.vera.taps("2/84 ›")
    assert "7. ➕ Особа 7 · RS-7" in desks.vera.last["text"]
    assert desks.vera.buttons()[-4:-2] == ["‹ 1/84", "3/84 ›"]
    desks.vera.taps("Одбиј 9")
    assert "9. ➕" not in desks.vera.last["text"]
    assert "10. ➕ Особа 10 · RS-10" in desks.vera.last["text"], "the page stays where it was"
    desks.vera.taps("Потврди све (499) …")
    desks.vera.taps("Потврди све (499)")
    assert len(desks.numbers()) == 499
    assert desks.ana.last["text"].splitlines()[1:] == [
        "✅ Потврђено (499): Вера",
        "RS-1, RS-2, RS-3, RS-4, RS-5, RS-6, RS-7, RS-8, RS-10, RS-11, RS-12, RS-13 … и још 487",
        "✖ Одбијено (1): Вера",
        "RS-9",
    ]
