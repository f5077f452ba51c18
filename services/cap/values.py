"""Single values of a CAP message; each raises `ValueError` with what is wrong, after its name."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from geography.point import Point
from views.documents.cap_message import Circle, Reference

LONGEST_NAME = 250  # characters of an identifier, a sender, a code

STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
KINDS = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = (
    *("Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env"),
    *("Transport", "Infra", "CBRNE", "Other"),
)
RESPONSES = (
    *("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess"),
    *("AllClear", "None"),
)
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([-+]\d\d:\d\d)?")
_NUMBER = re.compile(r"[-+]?\d{1,12}(\.\d{1,30})?")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def text(said: str) -> str:
    """Words, whatever they are."""
    return said


def words(said: str) -> str:
    """Words that must be there."""
    if not said:
        raise ValueError("is empty")
    return said


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """One of CAP's own words, in its own capitals."""

    def chosen(said: str) -> str:
        if said not in choices:
            raise ValueError(f"says {_quoted(said)}; it must be one of {', '.join(choices)}")
        return said

    return chosen


def name(said: str) -> str:
    """An identifier or a sender: no spaces, commas, < or & (3.2.1)."""
    if len(words(said)) > LONGEST_NAME:
        raise ValueError(f"has {len(said)} characters; at most {LONGEST_NAME} are read")
    if re.search(r"[\s,<&]", said):
        raise ValueError(f"says {_quoted(said)}; it may hold no space, comma, < or &")
    return said


def moment(said: str) -> datetime:
    """A date and time with its zone, as 2026-11-26T02:30:00+01:00 (3.3.2)."""
    if re.fullmatch(_MOMENT.pattern.replace("([", "(Z|["), said) and said.endswith("Z"):
        raise ValueError(f"says {_quoted(said)}; UTC is written +00:00 in CAP, not Z")
    if not (found := _MOMENT.fullmatch(said)):
        raise ValueError(f"says {_quoted(said)}; a time is written 2026-11-26T02:30:00+01:00")
    if not found[1]:
        raise ValueError(f"says {_quoted(said)}, without its time zone, as +01:00")
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise ValueError(f"says {_quoted(said)}, and there is no such time") from None


def language(said: str) -> str:
    """A language tag (RFC 3066)."""
    if not _LANGUAGE.fullmatch(said):
        raise ValueError(f"says {_quoted(said)}, which is no language tag, as sr-Cyrl or ro")
    return said


def whole(said: str) -> int:
    """A number of bytes."""
    if not re.fullmatch(r"\d{1,15}", said):
        raise ValueError(f"says {_quoted(said)}, which is no number of bytes")
    return int(said)


def decimal(said: str) -> Decimal:
    """A number with or without decimals."""
    if not _NUMBER.fullmatch(said):
        raise ValueError(f"says {_quoted(said)}, which is no number")
    return Decimal(said)


def data(said: str) -> bytes:
    """Bytes in base64."""
    try:
        return base64.b64decode("".join(said.split()), validate=True)
    except binascii.Error:
        raise ValueError("is not base64") from None


def polygon(said: str) -> tuple[Point, ...]:
    """At least four positions, the last equal to the first (3.2.4)."""
    ring = tuple(_position(pair) for pair in said.split())
    if len(ring) < 4:
        raise ValueError(f"has {len(ring)} positions; a polygon has at least 4, the last the first")
    if ring[0] != ring[-1]:
        raise ValueError("is not closed: its last position must be its first")
    return ring


def circle(said: str) -> Circle:
    """A position, a space, and kilometres (3.2.4)."""
    parts = said.split()
    if len(parts) != 2:
        raise ValueError(f"says {_quoted(said)}; a circle is written 44.79,21.40 5 (kilometres)")
    radius = decimal(parts[1])
    if radius < 0:
        raise ValueError(f"says {_quoted(said)}; its radius is less than 0")
    return Circle(_position(parts[0]), float(radius))


def references(said: str) -> tuple[Reference, ...]:
    """`sender,identifier,sent`, with spaces between several."""
    return tuple(_reference(each) for each in said.split())


def _reference(said: str) -> Reference:
    parts = said.split(",")
    if len(parts) != 3:
        raise ValueError(f"names {_quoted(said)}; a reference is written sender,identifier,sent")
    sender, identifier, sent = parts
    try:
        return Reference(name(sender), name(identifier), moment(sent))
    except ValueError as fault:
        raise ValueError(f"names {_quoted(said)}: a part of it {fault}") from None


def _position(said: str) -> Point:
    """Latitude, a comma, longitude."""
    parts = said.split(",")
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"holds {_quoted(said)}; a position is written 44.79,21.40")
    try:
        return Point(*map(float, parts))
    except ValueError:
        raise ValueError(f"holds {_quoted(said)}; there is no such place on Earth") from None


def _quoted(said: str) -> str:
    return f"“{said[:80]}…”" if len(said) > 80 else f"“{said}”"
