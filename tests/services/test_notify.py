"""Everybody queues: where a message goes, how urgently, and who is passed over."""

import json
from dataclasses import replace

from services import notify
from storage.cards import card
from storage.outbox import Lane, outbox
from storage.unit_of_work import UnitOfWork
from tests.office import EVENING, Office
from views.language import Language
from views.message import Button, Message


def test_a_reply_goes_where_the_actor_looks_and_a_notice_to_its_person(office: Office) -> None:
    mila, ion = office.enrol("Мила", "RS"), office.enrol("Ion", "RO")
    reader = ion.person

    def work(uow: UnitOfWork) -> None:
        notify.reply(uow, Message("одговор"), subject="draft:1")
        notify.notice(uow, reader, Message("anunț"))

    office.act(mila, work)
    rows = [
        (row["chat_id"], row["person_id"], row["lane"], row["method"], row["subject"])
        for row in office.rows(outbox)
    ]
    assert rows == [
        (mila.telegram_id, mila.person_id, Lane.REPLY, "sendMessage", "draft:1"),
        (ion.telegram_id, ion.person_id, Lane.NOTICE, "sendMessage", None),
    ]
    marks = [row["repeat_mark"] for row in office.rows(outbox)]
    assert marks[0] != marks[1], "a possible second copy is marked in the reader's language"
    assert all(marks)


def test_who_cannot_be_written_to_is_passed_over(office: Office) -> None:
    ion = office.enrol("Ion", "RO")
    person = ion.person
    for out in (
        replace(person, telegram_id=None),
        replace(person, revoked_at=EVENING),
        replace(person, id=None, telegram_id=None),
    ):
        office.act(ion, lambda uow, out=out: notify.notice(uow, out, Message("x")))  # type: ignore[misc]  # a lambda with defaults
        office.act(ion, lambda uow, out=out: notify.card(uow, out, Message("x"), subject="s:1"))  # type: ignore[misc]  # a lambda with defaults

    assert (office.rows(outbox), office.rows(card)) == ([], [])


def test_a_card_is_sent_once_then_edited_and_left_alone_when_nothing_changed(
    office: Office,
) -> None:
    ion = office.enrol("Ion", "RO")
    person = ion.person
    looks = [
        Message("nou", buttons=((Button("Preiau", "take:1"),),)),
        Message("nou", buttons=((Button("Preiau", "take:1"),),)),
        Message("preluat"),
    ]
    for look in looks:
        office.act(ion, lambda uow, look=look: notify.card(uow, person, look, subject="s:1"))  # type: ignore[misc]  # a lambda with defaults

    assert [(method, text) for _chat, method, text in office.sent] == [
        ("sendMessage", "nou"),
        ("editMessageText", "preluat"),
    ]
    assert ion.texts == ["preluat"]
    (hung,) = office.rows(card)
    assert (hung["subject"], json.loads(hung["payload"])["text"]) == ("s:1", "preluat")


def test_strangers_are_read_to_in_the_language_of_their_phone() -> None:
    languages = [notify.stranger(code).language for code in ("ro", "sr-Latn", "de", None)]

    assert languages == [Language.RO, Language.SR_LATN, Language.EN, Language.EN]
