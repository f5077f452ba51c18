"""The roster as a CSV file: read whole, with every fault named, before anything is touched."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from services import phones
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
LARGEST_FILE = 8 * 1024 * 1024  # bytes: tens of thousands of people

_MAY_BE_EMPTY = {"unit", "sectors"}
_LONGEST = {"service_number": 40, "name": 120, "service": 120, "unit": 120, "phone": 40}
_LONGEST_SECTOR = 80
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode's categories
_BY_COUNTRIES = "as spreadsheets do in some countries. Save the file with commas between columns."

Row = dict[str, str]


class RosterRefused(Exception):  # noqa: N818 an answer to the administrator, not an error
    """Nothing was changed; `sentences` say why, each fault of a file with its line."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


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
    lines, broken = _lines(_decoded(data))
    header = _header(lines[0][1]) if lines else []
    rows: list[tuple[int, Row]] = []
    faults: list[tuple[int, str]] = broken
    for number, (line, cells) in enumerate(lines[1:], 1):
        if len(cells) == len(header):
            rows.append((line, _composed(header, cells)))
            faults += [(line, each) for each in _faults(rows[-1][1])]
        else:
            faults.append((line, f"it has {len(cells)} cells, the header {len(header)}."))
        seen(number, len(lines) - 1)
    faults += _clashes(rows)
    if faults:
        raise RosterRefused(*(f"Line {line}: {each}" for line, each in sorted(faults)))
    if not rows:
        raise RosterRefused("There is nobody in the file.")
    return [_entry(line, row) for line, row in rows]


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        raise RosterRefused(f"The file is larger than {most} MB, which no roster is.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RosterRefused("The file is encoded in UTF-16. Save it as CSV in UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RosterRefused(
            f"Line {line}: this is not UTF-8, and names would come out wrong. "
            "Save the file as CSV in UTF-8."
        ) from None
    if not text.strip():
        raise RosterRefused("The file is empty.")
    return text


def _lines(text: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Where each row begins and its cells, empty rows left out; and where it stops being CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return found, [(line, f"from here on this is not CSV ({error}).")]
    return found, []


def _header(cells: list[str]) -> list[str]:
    """The columns in the file's order, which is free. Raises `RosterRefused`."""
    names = [cell.strip() for cell in cells]
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if sum(name in COLUMNS for name in cells[0].replace('"', "").split(sign)) > 1:
            raise RosterRefused(f"The columns are separated by {word}, {_BY_COUNTRIES}")
    faults = [f"the column {name} is missing." for name in COLUMNS if name not in names]
    faults += [f"there is no column {name!r}." for name in names if name not in COLUMNS]
    faults += [f"the column {name} is there twice." for name in COLUMNS if names.count(name) > 1]
    if faults:
        expected = f"The first line must be: {','.join(COLUMNS)}"
        raise RosterRefused(*(f"Line 1: {each}" for each in faults), expected)
    return names


def _composed(header: list[str], cells: list[str]) -> Row:
    composed = [unicodedata.normalize("NFC", cell).strip(" ") for cell in cells]
    return dict(zip(header, composed, strict=True))


def _faults(row: Row) -> Iterator[str]:
    """All that is wrong with a row."""
    for name in COLUMNS:
        if not row[name] and name not in _MAY_BE_EMPTY:
            yield f"{name} is empty."
        if any(unicodedata.category(sign) in _UNSEEN for sign in row[name]):
            yield f"{name} has an invisible sign in it."
        if len(row[name]) > _LONGEST.get(name, 1000):
            yield f"{name} is longer than {_LONGEST.get(name, 1000)} signs."
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
