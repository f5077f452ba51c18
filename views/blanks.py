"""Sentences with typed blanks, as `{place}`: what each is for, and how what is put in reads.

What a blank holds is a plain value that a draft keeps (`Value`), the same for every language;
`services.blanks` reads it from what was typed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from geography.folding import fold
from geography.point import Point
from views import places, times, vehicle_words
from views.language import Language, Reader
from views.message import shown

# {"names": by language}, {"typed": …, "words": known ones}, {"point": [degrees, degrees]},
# {"term": …, "n": …}, {"at": minutes since 1970 in UTC, "dated": …}, or a number; a point may go
# with the first two.
Value = Any

DIRECTIONS = ("field.to_serbia", "field.to_romania", "field.along_border")


class Kind(StrEnum):
    """What a blank is filled with; the value is also its name in a text.

    `TIME` is of what has been, `LATER` of what is to come.
    """

    PLACE = "place"
    VEHICLE = "vehicle"
    PLATE = "plate"
    TIME = "time"
    LATER = "later"
    NUMBER = "number"
    DIRECTION = "direction"


@dataclass(frozen=True)
class Blank:
    """A blank of a text: `place`, and `place2` for a second one of the kind."""

    name: str
    kind: Kind


# A blank in a text, with its kind and the number of a further one.
BLANK = re.compile(r"\{(" + "|".join(Kind) + r")([2-9]?)\}")
_BRACKETS = re.compile(r"[\[{]\s*([^\W\d_]+)\s*([2-9]?)\s*[\]}]")


def blanks_in(text: str) -> tuple[Blank, ...]:
    """The blanks of a text in its order, each once. ValueError where braces hold anything else."""
    if set("{}") & set(BLANK.sub("", text)):
        raise ValueError("braces hold something that is no blank")
    found = {each[0][1:-1]: Blank(each[0][1:-1], Kind(each[1])) for each in BLANK.finditer(text)}
    return tuple(found.values())


def filled(reader: Reader, text: str, values: Mapping[str, Value]) -> str:
    """A text with its blanks filled in, as its reader reads it. KeyError for an empty one."""
    return BLANK.sub(lambda found: said(reader, values[found[0][1:-1]]), text)


def said(reader: Reader, value: Value) -> str:
    """What a blank holds, in the reader's language.

    What somebody typed stays as it was typed; known words of it follow in brackets.
    """
    if isinstance(value, int):
        return reader.number(value)
    if "names" in value:
        return str(value["names"][reader.language])
    if "typed" in value:
        typed = shown(value["typed"])
        beside = vehicle_words.told(reader.language, value.get("words", ()))
        beside += [_coordinates(value)] if "point" in value else []
        return f"{typed} ({', '.join(beside)})" if beside else typed
    if "point" in value:
        near = places.nearest(reader, Point(*value["point"]))
        return f"{_coordinates(value)} ({near[0]})" if near else _coordinates(value)
    if "term" in value:
        return reader.term(value["term"], **({"n": value["n"]} if "n" in value else {}))
    at = datetime.fromtimestamp(value["at"] * 60, UTC)
    return times.on_both_clocks(at, reader.language.locale, dated=value["dated"])


def name(reader: Reader, kind: Kind) -> str:
    """What stands between the brackets for somebody who writes a text in their language."""
    return {
        Kind.PLACE: reader.pgettext("blank", "place"),
        Kind.VEHICLE: reader.pgettext("blank", "vehicle"),
        Kind.PLATE: reader.pgettext("blank", "plate"),
        Kind.TIME: reader.pgettext("blank", "time"),
        # Translators: of a time that is still to come.
        Kind.LATER: reader.pgettext("blank", "later"),
        Kind.NUMBER: reader.pgettext("blank", "number"),
        Kind.DIRECTION: reader.pgettext("blank", "direction"),
    }[kind]


def readable(reader: Reader, text: str) -> str:
    """A text with its blanks under the names that its reader knows, as `[место]`."""
    return BLANK.sub(lambda found: f"[{name(reader, Kind(found[1]))}{found[2]}]", text)


def canonical(text: str) -> str:
    """A text as it is kept, whatever the language of the names between its brackets."""

    def kept(found: re.Match[str]) -> str:
        kind = _kinds().get(fold(found[1]))
        return f"{{{kind}{found[2]}}}" if kind else found[0]

    return _BRACKETS.sub(kept, text)


@cache
def _kinds() -> dict[str, Kind]:
    readers = [Reader(language, "") for language in Language]
    return {fold(name(reader, kind)): kind for reader in readers for kind in Kind}


def label(reader: Reader, kind: Kind) -> str:
    """What a blank is called where it is asked for."""
    _ = reader.gettext
    return {
        Kind.PLACE: reader.term("field.where"),
        Kind.VEHICLE: reader.term("field.vehicle"),
        Kind.PLATE: reader.term("field.plate"),
        Kind.TIME: reader.term("field.when"),
        # Translators: the name of a blank for a time that is still to come.
        Kind.LATER: _("Time still to come"),
        # Translators: the name of a blank for a number of persons, metres or anything else.
        Kind.NUMBER: _("Number"),
        Kind.DIRECTION: reader.term("field.direction"),
    }[kind]


def wanted(reader: Reader, kind: Kind) -> str:
    """What is to be typed into a blank, with an example."""
    _ = reader.gettext
    return {
        Kind.PLACE: _("Please type the name of the place, or send a location or coordinates."),
        Kind.VEHICLE: _(
            "Please type the vehicle: its make and colour. Everybody reads it as you type it; known"
            " kinds and colours are translated beside it."
        ),
        Kind.PLATE: _("Please type the plate, for example: {example}", example="VŠ 012-AB"),
        Kind.TIME: _(
            "Please type the time with two figures, and the day where it is not today, for example:"
            " {example}",
            example=_example(reader, "08:05"),
        ),
        Kind.LATER: _(
            "Please type a time that is still to come, with two figures, and the day where it is"
            " not the next one, for example: {example}",
            example=_example(reader, "18:30"),
        ),
        Kind.NUMBER: _("Please type a number from 0 to 9999."),
        Kind.DIRECTION: _("Please press one of the directions."),
    }[kind]


def _example(reader: Reader, clock: str) -> str:
    return f"{clock} {reader.country}".strip()


def _coordinates(value: Value) -> str:
    return places.coordinates(Point(*value["point"]))
