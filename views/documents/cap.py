"""CAP 1.2 messages as XML, the same bytes for the same message; the order is the schema's."""

import base64
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from lxml import etree

from geography.point import Point
from views.documents.cap_message import (
    NAMESPACE,
    Area,
    CapAlert,
    Circle,
    Info,
    Pair,
    Reference,
    Resource,
)

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(message: CapAlert) -> bytes:
    """The message in UTF-8, one `<info>` for each language it has."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _put(root, "identifier", message.identifier)
    _put(root, "sender", message.sender)
    _put(root, "sent", moment(message.sent))
    _put(root, "status", message.status)
    _put(root, "msgType", message.kind)
    _put(root, "source", message.source)
    _put(root, "scope", message.scope)
    _put(root, "restriction", message.restriction)
    _put(root, "addresses", message.addresses)
    _all(root, "code", message.codes)
    _put(root, "note", message.note)
    _put(root, "references", " ".join(map(reference, message.references)))
    _put(root, "incidents", message.incidents)
    for info in message.infos:
        _info(_inside(root, "info"), info)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def moment(when: datetime) -> str:
    """A time as CAP writes it: whole seconds, and UTC as +00:00 (3.3.2)."""
    offset = when.utcoffset() or timedelta()
    whole = when if offset % timedelta(minutes=1) == timedelta() else when.astimezone(UTC)
    return whole.isoformat(timespec="seconds")


def reference(to: Reference) -> str:
    """An earlier message as CAP names it."""
    return f"{to.sender},{to.identifier},{moment(to.sent)}"


def _info(parent: etree._Element, info: Info) -> None:
    _put(parent, "language", info.language)
    _all(parent, "category", info.categories)
    _put(parent, "event", info.event)
    _all(parent, "responseType", info.responses)
    _put(parent, "urgency", info.urgency)
    _put(parent, "severity", info.severity)
    _put(parent, "certainty", info.certainty)
    _put(parent, "audience", info.audience)
    _pairs(parent, "eventCode", info.event_codes)
    for name, when in (
        ("effective", info.effective),
        ("onset", info.onset),
        ("expires", info.expires),
    ):
        _put(parent, name, moment(when) if when else "")
    _put(parent, "senderName", info.sender_name)
    _put(parent, "headline", info.headline)
    _put(parent, "description", info.description)
    _put(parent, "instruction", info.instruction)
    _put(parent, "web", info.web)
    _put(parent, "contact", info.contact)
    _pairs(parent, "parameter", info.parameters)
    for resource in info.resources:
        _resource(_inside(parent, "resource"), resource)
    for area in info.areas:
        _area(_inside(parent, "area"), area)


def _resource(parent: etree._Element, resource: Resource) -> None:
    _put(parent, "resourceDesc", resource.description)
    _put(parent, "mimeType", resource.media_type)
    _put(parent, "size", "" if resource.size is None else str(resource.size))
    _put(parent, "uri", resource.uri)
    if resource.data is not None:
        _inside(parent, "derefUri").text = base64.b64encode(resource.data).decode()
    _put(parent, "digest", resource.digest)


def _area(parent: etree._Element, area: Area) -> None:
    _put(parent, "areaDesc", area.description)
    _all(parent, "polygon", (" ".join(map(_position, ring)) for ring in area.polygons))
    _all(parent, "circle", map(_circle, area.circles))
    _pairs(parent, "geocode", area.geocodes)
    _put(parent, "altitude", "" if area.altitude is None else f"{area.altitude:f}")
    _put(parent, "ceiling", "" if area.ceiling is None else f"{area.ceiling:f}")


def _circle(circle: Circle) -> str:
    return f"{_position(circle.centre)} {_plain(circle.radius)}"


def _position(point: Point) -> str:
    return f"{_plain(point.latitude)},{_plain(point.longitude)}"


def _plain(number: float) -> str:
    """A number without an exponent, to the fifteenth decimal: a float of degrees has no more."""
    digits = f"{Decimal(repr(number)):.15f}".rstrip("0")
    return digits.removesuffix(".")


def _pairs(parent: etree._Element, name: str, pairs: Iterable[Pair]) -> None:
    for pair in pairs:
        inner = _inside(parent, name)
        _inside(inner, "valueName").text = _writable(pair.name)
        _inside(inner, "value").text = _writable(pair.value)


def _all(parent: etree._Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _inside(parent, name).text = _writable(text)


def _put(parent: etree._Element, name: str, text: str) -> None:
    """An element with a text; none without."""
    if text:
        _inside(parent, name).text = _writable(text)


def _writable(text: str) -> str:
    """A text without the characters that XML 1.0 has no way to write (2.2), which people paste."""
    return _UNWRITABLE.sub("", text)


def _inside(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
