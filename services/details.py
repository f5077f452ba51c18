"""What may be added to a sighting, as far as it makes sense: bounds and known answers."""

from services.errors import NotUnderstood, PeopleOutOfRange, TextTooLong
from storage import plates
from storage.sighting_details import Answer, Certainty, Details
from views.message import shown, units

LEAST, MOST = 1, 9999  # people
# UTF-16 units of what is typed; with the longest note all of it stands on one card.
LIMITS = {
    "vehicle_make": 40,
    "vehicle_colour": 30,
    "plate": 20,
    "vessel": 60,
    "equipment": 80,
    "measures": 80,
    "support": 60,
}
_ONE_OF: dict[str, set[str]] = {
    "minors": set(Answer),
    "armed": set(Answer),
    "certainty": set(Certainty),
}


def checked(details: Details) -> Details:
    """The details, if all of them make sense.

    Raises `PeopleOutOfRange`, `TextTooLong`, and `NotUnderstood` for an answer that is none.
    """
    _check_people(details.people_least, details.people_most)
    for field, known in _ONE_OF.items():
        if getattr(details, field) not in {*known, ""}:
            raise NotUnderstood
    for field, limit in LIMITS.items():
        typed = getattr(details, field)
        if units(typed) > limit:
            raise TextTooLong(limit=limit)
        if typed and not shown(typed):
            raise NotUnderstood
    if details.plate and not plates.key(details.plate):
        raise NotUnderstood
    return details


def _check_people(least: int | None, most: int | None) -> None:
    if least is None:
        if most is not None:
            raise NotUnderstood
        return
    highest = least if most is None else most
    if not LEAST <= least <= highest <= MOST:
        raise PeopleOutOfRange(least=LEAST, most=MOST)
