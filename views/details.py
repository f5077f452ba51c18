"""What may be added to a sighting on the screen: its menu, its questions, its lines."""

from collections.abc import Sequence
from typing import Any

from storage.sighting_details import PEOPLE, Answer, Certainty, Details
from views import questions
from views.forms import Choice, Question, grid, quoted
from views.language import Reader
from views.message import Style

MORE, DONE, SKIP, CLEAR = "more", "done", "skip", "clear"

# What is asked after each button of the menu, in order.
GROUPS: dict[str, tuple[str, ...]] = {
    "people": (PEOPLE, "minors", "armed"),
    "vehicle": ("vehicle_make", "vehicle_colour", "plate"),
    "vessel": ("vessel",),
    "equipment": ("equipment",),
    "measures": ("measures",),
    "certainty": ("certainty",),
    "support": ("support",),
}
# What is asked most of a category stands first.
_FIRST: dict[str, tuple[str, ...]] = {
    "cat.suspicious_vehicle": ("vehicle",),
    "cat.stolen_vehicle": ("vehicle",),
    "cat.suspicious_vessel": ("vessel",),
    "cat.poaching": ("vessel",),
    "cat.tobacco": ("equipment", "vehicle"),
    "cat.goods_smuggling": ("equipment", "vehicle"),
    "cat.drugs": ("equipment", "vehicle"),
    "cat.fuel": ("equipment", "vehicle", "vessel"),
    "cat.weapons": ("equipment", "people"),
    "cat.drone": ("equipment",),
    "cat.person_in_distress": ("support", "people"),
    "cat.medical": ("support", "people"),
    "cat.fire": ("support", "measures"),
    "cat.flood": ("support", "measures"),
    "cat.uxo": ("measures", "support"),
}
BANDS: dict[str, tuple[int, int | None]] = {
    "1": (1, 1),
    "2-5": (2, 5),
    "6-20": (6, 20),
    "20+": (21, None),
}
_MAKES = (
    "Dacia",
    "Renault",
    "Volkswagen",
    "Škoda",
    "Opel",
    "Ford",
    "Fiat",
    "Zastava",
    "BMW",
    "Mercedes-Benz",
)
_COLOURS = ("white", "black", "grey", "red", "blue", "green")
_SIGNS = {
    "people": "🚶",
    "vehicle": "🚗",
    "vessel": "🛥",
    "equipment": "🎒",
    "measures": "🛡",
    "certainty": "🔎",
    "support": "🤝",
}
_CERTAINTY = {
    Certainty.SEEN: "field.seen_self",
    Certainty.COLLEAGUE: "field.seen_colleague",
    Certainty.CITIZEN: "field.seen_citizen",
    Certainty.SENSOR: "field.seen_sensor",
}


def lines(reader: Reader, details: Details) -> list[str]:
    """What is said, a line for each thing; what is said of a vehicle stands in one."""
    told = []
    for group, fields in GROUPS.items():
        said = [field for field in fields if details.value(field) is not None]
        words = [worded(reader, field, details.value(field)) for field in said]
        if group == "vehicle" and said:
            told.append(f"{_SIGNS[group]} {reader.term('field.vehicle')}: {' · '.join(words)}")
        else:
            pairs = zip(said, words, strict=True)
            told += [f"{_SIGNS[group]} {label(reader, field)}: {word}" for field, word in pairs]
    return told


def label(reader: Reader, field: str) -> str:
    """What a field is called."""
    return reader.term("field.persons" if field == PEOPLE else f"field.{field}")


def worded(reader: Reader, field: str, value: Any) -> str:  # noqa: ANN401 as `Details.value` gives it
    """What is said of a field: an answer in the reader's language, words as they were typed."""
    if field == PEOPLE:
        return _number(reader, *value)
    known = usual(reader, field).get(value)
    return known if known is not None else quoted(reader, value)


def usual(reader: Reader, field: str) -> dict[str, str]:
    """The answers to press, by what is stored of them."""
    if field == PEOPLE:
        return {band: questions.choice_label(reader, band) for band in BANDS}
    if field in {"minors", "armed"}:
        return {each: questions.choice_label(reader, each) for each in Answer}
    if field == "certainty":
        return {each: reader.term(term) for each, term in _CERTAINTY.items()}
    if field == "vehicle_make":
        return {each: each for each in _MAKES}
    return _usual_things(reader).get(field, {})


def ask_group(reader: Reader, category: str, details: Details) -> Question:
    """The menu: what to add, with what has been said already."""
    _ = reader.gettext
    told = lines(reader, details)
    text = "\n".join([*told, "", _("What do you want to add?")]).strip()
    return Question(text, title=more_label(reader), choices=menu(reader, category, details))


def menu(reader: Reader, category: str, details: Details) -> tuple[tuple[Choice, ...], ...]:
    """A large button for each thing that can be added, and the way back."""
    groups = grid(group_choices(reader, category, details), columns=1)
    return (*groups, (Choice(to_report_label(reader), DONE, Style.PRIMARY),))


def group_choices(reader: Reader, category: str, details: Details) -> list[Choice]:
    """The things that can be said, what matters most of the category first."""
    first = _FIRST.get(category, ())
    order = (*first, *(group for group in GROUPS if group not in first))
    return [Choice(_group_label(reader, group, details), group) for group in order]


def ask_field(reader: Reader, field: str, details: Details, remaining: Sequence[str]) -> Question:
    """One question of a group; `remaining`: those that come after it."""
    _ = reader.gettext
    said = details.value(field)
    told = [worded(reader, field, said)] if said is not None else []
    choices = [Choice(words, value) for value, words in usual(reader, field).items()]
    leave = [Choice(reader.term("ui.skip"), SKIP)]
    if said is not None:
        leave.append(Choice(_("Take it out"), CLEAR))
    if remaining:
        leave.append(Choice(to_report_label(reader), DONE))
    return Question(
        "\n".join([*told, _how(reader, field)]),
        title=label(reader, field),
        choices=(*grid(choices), *grid(leave)),
    )


def more_label(reader: Reader) -> str:
    """The button of the review."""
    _ = reader.gettext
    # Translators: shown on a button, at most 26 letters.
    return "＋ " + _("Add more")


def to_report_label(reader: Reader) -> str:
    """The way back to the report as it stands."""
    _ = reader.gettext
    # Translators: shown on a button, at most 26 letters.
    return _("Back to the report")


def _group_label(reader: Reader, group: str, details: Details) -> str:
    _ = reader.gettext
    said = any(details.value(field) is not None for field in GROUPS[group])
    # Translators: on a button; the number of people, minors among them, weapons.
    named = _("People") if group == "people" else reader.term(f"field.{group}")
    return f"{'✓' if said else _SIGNS[group]} {named}"


def _how(reader: Reader, field: str) -> str:
    _ = reader.gettext
    if field == PEOPLE:
        return _("Press how many, or type the number.")
    if field in {"minors", "armed", "certainty"}:
        return _("Press an answer.")
    if field == "plate":
        return _("Type the plate as it reads.")
    return _("Press an answer, or type it in a few words.")


def _number(reader: Reader, least: int, most: int | None) -> str:
    if most is None:
        return f"> {reader.number(least - 1)}"
    return (
        reader.number(least) if least == most else f"{reader.number(least)}–{reader.number(most)}"
    )


def _usual_things(reader: Reader) -> dict[str, dict[str, str]]:
    _ = reader.gettext
    return {
        "vehicle_colour": {
            **{each: questions.choice_label(reader, each) for each in _COLOURS},
            "silver": _("Silver"),
            "brown": _("Brown"),
            "yellow": _("Yellow"),
        },
        "vessel": {
            "motor": _("Motor boat"),
            "rowing": _("Rowing boat"),
            "inflatable": _("Inflatable boat"),
            "barge": _("Barge"),
        },
        "equipment": {
            "bags": _("Bags or backpacks"),
            "boxes": _("Boxes or packages"),
            "fuel": _("Fuel cans"),
            "tools": _("Ladder or tools"),
        },
        "measures": {
            "observing": _("Observation"),
            "following": _("Following"),
            "checked": _("Identity check"),
            "none": _("None yet"),
        },
        "support": {
            "patrol": _("Another patrol"),
            "medical": _("Medical help"),
            "dog": _("Police dog"),
            "boat": _("Boat"),
            "interpreter": _("Interpreter"),
        },
    }
