"""What is left of a file when it is clean, or why nothing is."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a file cannot be kept; the officer is told what to do about each."""

    UNREADABLE = "unreadable"  # it is not what it says, or is damaged
    TOO_MANY_PIXELS = "too_many_pixels"
    HIDDEN_TRACK = "hidden_track"  # a film with more in it than pictures and sound
    TOO_LARGE = "too_large"  # for Telegram to give it to a bot
    NOT_FETCHED = "not_fetched"  # Telegram did not give it, however often it was asked


class CannotKeep(Exception):  # noqa: N818 says what is the matter
    """The file is not kept."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Cleaned:
    """Bytes without a word about who, where or with what; width and height in pixels, or 0."""

    data: bytes
    media_type: str
    width: int = 0
    height: int = 0
