"""The schema check accepts right requests and names what is wrong with others."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

BUTTON = {"text": "Take over", "callback_data": "take:17:3"}
MARKUP = json.dumps({"inline_keyboard": [[BUTTON]]})
SENDER = {"id": 7, "is_bot": False, "first_name": "Mila"}
MESSAGE = {
    "message_id": 1,
    "date": 1_767_225_600,
    "chat": {"id": 7, "type": "private", "first_name": "Mila"},
    "from": SENDER,
    "text": "Дојава",
}

RIGHT: list[dict[str, Any]] = [
    {"method": "getMe", "params": {}},
    {"method": "sendMessage", "params": {"chat_id": "7", "text": "Дојава", "reply_markup": MARKUP}},
    {"method": "sendMessage", "params": {"chat_id": 7, "text": "x" * 4096}},
    {"method": "sendMessage", "params": {"chat_id": 7, "text": "🚤" * 2048}},
    {
        "method": "sendMessage",
        "params": {
            "chat_id": "7",
            "text": "RS-26-0001",
            "protect_content": "True",
            "entities": '[{"type": "bold", "offset": 0, "length": 10}]',
            "reply_markup": '{"keyboard": [[{"text": "x", "request_location": true}]]}',
        },
    },
    {"method": "SENDMESSAGE", "params": {"chat_id": "7", "text": "any case of the name is taken"}},
    {
        "method": "getUpdates",
        "params": {"offset": "5", "timeout": "10", "allowed_updates": '["message"]'},
    },
    {"method": "sendPhoto", "params": {"chat_id": "7", "photo": {"file_name": "a", "size": 9}}},
    {
        "method": "sendDocument",
        "params": {
            "chat_id": "7",
            "document": "attach://sheet",
            "sheet": {"file_name": "sheet.pdf", "size": 9},
        },
    },
    {
        "method": "setMyCommands",
        "params": {
            "commands": '[{"command": "sos", "description": "Call for help"}]',
            "scope": '{"type": "chat", "chat_id": 7}',
            "language_code": "sr",
        },
    },
    {"n": 1, "at": "2026-01-01T00:00:00Z", "bot": 1, "method": "getMe", "params": {}},
    {"update": {"update_id": 1, "message": MESSAGE}},
    {
        "update": {
            "update_id": 2,
            "callback_query": {"id": "1", "from": SENDER, "chat_instance": "1", "data": "x"},
        }
    },
]

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"method": "sendMesage", "params": {}}, "no such method"),
    ({"method": "sendMessage", "params": {"chat_id": "7"}}, "text: Field required"),
    (
        {"method": "sendMessage", "params": {"chat_id": "7", "text": "x", "colour": "red"}},
        "colour: unknown",
    ),
    ({"method": "sendMessage", "params": {"chat_id": [7], "text": "x"}}, "chat_id"),
    ({"method": "sendMessage", "params": {"chat_id": "7", "text": ["x"]}}, "text: Input should be"),
    (
        {"method": "sendMessage", "params": {"chat_id": "7", "text": ""}},
        "text: 0 characters, 1 to 4096 are allowed",
    ),
    (
        {"method": "sendMessage", "params": {"chat_id": "7", "text": "🚤" * 2048 + "x"}},
        "text: 4097 characters, 1 to 4096 are allowed",
    ),
    (
        {
            "method": "sendPhoto",
            "params": {"chat_id": "7", "photo": "id", "caption": "ж" * 1025},
        },
        "caption: 1025 characters, 0 to 1024 are allowed",
    ),
    (
        {
            "method": "sendMessage",
            "params": {
                "chat_id": "7",
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ж" * 33}]]},
            },
        },
        "reply_markup.inline_keyboard.0.0.callback_data: 66 bytes, 1 to 64 are allowed",
    ),
    (
        {
            "method": "sendMessage",
            "params": {
                "chat_id": "7",
                "text": "x",
                "reply_markup": '{"inline_keyboard": [[{"text": "x", "callback_dta": "x"}]]}',
            },
        },
        "reply_markup.inline_keyboard.0.0.callback_dta: unknown",
    ),
    (
        {"method": "sendMessage", "params": {"chat_id": "7", "text": "x", "reply_markup": "{"}},
        "reply_markup",
    ),
    (
        {
            "method": "sendMessage",
            "params": {"chat_id": "7", "text": "x", "entities": '[{"type": "bold", "length": 1}]'},
        },
        "entities.0.offset: Field required",
    ),
    (
        {"method": "answerCallbackQuery", "params": {"callback_query_id": "1", "text": "x" * 201}},
        "text: 201 characters, 0 to 200 are allowed",
    ),
    (
        {
            "method": "sendPhoto",
            "params": {"chat_id": "7", "photo": "id", "stray": {"file_name": "a", "size": 1}},
        },
        "stray: unknown",
    ),
    ({"method": "setMyCommands", "params": {"commands": "sos"}}, "commands: Input should be"),
    (
        {
            "method": "setMyCommands",
            "params": {"commands": [{"command": "a", "description": "b"}] * 101},
        },
        "commands: 101 items, 0 to 100 are allowed",
    ),
    ({"update": {"message": MESSAGE}}, "update_id: Field required"),
    ({"update": {"update_id": 1, "message": {**MESSAGE, "colour": 1}}}, "message.colour: unknown"),
    ({"update": {"update_id": 1, "message": {"message_id": 1}}}, "message.date: Field required"),
    ({"something": "else"}, "neither a request nor an update"),
]


def check(judge: Path, log: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [judge, "-m", "schema.check", log],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def write(log: Path, entries: list[dict[str, Any]]) -> Path:
    log.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return log


def test_right_requests_and_updates_are_accepted(judge: Path, tmp_path: Path) -> None:
    outcome = check(judge, write(tmp_path / "log", RIGHT))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert outcome.stdout.splitlines()[-1] == f"{len(RIGHT)} checked, 0 faults"


def test_each_wrong_one_is_named_with_its_line(judge: Path, tmp_path: Path) -> None:
    outcome = check(judge, write(tmp_path / "log", [entry for entry, _ in WRONG]))
    assert outcome.returncode == 1
    said = [line for line in outcome.stdout.splitlines() if line.startswith("WRONG")]
    for number, (entry, fault) in enumerate(WRONG, 1):
        about = [line for line in said if line.startswith(f"WRONG line {number},")]
        assert any(f": {fault}" in line for line in about), (entry, about)


def test_a_wrong_one_among_right_ones_is_found(judge: Path, tmp_path: Path) -> None:
    outcome = check(judge, write(tmp_path / "log", [*RIGHT, WRONG[1][0], *RIGHT]))
    assert outcome.returncode == 1
    assert f"WRONG line {len(RIGHT) + 1}, sendMessage: text: Field required" in outcome.stdout
    assert outcome.stdout.splitlines()[-1] == f"{2 * len(RIGHT) + 1} checked, 1 faults"


@pytest.mark.parametrize("text", ["", "\n"])
def test_nothing_checked_is_a_failure(judge: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "log").write_text(text)
    assert check(judge, tmp_path / "log").returncode == 1


def test_a_line_that_is_not_json_is_named(judge: Path, tmp_path: Path) -> None:
    (tmp_path / "log").write_text('{"method": "getMe", "params": {}}\nnot json\n')
    outcome = check(judge, tmp_path / "log")
    assert outcome.returncode == 1
    assert "WRONG line 2, ?: not a line of JSON" in outcome.stdout


def test_no_log_is_one_sentence(judge: Path, tmp_path: Path) -> None:
    outcome = check(judge, tmp_path / "log")
    assert outcome.returncode == 1
    assert outcome.stderr == f"{tmp_path}/log is not there: run the tests first, they write it.\n"
