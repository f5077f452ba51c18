"""An invitation as it is handed to a person: whose it is, what opens it, and until when."""

from dataclasses import dataclass
from datetime import datetime

from storage.people import Person
from views.language import Reader


@dataclass(frozen=True)
class Invitation:
    """A one-time code for somebody. `bot_username` is empty where Telegram never told it."""

    person: Person
    code: str
    bot_username: str
    expires_at: datetime

    @property
    def link(self) -> str:
        """What opens the chat with the code in it: https://core.telegram.org/bots/features."""
        return f"https://t.me/{self.bot_username}?start={self.code}" if self.bot_username else ""

    @property
    def groups(self) -> list[str]:
        """The code in fours, as it is read aloud and typed."""
        return [self.code[at : at + 4] for at in range(0, len(self.code), 4)]


def title(reader: Reader) -> str:
    """The heading of a printed invitation."""
    return reader.pgettext("sheet", "Invitation")


def purpose(reader: Reader) -> str:
    """What one is invited to."""
    _ = reader.gettext
    return _("Assistant of the joint border patrols of Romania and Serbia")


def code_label(reader: Reader) -> str:
    """Above the code."""
    _ = reader.gettext
    return _("Invitation code")


def until_label(reader: Reader) -> str:
    """Above the moment at which it expires."""
    return reader.pgettext("invitation", "Valid until")


def steps(reader: Reader, bot: str) -> tuple[str, str, str]:
    """How to enrol, in the order of doing it."""
    _ = reader.gettext
    return (
        _("On the phone whose number is in the roster, install Telegram and open it."),
        _(
            "Point the phone's camera at the square and open the link; or find {bot} in Telegram"
            " and send it the code.",
            bot=f"@{bot}",
        ),
        _("Press the large button: {button}", button=reader.term("enrol.share_phone")),
    )


def warning(reader: Reader) -> str:
    """What not to do with it."""
    _ = reader.gettext
    return _(
        "Personal, for one use. Do not pass it on or photograph it. If it is lost, tell your duty"
        " officer at once. Once used, destroy it."
    )
