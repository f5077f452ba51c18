"""Phrases of both services, to be shown or read aloud in the language of the other side."""

from collections.abc import Mapping

from storage.people import SIDES
from views.blanks import Blank, blanks_in, label, wanted
from views.forms import Choice, Question, grid
from views.language import Language, Reader
from views.message import Button, Message, Rows

# The phrases of the glossary, by what one wants to say; `persons` is for whoever is stopped.
GROUPS: dict[str, tuple[str, ...]] = {
    "support": (
        "phrase.need_support",
        "phrase.officer_danger",
        "phrase.need_medical",
        "phrase.need_interpreter",
        "phrase.need_dog",
        "phrase.need_thermal",
        "phrase.need_boat",
    ),
    "movement": (
        "phrase.vehicle_heading",
        "phrase.persons_heading",
        "phrase.crossed_rs",
        "phrase.crossed_ro",
        "phrase.visual",
        "phrase.lost_visual",
    ),
    "orders": (
        "phrase.observe_only",
        "phrase.wait_support",
        "phrase.keep_distance",
        "phrase.standby",
        "phrase.repeat",
    ),
    "answers": (
        "phrase.received",
        "phrase.understood",
        "phrase.under_control",
        "phrase.nothing_to_report",
    ),
    "persons": (
        "cmd.stop",
        "cmd.hands",
        "cmd.documents",
        "cmd.engine_off",
        "cmd.stay_in_vehicle",
        "cmd.leave_vehicle",
        "cmd.calm",
        "cmd.need_doctor",
    ),
}
_OF_SIDE = {"RS": (Language.SR_LATN, Language.SR_CYRL), "RO": (Language.RO,)}


def name(reader: Reader) -> str:
    """What the board is called."""
    _ = reader.gettext
    return _("Phrases in both languages")


def board(reader: Reader) -> Message:
    """The groups."""
    _ = reader.gettext
    text = _("Choose a phrase. It is shown in the language of the other side, to read or to show.")
    choices = [Choice(group_name(reader, each), f"phrases:{each}") for each in GROUPS]
    return Message(text, title=name(reader), buttons=_rows(choices), protected=False)


def group(reader: Reader, chosen: str) -> Message:
    """The phrases of a group, in the reader's language; one with a blank ends in an ellipsis."""
    choices = [Choice(_short(reader, key), f"phrase:{key}") for key in GROUPS[chosen]]
    back = (Button("‹ " + reader.term("ui.back"), "phrases"),)
    return Message(
        group_name(reader, chosen) + ":",
        title=name(reader),
        buttons=(*_rows(choices), back),
        protected=False,
    )


def group_name(reader: Reader, chosen: str) -> str:
    """What a group is for."""
    _ = reader.gettext
    return {
        "support": reader.term("field.support"),
        "movement": reader.term("field.direction"),
        # Translators: short orders of one officer to another, a group of phrases.
        "orders": _("Orders"),
        # Translators: short answers by radio, a group of phrases.
        "answers": _("Answers"),
        # Translators: what an officer says to somebody who is stopped, a group of phrases.
        "persons": _("To persons stopped"),
    }[chosen]


def said(reader: Reader, key: str, texts: Mapping[Language, str]) -> Message:
    """A phrase: what others are to read stands out, in each of their languages and scripts."""
    others = [each for side in SIDES if side != reader.country for each in _OF_SIDE[side]]
    others = [each for each in (*others, Language.EN) if each != reader.language]
    back = Button("‹ " + reader.term("ui.back"), f"phrases:{group_of(key)}")
    return Message(
        f"\n{texts[reader.language]}",
        title="\n\n".join(texts[each] for each in others),
        buttons=((back,),),
        protected=False,
    )


def ask(reader: Reader, texts: Mapping[Language, str], blank: Blank) -> Question:
    """What is to be put into a phrase."""
    told = f"{label(reader, blank.kind)}: {wanted(reader, blank.kind)}"
    return Question(told, title=_without_blank(texts[reader.language]))


def group_of(key: str) -> str:
    """The group that a phrase is in."""
    return next(each for each, keys in GROUPS.items() if key in keys)


def _short(reader: Reader, key: str) -> str:
    return _without_blank(reader.term(key, place="{place}"))


def _without_blank(text: str) -> str:
    """A phrase whose end is still to be filled in."""
    return text.partition(": {")[0] + " …" if blanks_in(text) else text


def _rows(choices: list[Choice]) -> Rows:
    rows = grid(choices, columns=1)
    return tuple(tuple(Button(each.label, each.value) for each in row) for row in rows)
