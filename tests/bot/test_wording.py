"""What a call goes out with, above all the second time."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import wording
from storage.outbox import Lane, OutboxRow

NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
MARK = "↻ Repetat 🔁"  # the last sign is two UTF-16 units
FIRST = OutboxRow(
    id=1,
    chat_id=101,
    person_id=None,
    lane=Lane.ALERT,
    method="sendMessage",
    payload={"chat_id": 5, "text": "Alertă 17", "protect_content": True},
    subject=None,
    card_id=None,
    card_version=None,
    repeat_mark=MARK,
    repeated=False,
    attempts=1,
    epoch=1,
    due_at=NOW,
)
AGAIN = replace(FIRST, repeated=True)


def test_the_chat_is_the_rows_whatever_the_payload_says() -> None:
    assert wording.parameters(FIRST) == {
        "chat_id": 101,
        "text": "Alertă 17",
        "protect_content": True,
    }
    assert FIRST.payload["chat_id"] == 5


def test_a_call_about_the_bot_itself_has_no_chat() -> None:
    about = replace(FIRST, chat_id=0, method="setMyCommands", payload={"commands": []})
    assert wording.parameters(about) == {"commands": []}


@pytest.mark.parametrize("method", ["setMyCommands", "deleteMyCommands"])
def test_the_commands_of_a_chat_name_it_in_their_scope_only(method: str) -> None:
    scope = {"scope": {"type": "chat", "chat_id": 101}}
    commands = replace(FIRST, method=method, payload=scope)
    assert wording.parameters(commands) == scope


def test_a_repeat_says_so_in_its_first_line_and_entities_move_along() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "code", "offset": 7, "length": 2},
    ]
    row = replace(AGAIN, payload={"text": "Alertă 17", "entities": entities})
    assert wording.parameters(row) == {
        "chat_id": 101,
        "text": f"{MARK}\nAlertă 17",
        "entities": [
            {"type": "bold", "offset": 13, "length": 6},
            {"type": "code", "offset": 20, "length": 2},
        ],
    }
    assert entities[0]["offset"] == 0


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument", "sendVoice"])
def test_a_repeated_file_says_so_in_its_caption(method: str) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 4}]
    row = replace(AGAIN, method=method, payload={"caption": "Harta", "caption_entities": entities})
    assert wording.parameters(row) == {
        "chat_id": 101,
        "caption": f"{MARK}\nHarta",
        "caption_entities": [{"type": "bold", "offset": 13, "length": 4}],
    }
    bare = replace(AGAIN, method=method, payload={"photo": "file-id"})
    assert wording.parameters(bare) == {"chat_id": 101, "photo": "file-id", "caption": MARK}


def test_a_repeat_that_does_not_fit_loses_its_end_and_not_its_mark() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "code", "offset": 4090, "length": 6},
    ]
    row = replace(AGAIN, payload={"text": "ж" * 4096, "entities": entities})
    said: dict[str, Any] = wording.parameters(row)
    assert said["text"] == f"{MARK}\n{'ж' * (4095 - 13)}…"
    assert said["entities"] == [{"type": "bold", "offset": 13, "length": 5}]


def test_a_repeat_without_a_mark_of_its_own_is_marked_all_the_same() -> None:
    assert wording.parameters(replace(AGAIN, repeat_mark=None))["text"] == "↻\nAlertă 17"


@pytest.mark.parametrize(
    ("method", "payload"),
    [
        ("editMessageText", {"text": "Alertă 17", "message_id": 7}),
        ("deleteMessage", {"message_id": 7}),
        ("sendLocation", {"latitude": 44.8, "longitude": 21.4}),
    ],
)
def test_what_can_be_repeated_unseen_or_has_no_words_is_not_marked(
    method: str, payload: dict[str, Any]
) -> None:
    row = replace(AGAIN, method=method, payload=payload)
    assert wording.parameters(row) == payload | {"chat_id": 101}
