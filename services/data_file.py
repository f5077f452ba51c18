"""What an installation knows as files of rows, told apart by their header."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from geography import markers
from services import alert_template_file, csv_file, phones, place_file
from services.alert_template_file import Wording
from services.csv_file import Fault, FileRefused, Row
from services.place_file import LONGEST_AREA, LONGEST_PLACES, MARKER, SECTOR, SECTOR_LAND
from storage.people import SIDES
from storage.telephones import PCC

COLUMNS = {
    "services": ("country", "service"),
    "units": ("country", "unit"),
    "sectors": SECTOR,
    "markers": MARKER,
    "telephones": ("side", "label_sr", "label_ro", "number"),
    "templates": alert_template_file.COLUMNS,
}
OPTIONAL = {"telephones": ("label_en",), "sectors": SECTOR_LAND[:1]}

_NAMES = {"label_sr", "label_ro", "label_en"}
_MAY_BE_EMPTY = {
    "sectors": {*SECTOR[1:], *SECTOR_LAND},
    "markers": {"country"},
    "telephones": _NAMES,
    "templates": {"side"},
}
_LONGEST = {
    "code": 80,
    "number": 40,
    "marker": 20,
    "places": LONGEST_PLACES,
    "area": LONGEST_AREA,
} | dict.fromkeys(
    ("service", "unit", "name_sr", "name_ro", "label_sr", "label_ro", "label_en"), 120
)
_LATIN = re.compile(r"[A-Za-zĐđŽžĆćČčŠš]")
_WITH_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")  # as old keyboards write them


@dataclass(frozen=True)
class Sector:
    """A stretch of the border; its middle in degrees WGS 84 where the file tells it.

    `area` is its land as text of GeoJSON, `places` the settlements it is made of.
    """

    code: str
    country: str
    sr_cyrl: str
    ro: str
    latitude: float | None
    longitude: float | None
    area: str = ""
    places: str = ""


@dataclass(frozen=True)
class Marker:
    """A border marker, its number as `geography.markers.key` writes it."""

    number: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Telephone:
    """A number, E.164, of a desk (`RS`, `RO`) or of the joint contact point (`PCC`)."""

    side: str
    number: str
    sr_cyrl: str
    ro: str
    en: str


@dataclass(frozen=True)
class Data:
    """What one file holds: its kind, and rows of that kind alone, in the file's order."""

    kind: str
    services: tuple[tuple[str, str], ...] = ()  # country and name, as the next
    units: tuple[tuple[str, str], ...] = ()
    sectors: tuple[Sector, ...] = ()
    markers: tuple[Marker, ...] = ()
    telephones: tuple[Telephone, ...] = ()
    templates: tuple[Wording, ...] = ()


def read(data: bytes) -> Data:
    """Everything in a file of CSV or GeoJSON. Raises `FileRefused` with all that is wrong."""
    text = csv_file.decoded(data, "file of such data")
    if text.lstrip().startswith(("{", "[")):
        kind, rows, faults = place_file.features(text)
        word = "Feature"
    else:
        kind, rows, faults = _table(text)
        word = "Line"
    for line, row in rows:
        faults += [(line, each) for each in _faults(kind, row)]
    csv_file.must_be_whole([*faults, *_twice(kind, rows)], word)
    if not rows:
        raise FileRefused("There is nothing in the file.")
    return _ROWS[kind]([row for _line, row in rows])


def _table(text: str) -> tuple[str, list[tuple[int, Row]], list[Fault]]:
    lines, faults = csv_file.lines(text)
    if not lines:
        raise FileRefused(*(f"Line {line}: {each}" for line, each in faults))
    kind = _kind(lines[0][1])
    names = csv_file.header(lines[0][1], COLUMNS[kind], OPTIONAL.get(kind, ()))
    rows = []
    for line, cells in lines[1:]:
        if len(cells) == len(names):
            rows.append((line, csv_file.composed(names, cells)))
        else:
            faults.append((line, f"it has {len(cells)} cells, the header {len(names)}."))
    return kind, rows, faults


def _kind(cells: list[str]) -> str:
    """The kind of which the header has most columns. Raises `FileRefused` where that is none."""
    names = {cell.strip() for cell in cells}
    csv_file.must_have_commas(cells, {name for columns in COLUMNS.values() for name in columns})
    shared = {kind: len(names & set(columns)) for kind, columns in COLUMNS.items()}
    alone = {kind: len(names & _of_it_alone(kind)) for kind in COLUMNS}
    best = max(COLUMNS, key=lambda kind: (alone[kind] > 0, shared[kind]))
    if not alone[best]:
        known = [f"{kind}: {','.join(columns)}" for kind, columns in COLUMNS.items()]
        raise FileRefused("The first line must be one of these:", *known)
    return best


def _of_it_alone(kind: str) -> set[str]:
    others = (set(columns) for name, columns in COLUMNS.items() if name != kind)
    return set(COLUMNS[kind]).difference(*others)


def _faults(kind: str, row: Row) -> Iterator[str]:
    """All that is wrong with a row."""
    longest = alert_template_file.LONGEST if kind == "templates" else _LONGEST
    yield from csv_file.faults_of_cells(row, _MAY_BE_EMPTY.get(kind, ()), longest)
    if kind == "templates":
        yield from alert_template_file.faults(row)
        return
    for name in ("name_sr", "label_sr"):
        if _LATIN.search(row.get(name, "")):
            yield f"{name} is in Latin letters. Write it in Cyrillic; the other is made from it."
    if kind == "sectors":
        yield from place_file.faults_of_sector(row)
    elif kind == "markers":
        yield from place_file.faults_of_marker(row)
    else:
        yield from _faults_of_country(row)
    if kind == "telephones":
        yield from _faults_of_telephone(row)


def _faults_of_country(row: Row) -> Iterator[str]:
    country = row.get("country", "").upper()
    if country and country not in SIDES:
        yield f"country is {row['country']!r}, neither RO nor RS."


def _faults_of_telephone(row: Row) -> Iterator[str]:
    side = row["side"].upper()
    if side and side not in {*SIDES, PCC}:
        yield f"side is {row['side']!r}, none of RO, RS, PCC."
    elif row["number"] and not _number(row):
        wanted = "with its prefix, as +40…" if side == PCC else f"of {side}"
        yield f"number is {row['number']!r}, which is no telephone number {wanted}."


def _number(row: Row) -> str:
    """As E.164; empty where it is none of the side's, the joint contact point's being either's."""
    side, written = row["side"].upper(), row["number"]
    if side in SIDES:
        return phones.of_country(written, side) or ""
    found = (phones.of_country(written, each) for each in SIDES if written.startswith("+"))
    return next(filter(None, found), "")


def _twice(kind: str, rows: list[tuple[int, Row]]) -> Iterator[Fault]:
    """Rows that say what an earlier one has said."""
    keys = {
        "sectors": ("code",),
        "markers": ("marker", "country"),
        "telephones": ("side", "number"),
        "templates": ("key",),
    }
    first: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        key = tuple(_words(row[name]).casefold() for name in keys.get(kind, COLUMNS[kind]))
        if key in first:
            yield line, f"{' '.join(filter(None, key))} is there already, at {first[key]}."
        first.setdefault(key, line)


def _organisation(rows: list[Row], word: str) -> tuple[tuple[str, str], ...]:
    return tuple((row["country"].upper(), _words(row[word])) for row in rows)


def _sector(row: Row) -> Sector:
    place = [float(row[name]) if row[name] else None for name in ("latitude", "longitude")]
    return Sector(
        code=_words(row["code"]),
        country=row["country"].upper(),
        sr_cyrl=_words(row["name_sr"]),
        ro=_words(row["name_ro"]).translate(_WITH_COMMA),
        latitude=place[0],
        longitude=place[1],
        area=row.get("area", ""),
        places="; ".join(place_file.places(row)),
    )


def _marker(row: Row) -> Marker:
    return Marker(
        number=markers.key(row["marker"]),
        country=row["country"].upper(),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )


def _telephone(row: Row) -> Telephone:
    return Telephone(
        side=row["side"].upper(),
        number=_number(row),
        sr_cyrl=_words(row["label_sr"]),
        ro=_words(row["label_ro"]).translate(_WITH_COMMA),
        en=_words(row.get("label_en", "")),
    )


def _words(cell: str) -> str:
    return " ".join(cell.split())


_ROWS: dict[str, Callable[[list[Row]], Data]] = {
    "services": lambda rows: Data("services", services=_organisation(rows, "service")),
    "units": lambda rows: Data("units", units=_organisation(rows, "unit")),
    "sectors": lambda rows: Data("sectors", sectors=tuple(map(_sector, rows))),
    "markers": lambda rows: Data("markers", markers=tuple(map(_marker, rows))),
    "telephones": lambda rows: Data("telephones", telephones=tuple(map(_telephone, rows))),
    "templates": lambda rows: Data(
        "templates", templates=tuple(map(alert_template_file.wording, rows))
    ),
}
