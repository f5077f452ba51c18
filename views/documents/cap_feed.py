"""The feed of active alerts as Atom (RFC 4287): where each is found as CAP, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from views.documents.cap import moment
from views.documents.cap_message import MEDIA_TYPE

NAMESPACE = "http://www.w3.org/2005/Atom"
FEED_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Entry:
    """One alert; its texts are read where it is found, and not here."""

    number: str
    edition: int
    side: str
    severity: str
    exercise: bool
    sent: datetime
    changed: datetime
    expires: datetime


def write(entries: Iterable[Entry], *, address: str, sender: str, now: datetime) -> bytes:
    """The feed; `address` is where this installation is reached, without a slash at its end."""
    several = list(entries)
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})
    _put(root, "id", f"{address}/cap/feed")
    _put(root, "title", "Straja")
    _put(root, "updated", moment(max((each.changed for each in several), default=now)))
    _put(_put(root, "author"), "name", sender)
    _put(root, "link", rel="self", type=FEED_TYPE, href=f"{address}/cap/feed")
    for each in several:
        _entry(_put(root, "entry"), each, f"{address}/cap/alerts/{each.number}")
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _entry(parent: etree._Element, entry: Entry, found: str) -> None:
    _put(parent, "id", f"{found}#{entry.edition}")
    drill = "Exercise · " if entry.exercise else ""
    _put(parent, "title", f"{drill}{entry.number} · {entry.severity}")
    _put(parent, "published", moment(entry.sent))
    _put(parent, "updated", moment(entry.changed))
    _put(_put(parent, "author"), "name", entry.side)
    _put(parent, "link", rel="alternate", type=MEDIA_TYPE, href=found)
    _put(parent, "summary", f"Expires {moment(entry.expires)}")


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = text or None
    return made
