"""A voice message is kept as it was spoken: Telegram's own clients write nothing else into it."""

from bot.media.cleaned import CannotKeep, Cleaned, Why


def clean(data: bytes) -> Cleaned:
    """The same bytes. Raises `CannotKeep` for what is no Ogg, which every voice message is."""
    if not data.startswith(b"OggS"):
        raise CannotKeep(Why.UNREADABLE)
    return Cleaned(data, "audio/ogg")
