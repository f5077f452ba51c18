"""The roster as a CSV file: read whole, with every fault named, before anything is touched."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from services import csv_file, phones
from services.csv_file import FileRefused, Row
from storage.people import SIDES, Role

COLUMNS = (
    "service_number",
    "name",
    "country",
    "service",
    "unit",
    "sectors",
    "roles",
    "language",
    "phone",
)
LANGUAGES = ("ro", "sr-Cyrl", "sr-Latn", "en")

_MAY_BE_EMPTY = {"unit", "sectors"}
_LONGEST = {"service_number": 40, "name": 120, "service": 120, "unit": 120, "phone": 40}
_LONGEST_SECTOR = 80

RosterRefused = FileRefused  # the same, where a roster is refused for what the database holds


@dataclass(frozen=True)
class Entry:
    """One person of the file; `phone` is E.164, `line` where they stand in it."""

    line: int
    service_number: str
    name: str
    country: str
    service: str
    unit: str
    sectors: tuple[str, ...]
    roles: tuple[Role, ...]
    language: str
    phone: str


def read(data: bytes, seen: Callable[[int, int], None] = lambda _done, _of: None) -> list[Entry]:
    """Everybody in the file; `seen` is told how many rows of how many are read.

    Raises `RosterRefused` with all that is wrong.
    """
    lines, broken = csv_file.lines(csv_file.decoded(data, "roster"))
    header = csv_file.header(lines[0][1], COLUMNS) if lines else []
    rows: list[tuple[int, Row]] = []
    faults: list[tuple[int, str]] = broken
    for number, (line, cells) in enumerate(lines[1:], 1):
        if len(cells) == len(header):
            rows.append((line, csv_file.composed(header, cells)))
            faults += [(line, each) for each in _faults(rows[-1][1])]
        else:
            faults.append((line, f"it has {len(cells)} cells, the header {len(header)}."))
        seen(number, len(lines) - 1)
    csv_file.must_be_whole([*faults, *_clashes(rows)])
    if not rows:
        raise RosterRefused("There is nobody in the file.")
    return [_entry(line, row) for line, row in rows]


def _faults(row: Row) -> Iterator[str]:
    """All that is wrong with a row."""
    yield from csv_file.faults_of_cells(row, _MAY_BE_EMPTY, _LONGEST)
    if any(len(sector) > _LONGEST_SECTOR for sector in _listed(row["sectors"])):
        yield f"a sector is longer than {_LONGEST_SECTOR} signs."
    yield from _unknown(row)


def _unknown(row: Row) -> Iterator[str]:
    """Words of a row that have no meaning."""
    country, roles = row["country"].upper(), {str(role) for role in Role}
    if country and country not in SIDES:
        yield f"country is {row['country']!r}, neither RO nor RS."
    elif country and row["phone"] and not _phone(row):
        yield f"phone is {row['phone']!r}, which is no number of {country}."
    if row["language"] and _language(row) is None:
        yield f"language is {row['language']!r}, none of {', '.join(LANGUAGES)}."
    for role in _listed(row["roles"].lower()):
        if role not in roles:
            yield f"roles has {role!r}, none of {', '.join(Role)}."
    if row["roles"] and not _listed(row["roles"]):
        yield "roles is empty."


def _entry(line: int, row: Row) -> Entry:
    """The person of a row without faults."""
    words = {name: " ".join(row[name].split()) for name in ("name", "service", "unit")}
    return Entry(
        line=line,
        service_number=row["service_number"],
        country=row["country"].upper(),
        sectors=_listed(row["sectors"]),
        roles=tuple(Role(role) for role in _listed(row["roles"].lower())),
        language=_language(row) or "",
        phone=_phone(row),
        **words,
    )


def _clashes(rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, str]]:
    """People who are in the file twice, and telephone numbers of two people."""
    numbers: dict[str, int] = {}
    owners: dict[str, int] = {}
    for line, row in rows:
        number, phone = row["service_number"], _phone(row)
        if number and number in numbers:
            yield line, f"service_number {number!r} is on line {numbers[number]} already."
        elif phone and phone in owners:
            yield line, f"phone {phone} is that of line {owners[phone]} already."
        numbers.setdefault(number, line)
        owners.setdefault(phone, line)


def _listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, each once, in order of the alphabet."""
    return tuple(sorted({" ".join(part.split()) for part in cell.split(";")} - {""}))


def _language(row: Row) -> str | None:
    return {each.lower(): each for each in LANGUAGES}.get(row["language"].lower())


def _phone(row: Row) -> str:
    """As E.164; empty where it is none of the row's country."""
    country = row["country"].upper()
    return (phones.of_country(row["phone"], country) or "") if country in SIDES else ""
