"""Everybody queues: where a message goes, how urgently, and who is passed over."""

import json
from dataclasses import replace

import pytest

from services import notify
from storage.cards import card
from storage.outbox import Lane, outbox
from storage.unit_of_work import UnitOfWork
from tests.office import EVENING, Office
from views.language import Language
from views.message import Attachment, Button, FileKind, Message


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


def test_long_words_follow_their_file_and_nothing_is_lost(office: Office) -> None:
    ion = office.enrol("Ion", "RO")
    reader = ion.person
    map_of_socol = Attachment(FileKind.PHOTO, "0" * 64, "map.jpg")
    long = Message("x" * 1025, attachment=map_of_socol)

    def work(uow: UnitOfWork) -> None:
        notify.notice(uow, reader, long)
        notify.reply(uow, long)
        notify.answer(uow, Message("x", attachment=map_of_socol), shown_in=7)

    office.act(ion, work)
    queued = [(row["method"], json.loads(row["payload"])) for row in office.rows(outbox)]
    assert [(method, said.get("text", said.get("caption"))) for method, said in queued] == [
        ("sendPhoto", None),
        ("sendMessage", "x" * 1025),
        ("sendPhoto", None),
        ("sendMessage", "x" * 1025),
        ("sendPhoto", "x"),
    ]


def test_a_picture_is_a_card_of_its_own_beside_another(office: Office) -> None:
    ion = office.enrol("Ion", "RO")
    reader = ion.person
    picture = Message("Socol", attachment=Attachment(FileKind.PHOTO, "0" * 64, "map.jpg"))

    def work(uow: UnitOfWork) -> None:
        for _ in range(2):
            notify.picture(uow, reader, picture, subject="map:17", replies_to="sighting:17")
        out = replace(reader, revoked_at=EVENING)
        notify.picture(uow, out, picture, subject="map:18", replies_to="sighting:18")

    office.act(ion, work)
    [row] = office.rows(outbox)
    assert (row["method"], row["subject"], row["lane"]) == ("sendPhoto", "map:17", Lane.NOTICE)
    [shown] = office.rows(card)
    assert json.loads(shown["payload"])["replies_to"] == "sighting:17"

    def without(uow: UnitOfWork) -> None:
        notify.picture(uow, reader, Message("x"), subject="map:19", replies_to="sighting:19")

    with pytest.raises(ValueError, match="changed later"):
        office.act(ion, without)
