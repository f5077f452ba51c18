"""Each answer of Telegram, and what it means for a call."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import verdicts
from bot.transport import Ambiguous, NotSent
from bot.verdicts import Kind
from storage.outbox import Lane, OutboxRow

NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)


def row(method: str = "sendMessage", *, card_id: int | None = None) -> OutboxRow:
    given: dict[str, Any] = dict.fromkeys(OutboxRow.__dataclass_fields__)
    given |= {"method": method, "card_id": card_id, "lane": Lane.NOTICE, "due_at": NOW}
    return OutboxRow(**given)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RetryAfter(5), Kind.HELD),
        (ChatMigrated(-200), Kind.MIGRATED),
        (InvalidToken("Unauthorized"), Kind.NO_TOKEN),
        (Forbidden("Forbidden: bot was blocked by the user"), Kind.UNREACHABLE),
        (Forbidden("Forbidden: user is deactivated"), Kind.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Kind.UNREACHABLE),
        (BadRequest("Chat not found"), Kind.UNREACHABLE),
        (BadRequest("PEER_ID_INVALID"), Kind.UNREACHABLE),
        (BadRequest("Can't parse entities"), Kind.REFUSED),
        (BadRequest("Message to edit not found"), Kind.REFUSED),
        (NotSent("No connection"), Kind.UNSENT),
        (Ambiguous("No answer"), Kind.UNKNOWN),
        (NetworkError("Too Many Requests (429)"), Kind.UNSENT),
        (NetworkError("Request Entity Too Large (413)"), Kind.REFUSED),
        (TelegramError("Invalid server response"), Kind.UNKNOWN),
        (Conflict("terminated by other getUpdates request"), Kind.UNKNOWN),
    ],
)
def test_an_error_when_sending(error: TelegramError, kind: Kind) -> None:
    assert verdicts.of_error(error, row()).kind == kind


@pytest.mark.parametrize(
    ("method", "card_id", "said", "kind"),
    [
        ("editMessageText", 1, "Message is not modified: specified new …", Kind.ACCEPTED),
        ("editMessageText", None, "Message is not modified: specified new …", Kind.ACCEPTED),
        ("editMessageText", 1, "Message to edit not found", Kind.GONE),
        ("editMessageText", 1, "Message can't be edited", Kind.GONE),
        ("editMessageText", None, "Message to edit not found", Kind.REFUSED),
        ("deleteMessage", None, "Message to delete not found", Kind.ACCEPTED),
        ("deleteMessage", None, "Message can't be deleted", Kind.REFUSED),
    ],
)
def test_a_refusal_that_is_none(method: str, card_id: int | None, said: str, kind: Kind) -> None:
    assert verdicts.of_error(BadRequest(said), row(method, card_id=card_id)).kind == kind


def test_what_belongs_to_a_verdict() -> None:
    assert verdicts.of_error(RetryAfter(5), row()).retry_after == timedelta(seconds=5)
    assert verdicts.of_error(ChatMigrated(-200), row()).new_chat == -200
    refused = verdicts.of_error(BadRequest("Button_data_invalid"), row())
    assert refused.reason == "BadRequest: Button_data_invalid"


@pytest.mark.parametrize(
    ("result", "message_id"),
    [
        ({"message_id": 7, "text": "x"}, 7),
        ([{"message_id": 8}, {"message_id": 9}], 8),
        (True, None),
        ([], None),
    ],
)
def test_what_was_accepted(result: object, message_id: int | None) -> None:
    verdict = verdicts.of_result(result)
    assert (verdict.kind, verdict.message_id) == (Kind.ACCEPTED, message_id)


@pytest.mark.parametrize(
    ("method", "repeatable"),
    [
        ("sendMessage", False),
        ("sendPhoto", False),
        ("copyMessage", False),
        ("forwardMessage", False),
        ("createChatInviteLink", False),
        ("editMessageText", True),
        ("editMessageReplyMarkup", True),
        ("deleteMessage", True),
        ("setMyCommands", True),
        ("pinChatMessage", True),
    ],
)
def test_what_may_be_called_twice_without_a_trace(method: str, repeatable: bool) -> None:
    assert verdicts.repeatable(method) is repeatable
