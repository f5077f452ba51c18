"""A place as somebody types it: every form that is understood, asked one after the other."""

from collections.abc import Callable

from geography import bearings, coordinates, danube, grids, links, markers, sexagesimal
from geography.readings import Reading

# From the one that is least like any other to the one most numbers look like.
_FORMS: tuple[Callable[[str], Reading], ...] = (
    links.read,
    danube.read,
    markers.read,
    bearings.read,
    sexagesimal.read,
    grids.read,
    coordinates.parse,
)


def read(text: str) -> Reading:
    """What a text says of a place; None where it says nothing. Guesses nothing, raises nothing.

    Names of places are not looked for here: `geography.names` offers what may be meant.
    """
    return next((found for form in _FORMS if (found := form(text)) is not None), None)
