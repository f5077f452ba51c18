"""Invitations, their proof, and the end of access: what is written, and what is refused."""

import json
from datetime import timedelta

import pytest

from services import enrolment, notify, profile
from services.enrolment import (
    BoundAccount,
    ForeignContact,
    TooManyCodes,
    UsedCode,
    WrongCode,
    WrongPhone,
)
from services.errors import Refusal
from storage import enrolment as stored
from storage import people
from storage.audit import audit
from storage.outbox import State, outbox
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from views.message import Message

PHONE = "+381641234567"


def on_roster(office: Office, name: str = "Мила", phone: str = PHONE) -> int:
    values = {
        "service_number": f"RS-{name}",
        "name": name,
        "country": "RS",
        "service": "Гранична полиција",
        "language": "sr-Cyrl",
        "phone": phone,
    }

    def add(uow: UnitOfWork) -> int:
        person_id = people.add(uow.session, values)
        people.set_roles(uow.session, person_id, [Role.OFFICER])
        return person_id

    return office.act(nobody(office, 1), add)


def nobody(office: Office, account: int) -> Officer:
    """An account that belongs to nobody of the roster."""
    return Officer(office, 0, account)


def invite(office: Office, person_id: int) -> str:
    code, expires_at = office.act(nobody(office, 1), lambda uow: enrolment.invite(uow, person_id))
    assert expires_at == office.now + timedelta(days=14)
    return code


def check(office: Office, account: int, code: str) -> int:
    """The id of the invitation behind a code."""
    found, _person = office.act(
        nobody(office, account), lambda uow: enrolment.check_code(uow, code)
    )
    return found.id or 0


def prove(office: Office, account: int, invite_id: int, phone: str = PHONE) -> Person:
    return office.act(
        nobody(office, account),
        lambda uow: enrolment.prove_by_phone(uow, invite_id, phone, account),
    )


def try_wrong(office: Office, account: int) -> None:
    """A wrong code, and what outlives its refusal."""

    def attempt(uow: UnitOfWork) -> None:
        with pytest.raises(WrongCode) as refused, uow.session.begin_nested():
            enrolment.check_code(uow, "nothing-like-it")
        refused.value.outlive(uow)

    office.act(nobody(office, account), attempt)


def person(office: Office, person_id: int) -> Person:
    found = office.run(lambda session: people.by_id(session, person_id))
    assert found
    return found


def test_only_the_hash_of_a_code_is_kept(office: Office) -> None:
    code = invite(office, on_roster(office))
    (row,) = office.rows(stored.invite)
    assert len(code) == 16
    assert set(code) <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
    assert code not in json.dumps([row, office.rows(audit)], default=str)
    assert len(row["code_hash"]) == 64


def test_codes_are_never_alike(office: Office) -> None:
    person_id = on_roster(office)
    assert len({invite(office, person_id) for _ in range(20)}) == 20


@pytest.mark.parametrize("shared", [PHONE, PHONE[1:], "+381 64 123 4567", "381-64-123-4567"])
def test_the_phone_of_the_roster_lets_its_owner_in(office: Office, shared: str) -> None:
    person_id = on_roster(office)
    invite_id = check(office, 50, invite(office, person_id))
    office.now += timedelta(minutes=3)

    enrolled = prove(office, 50, invite_id, shared)

    assert (enrolled.id, enrolled.telegram_id, enrolled.enrolled_at) == (person_id, 50, office.now)
    (row,) = office.rows(stored.invite)
    assert row["used_at"] == office.now
    methods = [row["method"] for row in office.rows(outbox)]
    assert methods == ["sendMessage", "sendMessage", "setMyCommands"]


@pytest.mark.parametrize(
    ("owner", "phone", "refusal"),
    [
        (None, PHONE, ForeignContact),
        (51, PHONE, ForeignContact),
        (50, "+381641234568", WrongPhone),
        (50, "+40641234567", WrongPhone),
        (50, "0641234567", WrongPhone),
        (50, "", WrongPhone),
        (50, "no number", WrongPhone),
    ],
)
def test_a_proof_that_fails_costs_nothing(
    office: Office, owner: int | None, phone: str, refusal: type[Refusal]
) -> None:
    person_id = on_roster(office)
    invite_id = check(office, 50, invite(office, person_id))
    before = [office.rows(table) for table in (stored.invite, people.person, outbox)]

    with pytest.raises(refusal):
        office.act(
            nobody(office, 50), lambda uow: enrolment.prove_by_phone(uow, invite_id, phone, owner)
        )

    assert [office.rows(table) for table in (stored.invite, people.person, outbox)] == before
    assert prove(office, 50, invite_id).id == person_id


def test_a_code_ends_with_its_last_second(office: Office) -> None:
    code = invite(office, on_roster(office))
    office.now += timedelta(days=14) - timedelta(seconds=1)
    invite_id = check(office, 50, code)
    office.now += timedelta(seconds=1)
    with pytest.raises(UsedCode):
        check(office, 50, code)
    with pytest.raises(UsedCode):
        prove(office, 50, invite_id)


def test_a_new_invitation_withdraws_the_one_before(office: Office) -> None:
    person_id = on_roster(office)
    first, second = invite(office, person_id), invite(office, person_id)
    with pytest.raises(UsedCode):
        check(office, 50, first)
    assert prove(office, 50, check(office, 50, second)).id == person_id
    with pytest.raises(UsedCode):
        check(office, 51, second)


def test_five_wrong_codes_an_hour_and_the_sixth_waits(office: Office) -> None:
    code = invite(office, on_roster(office))
    for _ in range(5):
        try_wrong(office, 50)
        office.now += timedelta(minutes=5)

    with pytest.raises(TooManyCodes) as braked:
        check(office, 50, code)
    assert braked.value.values == {"minutes": 35}
    assert check(office, 51, code)  # the brake is the account's
    office.now += timedelta(minutes=35)
    assert check(office, 50, code)
    try_wrong(office, 50)
    with pytest.raises(TooManyCodes) as braked:
        check(office, 50, code)
    assert braked.value.values == {"minutes": 5}


def test_an_account_is_bound_once(office: Office) -> None:
    ion = office.enrol("Ion", "RO")
    code = invite(office, on_roster(office))
    invite_id = check(office, ion.telegram_id, code)
    with pytest.raises(BoundAccount):
        prove(office, ion.telegram_id, invite_id)
    with pytest.raises(BoundAccount):
        office.act(ion, lambda uow: enrolment.must_be_own(uow, code))
    office.act(ion, lambda uow: enrolment.must_be_own(uow, "whatever"))
    assert prove(office, 50, invite_id).telegram_id == 50


def test_the_account_before_is_told_and_gets_nothing_more(office: Office) -> None:
    dragan = office.enrol("Драган", "RS", "duty")
    office.act(dragan, lambda uow: people.change(uow.session, dragan.person_id, phone=PHONE))
    invite_id = check(office, 50, invite(office, dragan.person_id))

    before = dragan.person

    def queue_and_move(uow: UnitOfWork) -> None:
        notify.notice(uow, before, Message("for the old account"))
        enrolment.prove_by_phone(uow, invite_id, PHONE, 50)

    office.act(nobody(office, 50), queue_and_move)

    states = {
        (row["chat_id"], json.loads(row["payload"]).get("text", "")[:12]): row["state"]
        for row in office.rows(outbox)
        if row["method"] == "sendMessage"
    }
    assert states == {
        (dragan.telegram_id, "for the old "): State.CANCELLED,
        (dragan.telegram_id, "Ваш приступ "): State.SENT,
        (50, "Приступ вам "): State.SENT,
        (50, "🔔 Пробна узб"): State.SENT,
    }
    assert person(office, dragan.person_id).telegram_id == 50


def test_revoked_means_nothing_more_in_either_direction(office: Office) -> None:
    dragan = office.enrol("Драган", "RS", "duty")
    ion = office.enrol("Ion", "RO", "duty")
    code = invite(office, dragan.person_id)

    before, bystander = dragan.person, ion.person

    def revoke(uow: UnitOfWork) -> None:
        notify.notice(uow, before, Message("queued before"))
        notify.notice(uow, bystander, Message("queued before"))
        enrolment.revoke(uow, before)
        found = people.by_id(uow.session, dragan.person_id)
        assert found
        notify.notice(uow, found, Message("queued after"))
        notify.card(uow, found, Message("shown after"), subject="sighting:RS-26-0001")

    office.act(nobody(office, 1), revoke)

    assert dragan.texts == []
    assert ion.texts == ["queued before"]
    found = person(office, dragan.person_id)
    assert (found.revoked_at, found.on_duty_since) == (office.now, None)
    with pytest.raises(UsedCode):
        check(office, 50, code)
    last = office.rows(audit)[-1]
    assert (last["deed"], json.loads(last["detail"])) == ("roles", {"revoked": True})


def lists(office: Office, account: int) -> list[str]:
    """What was done with the commands that Telegram lists in a chat, in its order."""
    rows = [row for row in office.rows(outbox) if row["chat_id"] == account]
    named = [row for row in rows if row["method"].endswith("MyCommands")]
    scope = {"type": "chat", "chat_id": account}
    assert [json.loads(row["payload"])["scope"] for row in named] == [scope] * len(named)
    return [row["method"] for row in named if row["state"] == State.SENT]


def test_an_account_that_is_nobodys_has_no_commands(office: Office) -> None:
    dragan, ion = office.enrol("Драган", "RS", "duty"), office.enrol("Ion", "RO")
    vera = office.enrol("Вера", "RS")
    leaver, other = dragan.person, vera.person
    office.act(dragan, lambda uow: profile.offer_commands(uow, leaver))
    office.act(dragan, lambda uow: enrolment.revoke(uow, leaver))
    assert lists(office, dragan.telegram_id) == ["setMyCommands", "deleteMyCommands"]

    office.act(vera, lambda uow: enrolment.let_in(uow, other, 50, proof="approval"))
    assert lists(office, vera.telegram_id) == ["deleteMyCommands"]
    assert lists(office, 50) == ["setMyCommands"]
    assert lists(office, ion.telegram_id) == []


def test_commands_that_wait_for_somebody_revoked_are_not_offered_after_all(office: Office) -> None:
    dragan = office.enrol("Драган", "RS", "duty")
    leaver = dragan.person

    def both(uow: UnitOfWork) -> None:
        profile.offer_commands(uow, leaver)
        enrolment.revoke(uow, leaver)

    office.act(dragan, both)
    assert lists(office, dragan.telegram_id) == ["deleteMyCommands"]
