"""What may be said of a sighting beyond what, where and when: all of it optional."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

PEOPLE = "people"  # asked, corrected and released as one, stored as two numbers
FIELDS = (
    PEOPLE,
    "minors",
    "armed",
    "vehicle_make",
    "vehicle_colour",
    "plate",
    "vessel",
    "equipment",
    "measures",
    "certainty",
    "support",
)


class Answer(StrEnum):
    """Of what is either so, or not so, or not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How whoever reports it came to know of it."""

    SEEN = "seen"
    COLLEAGUE = "colleague"
    CITIZEN = "citizen"
    SENSOR = "sensor"


@dataclass(frozen=True)
class Details:
    """Attributes by name; "" and None where nothing is said of one.

    People are a number where `people_least` equals `people_most`, else a band; a band without
    `people_most` is open: more than twenty are 21 and None. Texts are as they were typed.
    """

    people_least: int | None = None
    people_most: int | None = None
    minors: str = ""
    armed: str = ""
    vehicle_make: str = ""
    vehicle_colour: str = ""
    plate: str = ""
    vessel: str = ""
    equipment: str = ""
    measures: str = ""
    certainty: str = ""
    support: str = ""

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """From what is stored; names that no longer exist are passed over."""
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in stored.items() if name in known})

    def stored(self) -> dict[str, Any]:
        """Only what is said."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}

    def value(self, field: str) -> Any:  # noqa: ANN401 a text, or the two numbers of people
        """What is said of a field; None where nothing is."""
        if field != PEOPLE:
            return getattr(self, field) or None
        return None if self.people_least is None else [self.people_least, self.people_most]

    def having(self, field: str, value: Any) -> Self:  # noqa: ANN401 as `value` gives it
        """The same with another value of one field; None takes away what was said of it."""
        if field != PEOPLE:
            said: dict[str, Any] = {field: value or ""}
            return replace(self, **said)
        least, most = value or (None, None)
        return replace(self, people_least=least, people_most=most)
