"""Files of rows as spreadsheets save them: decoded, split, named by their header, or refused."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

LARGEST_FILE = 8 * 1024 * 1024  # bytes: tens of thousands of rows

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode's categories
_BY_COUNTRIES = "as spreadsheets do in some countries. Save the file with commas between columns."

Row = dict[str, str]
Line = tuple[int, list[str]]  # where it begins, and its cells
Fault = tuple[int, str]  # the line, and what is wrong there


class FileRefused(Exception):  # noqa: N818 an answer to the operator, not an error
    """Nothing was changed; `sentences` say why, each fault of a file with its line."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def decoded(data: bytes, what: str) -> str:
    """The text of a file that is said to be `what`. Raises `FileRefused`."""
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 1024 // 1024
        raise FileRefused(f"The file is larger than {most} MB, which no {what} is.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("The file is encoded in UTF-16. Save it as CSV in UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            f"Line {line}: this is not UTF-8, and names would come out wrong. "
            "Save the file as CSV in UTF-8."
        ) from None
    if not text.strip():
        raise FileRefused("The file is empty.")
    return text


def lines(text: str) -> tuple[list[Line], list[Fault]]:
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


def header(cells: Sequence[str], columns: Sequence[str], optional: Sequence[str] = ()) -> list[str]:
    """The columns in the file's order, which is free. Raises `FileRefused`."""
    names = [cell.strip() for cell in cells]
    known = [*columns, *optional]
    must_have_commas(cells, known)
    faults = [f"the column {name} is missing." for name in columns if name not in names]
    faults += [f"there is no column {name!r}." for name in names if name not in known]
    faults += [f"the column {name} is there twice." for name in known if names.count(name) > 1]
    if faults:
        expected = f"The first line must be: {','.join(columns)}"
        raise FileRefused(*(f"Line 1: {each}" for each in faults), expected)
    return names


def must_have_commas(cells: Sequence[str], known: Iterable[str]) -> None:
    """Raise `FileRefused` where the columns of a first line are separated by another sign."""
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if sum(name in known for name in cells[0].replace('"', "").split(sign)) > 1:
            raise FileRefused(f"The columns are separated by {word}, {_BY_COUNTRIES}")


def composed(names: Sequence[str], cells: Sequence[str]) -> Row:
    """The cells of a row by column, each letter in one piece."""
    whole = [unicodedata.normalize("NFC", cell).strip(" ") for cell in cells]
    return dict(zip(names, whole, strict=True))


def faults_of_cells(
    row: Row, may_be_empty: Iterable[str], longest: dict[str, int]
) -> Iterator[str]:
    """What is wrong with any cell, whatever it means; `longest` in signs."""
    for name, cell in row.items():
        if not cell and name not in may_be_empty:
            yield f"{name} is empty."
        if any(unicodedata.category(sign) in _UNSEEN for sign in cell):
            yield f"{name} has an invisible sign in it."
        if len(cell) > longest.get(name, 1000):
            yield f"{name} is longer than {longest.get(name, 1000)} signs."


def must_be_whole(faults: Iterable[Fault], word: str = "Line") -> None:
    """Raise `FileRefused` with every fault in order of the lines, if there is any."""
    told = [f"{word} {line}: {each}" for line, each in sorted(faults)]
    if told:
        raise FileRefused(*told)
