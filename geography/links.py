"""Positions in links that map apps share; a link is read and never followed."""

import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from geography import coordinates, sexagesimal
from geography.coordinates import as_told, placed
from geography.point import Point
from geography.readings import Ambiguous, Approximate, Fault, Reading, Unreadable

_LONGEST = 2000  # characters, the link and what stands beside it
_LINK = re.compile(r"(?:https?://|geo:|waze://)\S+", re.IGNORECASE)
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?"
_PAIR = re.compile(rf"(?:loc:|ll\.)?\s*({_NUMBER})\s*[,~/ ]\s*({_NUMBER})(?:[,;(].*)?", re.DOTALL)
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_MIDDLE = re.compile(rf"/@({_NUMBER}),({_NUMBER})")
_GOOGLE = re.compile(r"(?:www\.|maps\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?")
# Their links say where only to whoever follows them.
_SHORT = re.compile(
    r"(?:maps\.app\.)?goo\.gl|g\.co|maps\.apple|osm\.org|her\.is|bit\.ly|tinyurl\.com|surl\.li"
)
Query = dict[str, list[str]]
App = Callable[[SplitResult, Query], Reading]


def read(text: str) -> Reading:
    """The position in the one link that a text holds; None for a text without a link.

    A pin is taken, the middle of a map asked back. Raises nothing.
    """
    if len(text) > _LONGEST:
        return None
    links = _LINK.findall(text)
    if len(links) != 1:
        return None
    link = links[0].rstrip(".,;)>\"'")
    if link[:4].lower() == "geo:":
        return _geo(link)
    try:
        parts = urlsplit(link)
        query = parse_qs(parts.query)
    except ValueError:  # a bracket out of place, or too many fields
        parts = query = None
    reader = _app(parts) if parts else None
    if reader and parts and query is not None:
        return reader(parts, query) or Unreadable(Fault.LINK)
    # Among words, a link to something else is a part of a note.
    return Unreadable(Fault.LINK) if links == [text.strip()] else None


def _app(parts: SplitResult) -> App | None:
    """Which app a link is of; None for a page of anything else."""
    host = (parts.hostname or "").removeprefix("www.") if parts.scheme != "waze" else "waze.com"
    for known, reader in _APPS.items():
        if host == known or host.endswith("." + known):
            return reader
    if _SHORT.fullmatch(host):
        return lambda _parts, _query: Unreadable(Fault.SHORT_LINK)
    return _google if _GOOGLE.fullmatch(host) else None


def _google(parts: SplitResult, query: Query) -> Reading:
    path = unquote(parts.path).replace("+", " ")
    if found := _PIN.search(path):
        return _point(found[1], found[2])
    told = _of_query(query, "q", "query", "ll", "destination", "daddr", "center")
    if told or "/dir/" in path:
        return told
    for part in path.split("/"):
        typed = coordinates.parse(part) or sexagesimal.read(part)
        if typed is not None:
            return typed
    middle = _MIDDLE.search(path)
    return _asked(_point(middle[1], middle[2])) if middle else None


def _apple(parts: SplitResult, query: Query) -> Reading:
    if parts.path.startswith("/p/"):
        return Unreadable(Fault.SHORT_LINK)
    told = _of_query(query, "ll", "coordinate", "q", "daddr")
    return told or _asked(_of_query(query, "center", "sll"))


def _openstreetmap(parts: SplitResult, query: Query) -> Reading:
    if parts.path.startswith("/go/"):
        return Unreadable(Fault.SHORT_LINK)
    if query.get("mlat") and query.get("mlon"):
        return _pair(f"{query['mlat'][0]},{query['mlon'][0]}")
    shown = re.search(rf"map=[0-9.]{{1,5}}/({_NUMBER})/({_NUMBER})", parts.fragment)
    return _asked(_point(shown[1], shown[2])) if shown else None


def _waze(parts: SplitResult, query: Query) -> Reading:
    if re.match(r"/ul/h[0-9a-z]", parts.path):
        return Unreadable(Fault.SHORT_LINK)
    return _of_query(query, "ll", "to", "latlng")


def _yandex(parts: SplitResult, query: Query) -> Reading:
    """Longitude comes first here."""
    if parts.path.startswith("/maps/-/"):
        return Unreadable(Fault.SHORT_LINK)
    pin, middle = (_PAIR.fullmatch(query.get(name, [""])[0]) for name in ("pt", "ll"))
    if pin:
        return _point(pin[2], pin[1])
    return _asked(_point(middle[2], middle[1])) if middle else None


_APPS: dict[str, App] = {
    "maps.apple.com": _apple,
    "openstreetmap.org": _openstreetmap,
    "waze.com": _waze,
    "yandex.com": _yandex,
    "yandex.ru": _yandex,
}


def _geo(link: str) -> Reading:
    """RFC 5870; with `q` as Android's apps write it, where 0,0 stands for no position."""
    where, _mark, rest = unquote(link[4:]).partition("?")
    query = parse_qs(rest)
    return _of_query(query, "q") or _pair(where) or Unreadable(Fault.LINK)


def _of_query(query: Query, *names: str) -> Reading:
    """The first of the parameters that holds a pair of degrees."""
    return next((found for name in names if (found := _pair(query.get(name, [""])[0]))), None)


def _pair(text: str) -> Reading:
    found = _PAIR.fullmatch(text.strip())
    return _point(found[1], found[2]) if found else None


def _point(latitude: str, longitude: str) -> Reading:
    """Unless it is 0, 0, which apps write where they know no position."""
    north, east = float(latitude), float(longitude)
    return as_told(placed(north, east), latitude, longitude) if north or east else None


def _asked(found: Reading) -> Reading:
    """The middle of what a screen has shown, which need not be what is meant."""
    if isinstance(found, Approximate):
        return Ambiguous((found.point,), found.metres)
    return Ambiguous((found,)) if isinstance(found, Point) else found
