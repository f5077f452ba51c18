"""That a desk was told of a sighting by telephone or radio, and by whom."""

from collections.abc import Sequence

from storage.people import Person
from storage.sightings import Told
from views.forms import Choice, Question, quoted
from views.language import Reader
from views.message import cut

NOBODY, AS_TYPED, LISTED = "none", "typed", "person-"
_NAME_LETTERS = 26  # of a button


def label(reader: Reader) -> str:
    """The button of the review."""
    _ = reader.gettext
    # Translators: shown on a button, at most 26 letters.
    return _("Told by telephone or radio")


def line(reader: Reader, told_by: str, caller: str) -> str:
    """How the desk was told, and by whom where the reader may know."""
    told = way(reader, Told(told_by))
    return f"☎ {told}: {caller}" if caller else f"☎ {told}"


def way(reader: Reader, told_by: Told) -> str:
    """By telephone, or by radio."""
    _ = reader.gettext
    return _("Told by telephone") if told_by == Told.TELEPHONE else _("Told by radio")


def ask_way(reader: Reader) -> Question:
    """How the desk was told."""
    ways = [(Choice(way(reader, each), each),) for each in Told]
    none = Choice(reader.term("field.seen_self"), NOBODY)
    return Question(label(reader) + "?", choices=(*ways, (none,)))


def ask_caller(reader: Reader, typed: str, found: Sequence[Person]) -> Question:
    """Who called: searched in the own side's roster, or as typed."""
    _ = reader.gettext
    skip = (Choice(reader.term("ui.skip"), NOBODY),)
    if not typed:
        text = _("Type the caller's name or service number. Only your side will see it.")
        return Question(text, choices=(skip,))
    choices = [(Choice(cut(each.name, _NAME_LETTERS), f"{LISTED}{each.id}"),) for each in found]
    text = (
        _("Who was it? Choose somebody, or type the name again.")
        if found
        else _(
            "Nobody of this name is in the roster of your side. You can keep it as you typed it."
        )
    )
    listed = [f"{each.name} · {each.service_number} · {each.unit}".rstrip(" ·") for each in found]
    lines = [text, "", quoted(reader, typed), *listed]
    keep = (Choice(_("Keep it as typed"), AS_TYPED),)
    return Question("\n".join(lines), choices=(*choices, keep, skip))
