"""Until when an alert holds, where, and what is needed seldom: asked from its review."""

from collections.abc import Sequence

from geography.point import Point
from storage.organisation import SectorRow
from views import alert_templates, places
from views.alert_audiences import done
from views.forms import Choice, Question, grid
from views.language import Language, Reader
from views.sightings import sector_choice, sector_name

MINUTES = (60, 240, 480, 720, 1440)
RADII = (1000, 2000, 5000, 10_000)  # metres


def ask_until(reader: Reader) -> Question:
    """So long after it is sent, or a time that is typed."""
    _ = reader.gettext
    clock = f"18:30 {reader.country}".strip()
    text = _(
        "Press how long the alert is valid, or type the time, for example: {example}",
        example=clock,
    )
    choices = [Choice(alert_templates.lifetime(reader, each), str(each)) for each in MINUTES]
    return Question(text, title=_("Until when is it valid?"), choices=grid(choices, columns=3))


def ask_place(reader: Reader, sectors: Sequence[SectorRow], *, is_there: bool) -> Question:
    """A sector, a name or coordinates; or a location that is sent."""
    _ = reader.gettext
    text = _(
        "Type the name of the place or its coordinates, or send a location. For example: {example}",
        example="44.8231, 21.3359",
    )
    if sectors:
        text += "\n" + _("Or choose a sector:")
    choices = [Choice(sector_name(reader, each), sector_choice(each)) for each in sectors]
    without = ((Choice("✖ " + _("Without a place"), "none"),),) if is_there else ()
    title = reader.term("field.where") + "?"
    return Question(text, title=title, choices=(*grid(choices), *without))


def ask_radius(reader: Reader, point: Point) -> Question:
    """How far around a point it holds."""
    _ = reader.gettext
    choices = [Choice(places.distance(reader, each), str(each)) for each in RADII]
    # Translators: a button: the alert is about a point, not about a circle around it.
    alone = Choice(_("The point alone"), "point")
    text = "\n".join(places.lines(reader, point))
    title = _("How far around?")
    return Question(text, title=title, choices=(*grid(choices, columns=4), (alone,)))


def ask_more(
    reader: Reader, *, replies: bool, has_file: bool, language: Language | None
) -> Question:
    """What is needed seldom; `language` is the one whose text can still be written, if any."""
    _ = reader.gettext
    ticked = "☑" if replies else "☐"
    rows = [
        # Translators: a button: whether an alert offers more answers than *Received*.
        (Choice(f"{ticked} " + _("More answers"), "replies"),),
        (Choice("⚠ " + _("Level"), "level"),),
    ]
    if language:
        # Translators: buttons of an alert's form: its words, and its words in the language named.
        rows.append((Choice("✎ " + _("Change the text"), "text"),))
        rows.append((Choice("✎ " + _("Text: {language}", language=language.own_name), "other"),))
    if has_file:
        rows.append((Choice("✖ " + _("Without the picture"), "unfile"),))
    text = _("To attach a picture, send it now.")
    return Question(text, title=_("More"), choices=(*rows, (done(reader),)))
