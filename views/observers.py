"""I am here, it is over there: the questions, and where somebody stood, in words."""

from collections.abc import Sequence

from geography.point import Compass, Point, compass
from views import forms, places
from views.forms import Choice, Question, grid
from views.language import Reader

_ARROWS = dict(zip(Compass, "⬆↗➡↘⬇↙⬅↖", strict=True))
DISTANCES = (100, 200, 500, 1000, 2000, 5000)  # metres, one tap each


def over_there_label(reader: Reader) -> str:
    """The key for something seen from a distance."""
    _ = reader.gettext
    # Translators: shown on a large key, at most 26 letters.
    return "🧭 " + _("Seen from a distance")


def ask_here(reader: Reader) -> Question:
    """Where the officer stands."""
    _ = reader.gettext
    text = _(
        "First your own position: press the large button, or type coordinates, for example:"
        " {example}. Only your side will see it, unless you choose otherwise.",
        example="44.8231, 21.3359",
    )
    return Question(
        text, title=reader.term("field.my_position") + "?", keys=forms.location_keys(reader)
    )


def ask_bearing(reader: Reader) -> Question:
    """Which way it is from there."""
    _ = reader.gettext
    text = _(
        "In which direction from you? Press one, or type the bearing in degrees, for example:"
        " {example}",
        example="45°",
    )
    choices = [
        Choice(f"{_ARROWS[each]} {places.direction(reader, each)}", each) for each in Compass
    ]
    return Question(text, title=reader.term("field.object_position"), choices=grid(choices))


def ask_distance(reader: Reader) -> Question:
    """How far it is from there."""
    _ = reader.gettext
    text = _(
        "How far from you? Press one, or type the distance, for example: {metres} or {kilometres}",
        metres=places.distance(reader, 350),
        kilometres=places.distance(reader, 1200),
    )
    choices = [Choice(places.distance(reader, metres), str(metres)) for metres in DISTANCES]
    return Question(text, title=reader.term("field.object_position"), choices=grid(choices))


def line(reader: Reader, observer: Point, seen: Point, sides: Sequence[str]) -> str:
    """Where somebody stood, how what they saw lay from there, and which sides read this line."""
    _ = reader.gettext
    told = _(
        "Observation point: {coordinates}; from there: {direction}, {distance}",
        coordinates=places.coordinates(observer),
        direction=places.direction(reader, compass(observer.bearing_to(seen))),
        distance=places.distance(reader, observer.distance_to(seen)),
    )
    return f"🧭 {told} ({' + '.join(sides)})"


def sharing_label(reader: Reader, sides: Sequence[str]) -> str:
    """The button by which these sides, and no others, see where the officer stands."""
    return f"⇄ {reader.term('field.my_position')}: {' + '.join(sides)}"
