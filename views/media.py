"""Photos, videos and voice messages of a sighting: how many, where they go, what became of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from views.language import Reader
from views.message import Attachment, Button, FileKind, Message, Style

SYMBOLS = {"photo": "📷", "video": "🎥", "voice": "🎤"}
_SUFFIX = {"photo": "jpg", "video": "mp4", "voice": "oga"}
MEGABYTES = 20  # what Telegram gives to a bot, https://core.telegram.org/bots/api#getfile
MEGAPIXELS = 64


@dataclass(frozen=True)
class Item:
    """One file; `file` is its key in the store of files."""

    kind: str
    file: str = ""


def counted(items: Iterable[Item]) -> str:
    """How many of each kind, in signs that need no language: `📷 2 · 🎤 1`."""
    number = Counter(item.kind for item in items)
    return " · ".join(f"{sign} {number[kind]}" for kind, sign in SYMBOLS.items() if number[kind])


def show_button(number: str, items: Sequence[Item]) -> Button:
    """The button of a card that sends them to whoever taps it."""
    return Button(counted(items), f"media:{number}")


def shown(title: str, number: str, items: Sequence[Item]) -> list[Message]:
    """Each as a message of its own, below the title of its report."""
    messages = []
    for at, item in enumerate(items, start=1):
        name = f"{number}-{at}.{_SUFFIX[item.kind]}"
        attachment = Attachment(FileKind(item.kind), item.file, name)
        place = f"{SYMBOLS[item.kind]} {at}/{len(items)}"
        messages.append(Message(place, title=title, attachment=attachment))
    return messages


def in_form(reader: Reader, items: Sequence[Item]) -> Message:
    """What was sent while a form is open goes with it, and nothing else changes."""
    _ = reader.gettext
    text = _("This goes with the report that you are filling in. Please go on where you were.")
    return Message(text, title=counted(items))


def attached(reader: Reader, number: str, items: Sequence[Item]) -> Message:
    """What was sent after a report goes with it."""
    _ = reader.gettext
    text = _("This goes with report no. {number}.", number=number)
    return Message(text, title=counted(items))


def which(
    reader: Reader, media_id: int, items: Sequence[Item], reports: Sequence[tuple[str, str]]
) -> Message:
    """Where what was sent alone belongs: own reports by number and category, or a new one."""
    _ = reader.gettext
    lines = [_("To which report does this belong?")]
    lines += [f"{number}: {reader.term(category)}" for number, category in reports]
    rows = [(Button(number, f"media-to:{media_id}:{number}"),) for number, _category in reports]
    new = Button(reader.term("report.start"), f"media-new:{media_id}", Style.PRIMARY)
    # Translators: shown on a button: a photo that was sent is not used for anything.
    drop = Button(_("Discard it"), f"media-drop:{media_id}")
    return Message("\n".join(lines), title=counted(items), buttons=(*rows, (new,), (drop,)))


def dropped(reader: Reader) -> Message:
    """What was sent alone is not kept."""
    _ = reader.gettext
    return Message(_("It was not kept."))


def lost(reader: Reader, item: Item, why: str, number: str = "") -> Message:
    """A file that could not be kept: what was wrong, and what to do."""
    title = reader.term("report.number", n=number) if number else ""
    return Message(f"⚠ {SYMBOLS[item.kind]} {_REASONS[why](reader)}", title=title)


def _unreadable(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "This file could not be read as a photo, video or voice message. Please send it again as a"
        " photo or video, not as a file."
    )


def _too_many_pixels(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "This picture has more than {megapixels} million pixels. Please send it as a photo, not as"
        " a file.",
        megapixels=str(MEGAPIXELS),
    )


def _hidden_track(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "This video holds other data beside picture and sound, which may tell where it was taken."
        " Please send it as a video, not as a file."
    )


def too_large(reader: Reader) -> str:
    """More than Telegram gives to a bot."""
    _ = reader.gettext
    return _(
        "This file is larger than {megabytes} MB. Please send a shorter video, or a picture as a"
        " photo and not as a file.",
        megabytes=str(MEGABYTES),
    )


def _not_fetched(reader: Reader) -> str:
    _ = reader.gettext
    return _("This file could not be fetched from Telegram. Please send it again.")


_REASONS = {
    "unreadable": _unreadable,
    "too_many_pixels": _too_many_pixels,
    "hidden_track": _hidden_track,
    "too_large": too_large,
    "not_fetched": _not_fetched,
}
REASONS = frozenset(_REASONS)
