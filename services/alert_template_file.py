"""Templates of alerts as rows of a file: whole in each language, or refused with the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.alert_template_bank import LANGUAGES, LEVELS, LIFETIME, faults_of_texts
from services.csv_file import Row
from storage.alert_templates import LONGEST_KEY, LONGEST_TEXT, LONGEST_TITLE
from storage.people import SIDES
from views.blanks import BLANK
from views.glossary import terms

_WORDS = tuple(f"{name}_{language}" for name in ("title", "text") for language in LANGUAGES)
COLUMNS = ("key", "level", "event", "lifetime", "replies", "side", *_WORDS)
LONGEST = {"key": LONGEST_KEY} | {
    name: LONGEST_TITLE if name.startswith("title") else LONGEST_TEXT for name in _WORDS
}
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_LATIN = re.compile(r"[A-Za-zĐđŽžĆćČčŠš]+")
_WITH_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")


@dataclass(frozen=True)
class Wording:
    """A template as a file has it; the columns are those of the table."""

    key: str
    level: str
    event: str
    lifetime: int
    replies: bool
    side: str
    title_sr: str
    title_ro: str
    title_en: str
    text_sr: str
    text_ro: str
    text_en: str


def faults(row: Row) -> Iterator[str]:
    """All that is wrong with a row, but for what is wrong with any cell."""
    if not _KEY.fullmatch(row["key"]):
        yield f"key is {row['key']!r}: write small letters, figures and _."
    if row["level"] not in LEVELS:
        yield f"level is {row['level']!r}, none of {', '.join(LEVELS)}."
    if row["event"] not in terms():
        yield f"event is {row['event']!r}, which is no term of the glossary."
    if not row["lifetime"].isascii() or not row["lifetime"].isdigit():
        yield f"lifetime is {row['lifetime']!r}: write minutes."
    elif int(row["lifetime"][:9]) not in LIFETIME:
        yield f"lifetime is {row['lifetime']}: write {LIFETIME[0]} to {LIFETIME[-1]} minutes."
    if row["replies"] not in {"yes", "no"}:
        yield f"replies is {row['replies']!r}, neither yes nor no."
    if row["side"].upper() not in {*SIDES, ""}:
        yield f"side is {row['side']!r}: write RO, RS, or nothing for both."
    yield from _faults_of_words(row)


def _faults_of_words(row: Row) -> Iterator[str]:
    yield from faults_of_texts({name: row[name] for name in _WORDS if name.startswith("text")})
    for name in ("title_sr", "text_sr"):
        if in_latin_letters(row[name]):
            yield f"{name} is in Latin letters. Write it in Cyrillic; the other is made from it."
    for name in _WORDS[: len(LANGUAGES)]:
        if set("{}") & set(row[name]):
            yield f"{name} has a blank, which only a text may have."


def in_latin_letters(serbian: str) -> bool:
    """Whether Serbian has words in Latin letters other than blanks and abbreviations, as SOS."""
    return any(not word.isupper() for word in _LATIN.findall(BLANK.sub("", serbian)))


def with_commas(romanian: str) -> str:
    """Romanian with ș and ț as they are to be, where an old keyboard has written ş and ţ."""
    return romanian.translate(_WITH_COMMA)


def wording(row: Row) -> Wording:
    """A row without faults."""
    words = {name: with_commas(" ".join(row[name].split())) for name in _WORDS}
    return Wording(
        key=row["key"],
        level=row["level"],
        event=row["event"],
        lifetime=int(row["lifetime"]),
        replies=row["replies"] == "yes",
        side=row["side"].upper(),
        **words,
    )
