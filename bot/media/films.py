"""A film without its words: whatever is not picture or sound is emptied in its place.

An MP4 or QuickTime file is a tree of boxes (ISO/IEC 14496-12). A box that is not needed becomes a
`free` box of the same size filled with zeros, so the offsets of all that stays are right.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bot.media.cleaned import CannotKeep, Cleaned, Why

# What may stay, by the box it is in; what is not listed may say where and with what it was taken.
_STAYS: dict[str, frozenset[str]] = {
    "": frozenset({"ftyp", "moov", "mdat", "moof", "mfra", "sidx", "styp"}),
    "moov": frozenset({"mvhd", "trak", "mvex"}),
    "trak": frozenset({"tkhd", "edts", "mdia", "tref"}),
    "mdia": frozenset({"mdhd", "hdlr", "minf"}),
    "minf": frozenset({"vmhd", "smhd", "nmhd", "dinf", "stbl", "hdlr", "gmhd"}),
    "stbl": frozenset(
        {"stsd", "stts", "ctts", "cslg", "stss", "stsc", "stsz", "stz2", "stco", "co64", "sdtp"}
        | {"sgpd", "sbgp", "stsh", "padb", "stdp"}
    ),
    "moof": frozenset({"mfhd", "traf"}),
    "traf": frozenset({"tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd"}),
}
_OF_TIME = frozenset({"mvhd", "tkhd", "mdhd"})  # begin with when they were made and changed
_SEEN_AND_HEARD = frozenset({b"vide", b"soun"})
_DEEPEST = 8
_MOST_BOXES = 20_000


@dataclass(frozen=True)
class _Box:
    name: str
    start: int
    body: int
    end: int


def clean(data: bytes) -> Cleaned:
    """The same film, its metadata gone. Raises `CannotKeep`.

    A film with a track that is neither picture nor sound is refused: telephones write the way they
    went into such tracks, among the pictures, where it cannot be taken out.
    """
    film = bytearray(data)
    try:
        names = [box.name for box in _emptied(film, 0, len(film), "", 0, [0])]
    except (struct.error, IndexError):
        raise CannotKeep(Why.UNREADABLE) from None
    if not names or names[0] != "ftyp" or "moov" not in names:
        raise CannotKeep(Why.UNREADABLE)
    return Cleaned(bytes(film), "video/mp4")


def _emptied(
    film: bytearray, start: int, end: int, parent: str, depth: int, count: list[int]
) -> list[_Box]:
    """Empty what may not stay between these offsets; the boxes there."""
    boxes = list(_boxes(film, start, end, count))
    if depth > _DEEPEST:
        raise CannotKeep(Why.UNREADABLE)
    for box in boxes:
        if box.name not in _STAYS[parent]:
            film[box.start + 4 : box.start + 8] = b"free"
            film[box.body : box.end] = bytes(box.end - box.body)
        elif box.name in _STAYS:
            _emptied(film, box.body, box.end, box.name, depth + 1, count)
        elif box.name in _OF_TIME:
            _forget_times(film, box)
        elif box.name == "hdlr":
            _check_track(film, box)
    return boxes


def _boxes(film: bytearray, start: int, end: int, count: list[int]) -> Iterator[_Box]:
    at = start
    while at < end:
        count[0] += 1
        if count[0] > _MOST_BOXES:
            raise CannotKeep(Why.UNREADABLE)
        size, kind = struct.unpack_from(">I4s", film, at)
        body = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", film, body)
            body += 8
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise CannotKeep(Why.UNREADABLE)
        yield _Box(kind.decode("latin-1"), at, body, at + size)
        at += size


def _forget_times(film: bytearray, box: _Box) -> None:
    width = 16 if film[box.body] else 8  # bytes of both moments, by the version of the box
    at = box.body + 4
    if at + width > box.end:
        raise CannotKeep(Why.UNREADABLE)
    film[at : at + width] = bytes(width)


def _check_track(film: bytearray, box: _Box) -> None:
    """A handler says what a track is or (`dhlr`) how its data are found; its name goes."""
    kind, of = bytes(film[box.body + 8 : box.body + 12]), bytes(film[box.body + 4 : box.body + 8])
    if kind not in _SEEN_AND_HEARD and of != b"dhlr":
        raise CannotKeep(Why.HIDDEN_TRACK)
    name = box.body + 24
    if name < box.end:
        film[name : box.end] = bytes(box.end - name)
