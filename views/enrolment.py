"""What is said to somebody who joins."""

from storage.people import Person
from views import menu, organisation
from views.forms import Question
from views.language import Reader
from views.message import Key, Keys, Message, Wants


def phone_label(reader: Reader) -> str:
    """The key that sends one's own telephone number."""
    return "📱 " + reader.term("enrol.share_phone")


def ask_phone(reader: Reader) -> Question:
    """The code was right: now the phone."""
    _ = reader.gettext
    return Question(
        text=_(
            "Your invitation is valid. To confirm that it is you, press the large button below: it"
            " sends your phone number, which is compared with the roster."
        ),
        keys=phone_keys(reader),
        keys_stay=True,
    )


def phone_keys(reader: Reader) -> Keys:
    """One large key."""
    return ((Key(phone_label(reader), Wants.CONTACT),),)


def welcome(reader: Reader, person: Person) -> Message:
    """Enrolled: who the roster says you are, and what comes next."""
    _ = reader.gettext
    roles = ", ".join(menu.role_name(reader, role) for role in sorted(person.roles))
    return Message(
        f"{person.name} · {organisation.place_of(reader, person)}\n{roles}\n\n"
        + _(
            "The buttons below are all you need. To learn more, press: {button}",
            button=_help(reader),
        ),
        title=_("Your access is ready."),
        keys=menu.keys(reader, person.roles),
    )


def already(reader: Reader, person: Person) -> Message:
    """Somebody enrolled opens an invitation or starts again."""
    _ = reader.gettext
    return Message(_("Your access is ready."), keys=menu.keys(reader, person.roles))


def moved_elsewhere(reader: Reader) -> Message:
    """To the account that was bound before."""
    _ = reader.gettext
    return Message(
        _(
            "Your access has been moved to another Telegram account. If this was not you, please"
            " inform your duty officer at once."
        ),
        keys=(),
    )


def _help(reader: Reader) -> str:
    return reader.term("ui.instructions")
