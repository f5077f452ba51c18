"""The catalogue files: how they are read, brought up to date and written, the same every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("sr", "ro")
TEMPLATE = Path("locales/bot.pot")

_ABOUT = {
    "": "What Straja says, in English: written by `make strings`, never by hand.",
    "sr": "What Straja says, in Serbian Cyrillic (Latin is derived). See docs/translating.md.",
    "ro": "What Straja says, in Romanian. See docs/translating.md.",
}


@dataclass(frozen=True)
class Entry:
    """One sentence and its translation, as the checks see it."""

    where: str  # the sources it comes from
    context: str | None
    sentences: tuple[str, ...]  # the English sentence; singular and plural where it counts things
    forms: tuple[str, ...]  # its translation; one for each plural form where it counts things
    fuzzy: bool = False

    def __str__(self) -> str:
        """How a fault names it."""
        return f"“{self.sentences[-1]}” ({self.where})"


def path(language: str) -> Path:
    """Where a language's catalogue stands, from the root."""
    return Path("locales") / language / "LC_MESSAGES" / "straja.po"


def read(root: Path, language: str) -> Catalog:
    """A language's catalogue; an empty one where there is none yet."""
    if not (root / path(language)).exists():
        return Catalog(locale=language)
    with (root / path(language)).open("rb") as file:
        return read_po(file, locale=language)


def updated(old: Catalog, template: Catalog) -> Catalog:
    """The template's sentences with the translations there are; none guessed, none obsolete."""
    new = Catalog(locale=old.locale)
    for message in template:
        if not message.id:
            continue
        known = old.get(_key(message), message.context)
        kept = known if known and isinstance(known.id, str) == isinstance(message.id, str) else None
        new.add(
            message.id,
            kept.string if kept else None,
            message.locations,
            flags=kept.flags if kept else (),
            auto_comments=message.auto_comments,
            user_comments=kept.user_comments if kept else (),
            context=message.context,
        )
    return new


def entries(catalogue: Catalog) -> Iterator[Entry]:
    """The sentences of a catalogue, in its order."""
    for message in catalogue:
        if message.id:
            yield Entry(
                where=", ".join(dict.fromkeys(name for name, _ in message.locations)),
                context=message.context,
                sentences=(message.id,) if isinstance(message.id, str) else tuple(message.id),
                forms=_forms(message, catalogue.num_plurals),
                fuzzy=message.fuzzy,
            )


def written(catalogue: Catalog) -> str:
    """The text of the file: ordered as the sources are, one line a sentence, no dates.

    Sentences are not wrapped and sources are named without line numbers, so that a change
    touches the lines of the sentence it changes and no others.
    """
    file = BytesIO()
    write_po(
        file,
        catalogue,
        width=0,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = _header(catalogue.locale_identifier or "")
    return f"{header}\n{file.getvalue().decode()}".rstrip() + "\n"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message, plurals: int) -> tuple[str, ...]:
    if isinstance(message.id, str):
        return (str(message.string or ""),)
    string = message.string or ""
    given = (string,) if isinstance(string, str) else tuple(string)
    return given + ("",) * (plurals - len(given))


def _header(language: str) -> str:
    fields = {
        "Project-Id-Version": "Straja",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language:
        fields["Plural-Forms"] = str(get_plural(language))
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'# {_ABOUT[language]}\nmsgid ""\nmsgstr ""\n{lines}'
