"""Telegram's JSON becomes our words or raises; nothing else comes out of it."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geography.point import Point
from handlers.incoming import Incoming, Kind, parse

MILA = {"id": 7, "is_bot": False, "first_name": "Мила", "language_code": "sr"}
BOT = {"id": 1, "is_bot": True, "first_name": "Straja"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Мила"}
GROUP = {"id": -5, "type": "supergroup", "title": "Група"}


def message(**content: Any) -> str:
    base = {"message_id": 3, "date": 1, "chat": PRIVATE, "from": MILA}
    return json.dumps({"update_id": 1, "message": base | content})


@pytest.mark.parametrize(
    ("text", "kind", "command", "rest"),
    [
        ("две барке", Kind.TEXT, "", "две барке"),
        ("/menu", Kind.COMMAND, "menu", ""),
        ("/MENU@Straja_Bot", Kind.COMMAND, "menu", ""),
        ("/start AB-CD", Kind.COMMAND, "start", "AB-CD"),
        ("/sighting\nчамац\nтри лица", Kind.COMMAND, "sighting", "чамац\nтри лица"),
        ("/sighting   чамац ", Kind.COMMAND, "sighting", "чамац"),
        ("/", Kind.COMMAND, "", ""),
        ("/ x", Kind.COMMAND, "", "x"),
        ("a /menu", Kind.TEXT, "", "a /menu"),
    ],
)
def test_a_text_is_a_command_or_a_text(text: str, kind: Kind, command: str, rest: str) -> None:
    incoming = parse(message(text=text))

    assert (incoming.kind, incoming.command, incoming.text) == (kind, command, rest)
    assert (incoming.sender, incoming.chat_id, incoming.private) == (7, 7, True)
    assert incoming.language_code == "sr"


def test_what_is_shared_is_read() -> None:
    place = {"latitude": 44.8, "longitude": 21.3, "horizontal_accuracy": 20.0}
    located = parse(message(location=place))
    contact = {"phone_number": "+381", "first_name": "x", "user_id": 9}
    shared = parse(message(contact=contact))

    assert (located.kind, located.point, located.accuracy) == (
        Kind.LOCATION,
        Point(44.8, 21.3),
        20.0,
    )
    assert (shared.kind, shared.phone, shared.phone_owner) == (Kind.CONTACT, "+381", 9)


def test_a_place_that_is_none_on_earth_stays_a_place_without_a_point() -> None:
    incoming = parse(message(location={"latitude": 91.0, "longitude": 21.3}))

    assert (incoming.kind, incoming.point) == (Kind.LOCATION, None)


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"dice": {"emoji": "🎲", "value": 1}},
    ],
)
def test_files_and_toys_are_files(content: dict[str, Any]) -> None:
    assert parse(message(**content)).kind == Kind.FILE


def test_a_tap_tells_what_was_pressed_and_proves_what_was_shown() -> None:
    shown = {"message_id": 4, "date": 1, "chat": PRIVATE, "from": BOT, "text": "Питање"}
    query = {"id": "q", "from": MILA, "chat_instance": "1", "data": "a:1", "message": shown}
    incoming = parse(json.dumps({"update_id": 1, "callback_query": query}))

    assert incoming == Incoming(
        Kind.PRESS,
        7,
        7,
        language_code="sr",
        data="a:1",
        callback_id="q",
        account="Мила",
        message_id=4,
        seen_message=(4, "Питање"),
    )


def test_an_answer_to_a_message_of_ours_proves_that_it_arrived_and_to_others_nothing() -> None:
    ours = {"message_id": 4, "date": 1, "chat": PRIVATE, "from": BOT, "text": "Питање"}

    assert parse(message(text="да", reply_to_message=ours)).seen_message == (4, "Питање")
    assert parse(message(text="да", reply_to_message=ours | {"from": MILA})).seen_message is None


@pytest.mark.parametrize(("status", "kind"), [("kicked", Kind.BLOCKED), ("member", Kind.UNBLOCKED)])
def test_blocking_is_told(status: str, kind: Kind) -> None:
    def member(status: str) -> dict[str, Any]:
        return {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    changed = {"chat": PRIVATE, "from": MILA, "date": 1, "old_chat_member": member("left")}
    changed["new_chat_member"] = member(status)
    incoming = parse(json.dumps({"update_id": 1, "my_chat_member": changed}))

    assert (incoming.kind, incoming.sender, incoming.private) == (kind, 7, True)


TEXT = {"message_id": 1, "date": 1, "text": "x"}


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"channel_post": TEXT | {"chat": GROUP}},
        {"edited_message": TEXT | {"chat": PRIVATE, "from": MILA}},
        {"message": TEXT | {"chat": PRIVATE, "from": BOT}},
        {
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": GROUP,
                "from": MILA,
                "new_chat_title": "x",
            }
        },
    ],
    ids=["empty", "channel", "edit", "bot", "service"],
)
def test_what_needs_no_answer_is_nothing(content: dict[str, Any]) -> None:
    assert parse(json.dumps({"update_id": 1} | content)).kind == Kind.NOTHING


def test_nul_and_lone_surrogates_become_the_replacement_character() -> None:
    text = "a\0b\ud83dc\ude00d😀"
    name = MILA | {"first_name": "\0"}

    assert parse(message(text=text, **{"from": name})).text == "a\ufffdb\ufffdc\ufffdd😀"


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    field=st.sampled_from(["message", "callback_query", "my_chat_member", "edited_message", "x"]),
    content=TREES
    | st.dictionaries(st.sampled_from(["text", "from", "chat", "date", "location"]), TREES),
)
def test_whatever_comes_is_read_or_raises(field: str, content: object) -> None:
    try:
        incoming = parse(json.dumps({"update_id": 1, field: content}))
    except Exception:  # noqa: BLE001 the edge counts a try, whatever is raised
        return
    assert isinstance(incoming, Incoming)
