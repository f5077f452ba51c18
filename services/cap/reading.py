"""A CAP 1.2 message from its bytes: the whole of it, or every fault with its line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from services.cap import closed, rules, values
from services.cap.faults import Faults, NotCap
from views.documents.cap_message import (
    LANGUAGE,
    NAMESPACE,
    Area,
    CapAlert,
    Info,
    Pair,
    Resource,
)

_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_HINTS = "{http://www.w3.org/2001/XMLSchema-instance}"

_Values = dict[str, list[Any]]


@dataclass(frozen=True)
class _Part:
    """An element within another: how often, and what its text or its own parts make."""

    name: str
    read: Callable[[str], Any] | tuple["_Part", ...]
    least: int = 0
    most: int | None = 1


def read(body: bytes) -> CapAlert:
    """The message. Raises `NotCap` with everything that is wrong with it.

    A signature is not verified: who sends it is known by other means.
    """
    faults = Faults()
    root = closed.root_of(body, faults)
    if root is not None:
        said = _parts_of(root, _ALERT, faults)
        rules.check(root, said, faults)
        if not faults.found:
            closed.validate(root, faults)
        if not faults.found:
            return _alert(said)
    raise NotCap(faults.in_order())


def _parts_of(parent: etree._Element, parts: tuple[_Part, ...], faults: Faults) -> _Values:
    """The values of an element's parts by name; what is missing or too much is a fault."""
    _no_more_than_parts(parent, faults)
    places = {part.name: place for place, part in enumerate(parts)}
    said: _Values = {part.name: [] for part in parts}
    found = dict.fromkeys(places, 0)
    reached = 0
    for child in parent:
        if child.tag == _SIGNATURE and parts is _ALERT:
            continue
        name = _name(child)
        if name not in places:
            faults.add(child.sourceline, f"<{name}> does not belong into <{_name(parent)}>.")
            continue
        part, place = parts[places[name]], places[name]
        if place < reached:
            faults.add(child.sourceline, f"<{name}> must stand before <{parts[reached].name}>.")
        reached = max(place, reached)
        found[name] += 1
        if part.most and found[name] > part.most:
            faults.add(child.sourceline, f"<{name}> stands in <{_name(parent)}> more than once.")
        _one(child, part, said, faults)
    for part in parts:
        if found[part.name] < part.least:
            faults.add(parent.sourceline, f"<{_name(parent)}> has no <{part.name}>.")
    return said


def _one(child: etree._Element, part: _Part, said: _Values, faults: Faults) -> None:
    if isinstance(part.read, tuple):
        inner = _parts_of(child, part.read, faults)
        inner[_LINE] = [child.sourceline]
        said[part.name].append(inner)
        return
    if len(child) or child.attrib:
        faults.add(child.sourceline, f"<{part.name}> holds text, and neither elements nor more.")
        return
    try:
        said[part.name].append(part.read((child.text or "").strip()))
    except ValueError as fault:
        faults.add(child.sourceline, f"<{part.name}> {fault}.")


def _no_more_than_parts(parent: etree._Element, faults: Faults) -> None:
    if any(not str(key).startswith(_HINTS) for key in parent.attrib):
        faults.add(parent.sourceline, f"<{_name(parent)}> has attributes, which CAP does not know.")
    between = [parent.text, *(child.tail for child in parent)]
    if any(piece and piece.strip() for piece in between):
        faults.add(parent.sourceline, f"<{_name(parent)}> holds text between its elements.")


def _name(element: etree._Element) -> str:
    """The name as people write it; that of another namespace with it, and never very long."""
    if not isinstance(element.tag, str):  # what stands for an entity that nobody has declared
        return "an entity"
    name = etree.QName(element)
    return str(name.localname if name.namespace == NAMESPACE else name.text)[:120]


_LINE = "line"  # beside the names of CAP, none of which is this


def _first(said: _Values, name: str, default: Any = "") -> Any:  # noqa: ANN401 whatever the part makes
    found = said[name]
    return found[0] if found else default


def _alert(said: _Values) -> CapAlert:
    return CapAlert(
        identifier=_first(said, "identifier"),
        sender=_first(said, "sender"),
        sent=_first(said, "sent"),
        status=_first(said, "status"),
        kind=_first(said, "msgType"),
        scope=_first(said, "scope"),
        source=_first(said, "source"),
        restriction=_first(said, "restriction"),
        addresses=_first(said, "addresses"),
        codes=tuple(said["code"]),
        note=_first(said, "note"),
        references=_first(said, "references", ()),
        incidents=_first(said, "incidents"),
        infos=tuple(map(_info, said["info"])),
    )


def _info(said: _Values) -> Info:
    return Info(
        language=_first(said, "language", LANGUAGE),
        categories=tuple(said["category"]),
        event=_first(said, "event"),
        responses=tuple(said["responseType"]),
        urgency=_first(said, "urgency"),
        severity=_first(said, "severity"),
        certainty=_first(said, "certainty"),
        audience=_first(said, "audience"),
        event_codes=tuple(map(_pair, said["eventCode"])),
        effective=_first(said, "effective", None),
        onset=_first(said, "onset", None),
        expires=_first(said, "expires", None),
        sender_name=_first(said, "senderName"),
        headline=_first(said, "headline"),
        description=_first(said, "description"),
        instruction=_first(said, "instruction"),
        web=_first(said, "web"),
        contact=_first(said, "contact"),
        parameters=tuple(map(_pair, said["parameter"])),
        resources=tuple(map(_resource, said["resource"])),
        areas=tuple(map(_area, said["area"])),
    )


def _pair(said: _Values) -> Pair:
    return Pair(_first(said, "valueName"), _first(said, "value"))


def _resource(said: _Values) -> Resource:
    return Resource(
        description=_first(said, "resourceDesc"),
        media_type=_first(said, "mimeType"),
        size=_first(said, "size", None),
        uri=_first(said, "uri"),
        data=_first(said, "derefUri", None),
        digest=_first(said, "digest"),
    )


def _area(said: _Values) -> Area:
    return Area(
        description=_first(said, "areaDesc"),
        polygons=tuple(said["polygon"]),
        circles=tuple(said["circle"]),
        geocodes=tuple(map(_pair, said["geocode"])),
        altitude=_first(said, "altitude", None),
        ceiling=_first(said, "ceiling", None),
    )


def _must(name: str, read: Callable[[str], Any]) -> _Part:
    return _Part(name, read, least=1)


def _many(name: str, read: Callable[[str], Any] | tuple[_Part, ...], least: int = 0) -> _Part:
    return _Part(name, read, least=least, most=None)


def _may(*names: str, read: Callable[[str], Any] = values.text) -> tuple[_Part, ...]:
    return tuple(_Part(name, read) for name in names)


_PAIR = (_must("valueName", values.words), _must("value", values.text))

_AREA = (
    _must("areaDesc", values.words),
    _many("polygon", values.polygon),
    _many("circle", values.circle),
    _many("geocode", _PAIR),
    *_may("altitude", "ceiling", read=values.decimal),
)

_RESOURCE = (
    _must("resourceDesc", values.words),
    _must("mimeType", values.words),
    *_may("size", read=values.whole),
    *_may("uri"),
    *_may("derefUri", read=values.data),
    *_may("digest"),
)

_INFO = (
    *_may("language", read=values.language),
    _many("category", values.one_of(values.CATEGORIES), least=1),
    _must("event", values.words),
    _many("responseType", values.one_of(values.RESPONSES)),
    _must("urgency", values.one_of(values.URGENCIES)),
    _must("severity", values.one_of(values.SEVERITIES)),
    _must("certainty", values.one_of(values.CERTAINTIES)),
    *_may("audience"),
    _many("eventCode", _PAIR),
    *_may("effective", "onset", "expires", read=values.moment),
    *_may("senderName", "headline", "description", "instruction", "web", "contact"),
    _many("parameter", _PAIR),
    _many("resource", _RESOURCE),
    _many("area", _AREA),
)

_ALERT = (
    _must("identifier", values.name),
    _must("sender", values.name),
    _must("sent", values.moment),
    _must("status", values.one_of(values.STATUSES)),
    _must("msgType", values.one_of(values.KINDS)),
    *_may("source"),
    _must("scope", values.one_of(values.SCOPES)),
    *_may("restriction", "addresses"),
    _many("code", values.words),
    *_may("note"),
    *_may("references", read=values.references),
    *_may("incidents"),
    _many("info", _INFO),
)
