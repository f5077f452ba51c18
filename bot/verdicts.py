"""What an answer of Telegram, or the lack of one, says about a call."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import NotSent
from storage.outbox import OutboxRow


class Kind(StrEnum):
    """The rows of the outcome table, docs/decisions and the architecture's "Outbox and courier"."""

    ACCEPTED = "accepted"
    UNSENT = "unsent"  # surely
    UNKNOWN = "unknown"  # perhaps accepted
    HELD = "held"  # too fast
    UNREACHABLE = "unreachable"  # for good, until the person starts the bot again
    MIGRATED = "migrated"  # the group has a new id
    GONE = "gone"  # the card's message is not there any more
    REFUSED = "refused"  # for good
    NO_TOKEN = "no token"  # noqa: S105 the bot itself is refused


@dataclass(frozen=True)
class Verdict:
    """One outcome, with what belongs to its kind."""

    kind: Kind
    reason: str = ""
    message_id: int | None = None
    retry_after: timedelta = timedelta(0)
    new_chat: int = 0


# The first that fits. Nothing fits an answer 200 whose body is not the Bot API's: unknown.
_KINDS: tuple[tuple[type[TelegramError], Kind], ...] = (
    (InvalidToken, Kind.NO_TOKEN),
    (Forbidden, Kind.UNREACHABLE),
    (NotSent, Kind.UNSENT),
    (TimedOut, Kind.UNKNOWN),
    (NetworkError, Kind.REFUSED),  # a 4xx without a class of its own; a body that cannot be made
)
_NOBODY_THERE = ("chat not found", "user not found", "deactivated", "peer_id_invalid")
_NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def unknown_file(error: TelegramError) -> bool:
    """Whether Telegram does not know the id of a file: it was told to another bot."""
    said = error.message.lower()
    return isinstance(error, BadRequest) and ("file_id" in said or "file identifier" in said)


def repeatable(method: str) -> bool:
    """Whether calling twice is no different from calling once."""
    return not method.startswith(("send", "copy", "forward", "create"))


def of_result(result: Any) -> Verdict:  # noqa: ANN401 whatever the Bot API answers
    """The verdict on a call that was accepted."""
    first = result[0] if isinstance(result, list) and result else result
    message_id = first.get("message_id") if isinstance(first, dict) else None
    return Verdict(Kind.ACCEPTED, message_id=message_id)


def of_error(error: TelegramError, row: OutboxRow) -> Verdict:
    """The verdict on a call that was not."""
    reason = f"{type(error).__name__}: {error.message}"
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        pause = pause if isinstance(pause, timedelta) else timedelta(seconds=pause)
        return Verdict(Kind.HELD, reason, retry_after=pause)
    if isinstance(error, ChatMigrated):
        return Verdict(Kind.MIGRATED, reason, new_chat=error.new_chat_id)
    if isinstance(error, BadRequest):
        return Verdict(_of_bad_request(error.message.lower(), row), reason)
    if "too many requests" in error.message.lower():  # a 429 that does not say for how long
        return Verdict(Kind.UNSENT, reason)
    kinds = (kind for known, kind in _KINDS if isinstance(error, known))
    return Verdict(next(kinds, Kind.UNKNOWN), reason)


def _of_bad_request(said: str, row: OutboxRow) -> Kind:
    if "message is not modified" in said:
        return Kind.ACCEPTED
    if row.method == "deleteMessage" and "message to delete not found" in said:
        return Kind.ACCEPTED
    if any(phrase in said for phrase in _NOBODY_THERE):
        return Kind.UNREACHABLE
    editing = row.card_id is not None and row.method.startswith("edit")
    if editing and any(phrase in said for phrase in _NOT_THERE):
        return Kind.GONE
    return Kind.REFUSED
