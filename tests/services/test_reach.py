"""Who cannot be written to is told to their desk: to whoever is on duty, or to all of it."""

from services import reach
from tests.office import Json, Office


def test_nobody_on_duty_means_the_whole_desk_of_that_side(office: Office) -> None:
    mila = office.enrol("Мила Јовановић", "RS")
    desk = [office.enrol(name, "RS", "duty") for name in ("Драган", "Зоран")]
    silent = [office.enrol("Ion", "RO", "duty"), office.enrol("Ана", "RS", "officer")]
    office.act(mila, lambda uow: reach.lost(uow, uow.actor))

    assert [len(each.texts) for each in desk] == [1, 1]
    assert [len(each.texts) for each in silent] == [0, 0]


def test_blocking_and_coming_back_are_heard_from_telegram(office: Office) -> None:
    mila = office.enrol("Мила Јовановић", "RS")
    dragan = office.enrol("Драган", "RS", "duty")
    dragan.changes_duty()
    bot = {"id": 1, "is_bot": True, "first_name": "Straja"}
    me: Json = {"id": mila.telegram_id, "is_bot": False, "first_name": "Мила"}
    chat: Json = {"id": mila.telegram_id, "type": "private", "first_name": "Мила"}
    member: Json = {"user": bot, "status": "member"}
    kicked: Json = {"user": bot, "status": "kicked", "until_date": 0}
    blocked = {"chat": chat, "from": me, "date": 1, "old_chat_member": member}
    office.takes({"my_chat_member": blocked | {"new_chat_member": kicked}})

    assert mila.person.unreachable_since == office.now
    assert "Мила Јовановић" in dragan.texts[-1]
    mila.says("/start")
    assert mila.person.unreachable_since is None


def test_somebody_unknown_is_no_loss(office: Office) -> None:
    dragan = office.enrol("Драган", "RS", "duty")
    office.act(dragan, lambda uow: reach.lost(uow, type(uow.actor)()))

    assert dragan.texts == []
