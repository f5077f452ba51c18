"""The words of a translation and the letters they may be written with."""

import re
import unicodedata
from collections.abc import Iterator

SERBIAN = frozenset("абвгдђежзијклљмнњопрстћуфхцчџш")
ROMANIAN = frozenset("aăâbcdefghiîjklmnopqrsștțuvwxyz")

# Latin words that stand in Serbian Cyrillic as they are, each reviewed by a reader of Serbian.
LATIN_IN_SERBIAN = frozenset(
    {
        "A",  # grades of a source in the 4x4 system of the EU, the same in every language
        "B",
        "C",
        "X",
        "Android",  # names of telephones, as their own settings write them
        "HEIC",  # the name of the file format, as telephones show it
        "MB",  # megabyte, in the symbols of units
        "MGRS",  # the name of the coordinate system, written so in the forms of both services
        "PDF",  # of the file, as every reader calls it
        "QR",  # of the square code, as it is called in Serbian
        "RO",  # country labels beside times and sides
        "RS",
        "SOS",
        "Telegram",
        "WGS",
        "iPhone",
    }
)

# Words with letters of other languages that stand in Romanian as they are.
FOREIGN_IN_ROMANIAN: frozenset[str] = frozenset()

# Not words of a language: placeholders, web and mail addresses, @names, /commands.
_NO_WORDS = re.compile(r"\{[^{}]*\}|https?://\S+|\S+@\S+|(?<!\w)@\w+|(?<![\w/])/[A-Za-z0-9_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_WITH_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")


def words(text: str) -> list[str]:
    """The words of a translation, in order; hyphenated ones in one piece."""
    return _WORD.findall(_NO_WORDS.sub(" ", unicodedata.normalize("NFC", text)))


def serbian_faults(text: str) -> Iterator[str]:
    """Words that are not wholly of the Serbian Cyrillic alphabet."""
    for word in _pieces(text):
        strange = _strange(word, SERBIAN)
        if word in LATIN_IN_SERBIAN:
            continue
        if len(strange) == len(set(word)):
            yield f"“{word}” is not Cyrillic, nor among the Latin words of locales/letters.py"
        elif strange:
            yield f"“{word}” is not all of the Serbian alphabet: {_named(strange)}"


def romanian_faults(text: str) -> Iterator[str]:
    """Words that are not wholly of the Romanian alphabet; ş and ţ with a cedilla by name."""
    for word in _pieces(text):
        strange = _strange(word, ROMANIAN)
        mended = word.translate(_WITH_COMMA)
        if mended != word:
            yield f"“{word}” has a cedilla where Romanian has a comma: “{mended}”"
        elif strange and word not in FOREIGN_IN_ROMANIAN:
            yield f"“{word}” is not all of the Romanian alphabet: {_named(strange)}"


def _pieces(text: str) -> list[str]:
    return [piece for word in words(text) for piece in word.split("-")]


def _strange(word: str, alphabet: frozenset[str]) -> list[str]:
    return [letter for letter in dict.fromkeys(word) if letter.lower() not in alphabet]


def _named(letters: list[str]) -> str:
    return ", ".join(
        f"{letter} ({unicodedata.name(letter, 'no letter').lower()})" for letter in letters
    )
