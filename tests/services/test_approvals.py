"""Requests for access: who is asked, what is decided, and what nobody learns."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from services import approvals, enrolment, policy
from services.approvals import AccessRefused, WaitsForApproval
from services.enrolment import BoundAccount, UsedCode, WrongPhone
from services.errors import NotAllowed, Refusal, Stale
from services.policy import Verb
from storage import approvals as stored
from storage import people
from storage.approvals import Reason, State
from storage.audit import audit
from storage.deadlines import deadline
from storage.duty import handover
from storage.unit_of_work import Installation, UnitOfWork
from tests.office import Office, Officer
from tests.services.test_enrolment import PHONE, invite, nobody, on_roster, person
from views.language import Language, Reader
from views.refusals import explain

WRONG = "+381649999999"
STRANGER = 50
WAITING = "⏳ Чека се одобрење дежурног старешине."
NO_ACCESS = "Приступ није могућ. Обратите се дежурном старешини."
LET_IN = "Приступ вам је омогућен."
MOVED = "Ова порука је сада ниже у разговору."
READER = Reader(Language.SR_CYRL, "")


def opens(office: Office, account: int, code: str) -> int | None:
    """Open an invitation; its id where the phone is asked for."""
    return office.act(
        nobody(office, account), lambda uow: approvals.begin(uow, code, "Неко (@neko)")
    )


def sends(office: Office, account: int, invite_id: int, phone: str = WRONG) -> None:
    """Send the phone number of the account."""

    def prove(uow: UnitOfWork) -> None:
        approvals.prove_by_phone(uow, invite_id, phone, account, account="Неко (@neko)")

    office.act(nobody(office, account), prove)


def fails(office: Office, account: int = STRANGER, *, name: str = "Мила") -> int:
    """Somebody with a valid invitation and a wrong phone; whom it is for."""
    person_id = on_roster(office, name)
    invite_id = opens(office, account, invite(office, person_id))
    assert invite_id
    sends(office, account, invite_id)
    return person_id


def decides(
    office: Office, admin: Officer, deed: Callable[[UnitOfWork, int], None], number: int = 1
) -> None:
    office.act(admin, lambda uow: deed(uow, number))


def refused(office: Office, admin: Officer, deed: Callable[[UnitOfWork, int], None]) -> str:
    """The refusal's name, and what it says in Serbian."""
    with pytest.raises(Refusal) as raised:
        decides(office, admin, deed)
    return explain(READER, type(raised.value).__name__, raised.value.values)


def standing(office: Office) -> list[tuple[str, int | None]]:
    return [(row["state"], row["decided_by"]) for row in office.rows(stored.approval)]


def read(office: Office, account: int) -> list[str]:
    return Officer(office, 0, account).texts


def test_the_reason_is_for_administrators_of_the_side_only(office: Office) -> None:
    vera, ana = office.enrol("Вера", roles="admin"), office.enrol("Ана", roles="officer;admin")
    outsiders = [
        office.enrol("Ion", "RO", "admin"),
        office.enrol("Драган", roles="duty;officer"),
        office.enrol("Жика", roles="coordinator"),
    ]

    fails(office)

    assert vera.texts == ana.texts
    asked = (
        "Захтев за приступ\nМила · RS-Мила\nRS · Гранична полиција\n\n"
        "Послати број телефона није онај са списка.\n"
        "Налог на Телеграму: Неко (@neko)\nПослати број: +381649999999\n"
        "🕒 21:05 RS / 22:05 RO · 14. 7. 2026.\n\n"
        "Пре одобрења проверите у разговору ко тражи приступ."
    )
    assert vera.texts == [asked]
    assert vera.buttons() == ["Одобри", "Одбиј"]
    assert read(office, STRANGER) == [WAITING]
    assert [each.texts for each in outsiders] == [[], [], []]


def test_an_approved_account_is_let_in_and_what_it_sent_forgotten(office: Office) -> None:
    vera, ana = office.enrol("Вера", roles="admin"), office.enrol("Ана", roles="admin")
    person_id = fails(office)

    decides(office, vera, approvals.approve)

    enrolled = person(office, person_id)
    assert (enrolled.telegram_id, enrolled.enrolled_at) == (STRANGER, office.now)
    assert read(office, STRANGER)[1].startswith(LET_IN)
    assert read(office, STRANGER)[2].startswith("🔔 Пробна узбуна")
    shown = (
        "Захтев за приступ\nМила · RS-Мила\nRS · Гранична полиција\n\n"
        "Послати број телефона није онај са списка.\n🕒 21:05 RS / 22:05 RO · 14. 7. 2026.\n\n"
        "✅ Приступ је одобрен: Вера"
    )
    assert vera.texts == ana.texts == [shown]
    assert vera.buttons() == []
    (row,) = office.rows(stored.approval)
    assert (row["account"], row["phone"], row["state"]) == ("", "", State.APPROVED)


def test_a_refused_account_learns_no_more_and_asks_nobody_for_a_day(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = on_roster(office)
    invite_id = opens(office, STRANGER, invite(office, person_id)) or 0
    sends(office, STRANGER, invite_id)
    decides(office, vera, approvals.refuse)

    assert read(office, STRANGER) == [WAITING, NO_ACCESS]
    assert person(office, person_id).telegram_id is None
    with pytest.raises(AccessRefused):
        sends(office, STRANGER, invite_id)
    office.now += timedelta(days=1, seconds=1)
    sends(office, STRANGER, invite_id)
    assert standing(office) == [(State.REFUSED, vera.person_id), (State.WAITING, None)]


@pytest.mark.parametrize("first", [approvals.approve, approvals.refuse])
@pytest.mark.parametrize("second", [approvals.approve, approvals.refuse])
def test_of_two_administrators_the_first_decides(
    office: Office,
    first: Callable[[UnitOfWork, int], None],
    second: Callable[[UnitOfWork, int], None],
) -> None:
    vera, ana = office.enrol("Вера", roles="admin"), office.enrol("Ана", roles="admin")
    person_id = fails(office)
    decides(office, vera, first)
    before = person(office, person_id), read(office, STRANGER)

    assert refused(office, ana, second).startswith("Одлука је већ донета: Вера.")
    assert (person(office, person_id), read(office, STRANGER)) == before


def test_what_waits_is_open_for_the_administrators_of_the_side_only(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    outsiders = [
        office.enrol("Ana", "RO", "admin", language="sr-Cyrl"),
        office.enrol("Драган", roles="duty"),
    ]
    vera.says("/open")
    assert vera.texts == ["Ништа вас не чека."]
    fails(office)

    vera.says("📋 Отворено")
    assert vera.last["text"] == (
        "1 отворен предмет\n• RS-Мила · Захтев за приступ · чека одлуку · 21:05 RS / 22:05 RO"
    )
    shown = len(vera.texts)
    vera.taps("🔑 RS-Мила")
    assert len(vera.texts) == shown + 1
    assert vera.last["text"].startswith("Захтев за приступ\nМила")
    for each in outsiders:
        each.says("/open")
        assert each.texts == ["Ништа вас не чека."]
        assert each.presses("open:approval:1") == explain(READER, "Stale", {})
    vera.taps("Одобри")
    assert standing(office) == [(State.APPROVED, vera.person_id)]
    vera.says("/open")
    assert vera.texts[-1] == "Ништа вас не чека."
    assert vera.presses("open:approval:1") == explain(READER, "Stale", {})


def test_control_without_the_right_nothing_is_open_for_an_administrator(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    vera = office.enrol("Вера", roles="admin")
    fails(office)
    monkeypatch.setitem(policy.ALLOWED, Verb.DECIDE_ENROLMENT, frozenset())

    vera.says("/open")
    assert vera.texts[-1] == "Ништа вас не чека."


def test_nobody_has_decided_and_all_are_asked_again_until_one_does(office: Office) -> None:
    vera, ana = office.enrol("Вера", roles="admin"), office.enrol("Ана", roles="admin")
    ion = office.enrol("Ion", "RO", "admin")
    fails(office)
    later = office.enrol("Жика", roles="admin")

    def asked() -> list[int]:
        """How many messages of it each has got; the older ones say that they have moved."""
        return [len(each.texts) for each in (vera, ana, later, ion)]

    office.ticks(minutes=29)
    assert asked() == [1, 1, 0, 0]
    office.ticks(minutes=1)
    assert asked() == [2, 2, 1, 0]
    assert [text.split("\n")[0] for text in vera.texts] == [MOVED, "Захтев за приступ"]
    office.ticks(hours=23, minutes=59)
    assert asked() == [2, 2, 1, 0]
    office.ticks(minutes=1)
    assert asked() == [3, 3, 2, 0]
    office.ticks(days=3)  # nothing ran meanwhile: it comes once, and is decided then
    assert asked() == [4, 4, 3, 0]
    assert [row["kind"] for row in office.rows(deadline)] == ["approval-remind"]
    decides(office, ana, approvals.refuse)

    assert office.rows(deadline) == []
    office.ticks(days=2)
    assert asked() == [4, 4, 3, 0]


def test_nobody_is_asked_about_somebody_revoked_meanwhile(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    mila = person(office, fails(office))
    office.act(vera, lambda uow: enrolment.revoke(uow, mila))
    office.ticks(minutes=30)
    vera.says("/open")

    assert len(vera.texts) == 2
    assert vera.texts[-1] == "Ништа вас не чека."


def test_a_request_for_access_goes_with_no_shift(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin;duty")
    office.enrol("Драган", roles="duty").changes_duty()
    vera.changes_duty()
    fails(office)
    vera.says("/duty")

    assert vera.person.on_duty_since is None, "nothing of the desk's is open, so nobody is asked"
    assert office.rows(handover) == []


def test_only_the_side_decides_and_nobody_about_themselves(office: Office) -> None:
    office.enrol("Вера", roles="admin")
    ion = office.enrol("Ion", "RO", "admin")
    dragan = office.enrol("Драган", roles="duty;officer")
    fails(office)

    for deed in (approvals.approve, approvals.refuse):
        for officer, refusal in ((ion, Stale), (dragan, NotAllowed)):
            with pytest.raises(refusal):
                decides(office, officer, deed)
        with pytest.raises(Stale):
            decides(office, ion, lambda uow, _: approvals.approve(uow, 999))
    assert standing(office) == [(State.WAITING, None)]


def test_an_administrators_own_new_account_is_for_the_others(office: Office) -> None:
    vera, ana = office.enrol("Вера", roles="admin"), office.enrol("Ана", roles="admin")
    code = invite(office, vera.person_id)
    assert opens(office, STRANGER, code)
    sends(office, STRANGER, 1)

    assert (len(vera.texts), len(ana.texts)) == (0, 1)
    with pytest.raises(Stale):
        decides(office, vera, approvals.approve)
    decides(office, ana, approvals.approve)
    assert person(office, vera.person_id).telegram_id == STRANGER


def test_a_used_code_is_for_an_administrator_too(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = on_roster(office)
    code = invite(office, person_id)
    sends(office, 60, opens(office, 60, code) or 0, PHONE)

    assert opens(office, STRANGER, code) is None

    assert "Позивница је искоришћена, повучена или јој је истекао рок." in vera.last["text"]
    assert read(office, STRANGER) == [WAITING]
    decides(office, vera, approvals.approve)
    assert person(office, person_id).telegram_id == STRANGER
    assert read(office, 60)[-1].startswith("Ваш приступ је пренет")


def test_an_approval_stands_although_the_code_has_expired(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = fails(office)
    office.now += enrolment.VALID_FOR + timedelta(days=1)

    decides(office, vera, approvals.approve)

    assert person(office, person_id).telegram_id == STRANGER


def test_an_account_has_one_open_request(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    fails(office)
    other = invite(office, on_roster(office, "Сава", "+381641111111"))
    invite_id = opens(office, STRANGER, other) or 0

    with pytest.raises(WaitsForApproval):
        sends(office, STRANGER, invite_id)

    assert len(vera.texts) == 1
    assert standing(office) == [(State.WAITING, None)]


def test_the_right_phone_lets_in_meanwhile_and_settles_the_request(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = fails(office)

    sends(office, 60, 1, PHONE)

    assert person(office, person_id).telegram_id == 60
    assert standing(office) == [(State.CLOSED, None)]
    assert vera.last["text"].endswith("Одлука више није потребна.")
    with pytest.raises(Stale):
        decides(office, vera, approvals.approve)


def test_an_account_bound_meanwhile_is_not_let_in_twice(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = fails(office)
    other = on_roster(office, "Сава", "+381641111111")
    office.run(lambda session: people.change(session, other, telegram_id=STRANGER))

    decides(office, vera, approvals.approve)

    assert person(office, person_id).telegram_id is None
    assert standing(office) == [(State.CLOSED, vera.person_id)]


def test_somebody_revoked_meanwhile_is_not_let_in(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = fails(office)
    mila = person(office, person_id)
    office.act(vera, lambda uow: enrolment.revoke(uow, mila))

    decides(office, vera, approvals.approve)

    assert person(office, person_id).telegram_id is None
    assert standing(office) == [(State.CLOSED, vera.person_id)]


def test_without_an_administrator_nobody_is_asked(office: Office) -> None:
    ion = office.enrol("Ion", "RO", "admin")
    person_id = on_roster(office)
    code = invite(office, person_id)
    invite_id = opens(office, STRANGER, code) or 0

    with pytest.raises(WrongPhone):
        sends(office, STRANGER, invite_id)
    sends(office, 60, invite_id, PHONE)
    with pytest.raises(UsedCode):
        opens(office, STRANGER, code)

    assert (ion.texts, office.rows(stored.approval)) == ([], [])


def test_a_bound_account_asks_nobody(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    bound = office.enrol("Сава")
    invite_id = opens(office, bound.telegram_id, invite(office, on_roster(office))) or 0

    with pytest.raises(BoundAccount):
        sends(office, bound.telegram_id, invite_id, PHONE)

    assert vera.texts == []


def test_an_installation_may_want_an_approval_for_everybody(office: Office) -> None:
    office.installation = Installation("straja_bot", b"key", approval=True)
    first = on_roster(office)
    invite_id = opens(office, 60, invite(office, first))
    assert invite_id, "without an administrator the phone is the proof"
    sends(office, 60, invite_id, PHONE)
    vera = office.enrol("Вера", roles="admin")
    code = invite(office, on_roster(office, "Сава", "+381641111111"))

    assert opens(office, STRANGER, code) is None

    assert "Овде је за сваки приступ потребно одобрење." in vera.last["text"]
    assert [row["reason"] for row in office.rows(stored.approval)] == [Reason.APPROVAL]
    with pytest.raises(WaitsForApproval):
        opens(office, STRANGER, code)
    decides(office, vera, approvals.approve)
    with pytest.raises(UsedCode):
        office.act(nobody(office, 70), lambda uow: enrolment.check_code(uow, code))


def test_what_was_refused_and_decided_is_on_record(office: Office) -> None:
    vera = office.enrol("Вера", roles="admin")
    person_id = fails(office)
    decides(office, vera, approvals.approve)

    deeds = [(row["deed"], row["subject"], row["actor_id"]) for row in office.rows(audit)]
    assert deeds[-4:] == [
        ("collection", "approval:1", None),
        ("refusal", f"telegram:{STRANGER}", None),
        ("roles", "approval:1", vera.person_id),
        ("sign-in", f"person:{person_id}", vera.person_id),
    ]
