"""A message of the Common Alerting Protocol (OASIS CAP-v1.2) as plain data, read or to be written.

Names are CAP's own where a word of it says the same; texts without a value are empty. Positions in
degrees WGS 84, moments aware of their zone.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from geography.point import Point

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
LANGUAGE = "en-US"  # of a block that names none (3.2.2)


@dataclass(frozen=True)
class Pair:
    """A `<valueName>` with its `<value>`."""

    name: str
    value: str


@dataclass(frozen=True)
class Circle:
    """Everything within `radius` kilometres of a position; 0 is the position itself."""

    centre: Point
    radius: float


@dataclass(frozen=True)
class Area:
    """Where an alert holds. The last position of a polygon is its first; heights in feet."""

    description: str
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Pair, ...] = ()
    altitude: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True)
class Resource:
    """A file that goes along: its bytes, or the address of it, which nobody here follows."""

    description: str
    media_type: str
    size: int | None = None
    uri: str = ""
    data: bytes | None = None
    digest: str = ""


@dataclass(frozen=True)
class Info:
    """What is said, in one language."""

    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    language: str = LANGUAGE
    responses: tuple[str, ...] = ()
    audience: str = ""
    event_codes: tuple[Pair, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Pair, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Reference:
    """An earlier message."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True)
class CapAlert:
    """One message; `kind` is CAP's `<msgType>`."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str
    scope: str
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: str = ""
    infos: tuple[Info, ...] = ()
