"""JSON as it goes over the wire, with text refused that Telegram would refuse."""

import json
from typing import Any

from sandbox.errors import bad_request

Json = dict[str, Any]


def dump(value: object) -> str:
    """Compact JSON in ASCII, so that even a lone surrogate in a log line can be written."""
    return json.dumps(value, separators=(",", ":"))


def sound(text: str) -> str:
    """The text itself; ApiError where it holds NUL or a lone surrogate (not valid UTF-8)."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    if "\0" in text:
        raise bad_request("strings must be encoded in UTF-8")
    return text


def load(raw: str | bytes) -> object:
    """JSON decoded; ValueError where it is none, ApiError where a string in it is unsound."""
    value = json.loads(raw)
    text = raw if isinstance(raw, str) else raw.decode(errors="replace")
    if "\\u" in text:  # only an escape can smuggle such characters through a UTF-8 decoder
        _refuse_unsound(value)
    return value


def _refuse_unsound(value: object) -> None:
    if isinstance(value, str):
        sound(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            sound(key)
            _refuse_unsound(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_unsound(inner)
