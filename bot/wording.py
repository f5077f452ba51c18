"""The parameters a call goes out with: its chat, and the mark of a possible second copy."""

from typing import Any

from bot.verdicts import repeatable
from storage.outbox import OutboxRow
from views.message import MAX_CAPTION_UNITS, MAX_UNITS, cut, units

UNWORDED = "↻"  # the mark where a call was queued without one
# They name their chat in their scope, if they have one.
_ABOUT_THE_BOT = frozenset({"setMyCommands", "deleteMyCommands"})
_TEXT = frozenset({"sendMessage"})
_CAPTION = frozenset(
    {"sendPhoto", "sendDocument", "sendVideo", "sendAnimation", "sendAudio", "sendVoice"}
)


def parameters(row: OutboxRow) -> dict[str, Any]:
    """What goes to the Bot API. A repeat says so in its first line, as far as it has words."""
    payload = dict(row.payload)
    if row.chat_id and row.method not in _ABOUT_THE_BOT:
        payload["chat_id"] = row.chat_id
    if not row.repeated or repeatable(row.method):
        return payload
    mark = row.repeat_mark or UNWORDED
    if row.method in _TEXT:
        return _marked(payload, mark, "text", "entities", MAX_UNITS)
    if row.method in _CAPTION:
        return _marked(payload, mark, "caption", "caption_entities", MAX_CAPTION_UNITS)
    return payload  # a bare position or contact; nothing tells its copies apart


def _marked(
    payload: dict[str, Any], mark: str, words: str, marks: str, limit: int
) -> dict[str, Any]:
    start = f"{mark}\n" if payload.get(words) else mark
    text = cut(f"{start}{payload.get(words, '')}", limit)
    shift, end = units(start), units(text)
    moved = [each | {"offset": each["offset"] + shift} for each in payload.get(marks, ())]
    inside = [each for each in moved if each["offset"] + each["length"] <= end]
    return payload | {words: text} | ({marks: inside} if inside or marks in payload else {})
