"""The translated sentences, read from the .po files the first time a language is needed."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from views.script import latin

FOLDER = files("locales")


@cache
def translations(language: str) -> NullTranslations:
    """Translations into a language tag; English is what the views say themselves.

    Serbian in Latin letters is derived from the Cyrillic catalogue. Decision 0010 says why the
    .po files are read as they are.
    """
    match language:
        case "sr-Cyrl":
            return _compiled(_read("sr"))
        case "sr-Latn":
            return _compiled(_in_latin(_read("sr")))
        case "ro":
            return _compiled(_read("ro"))
    return NullTranslations()


def _read(folder: str) -> Catalog:
    path = FOLDER.joinpath(folder, "LC_MESSAGES", "straja.po")
    with path.open("rb") as file:
        return read_po(file, locale=folder)


def _in_latin(catalogue: Catalog) -> Catalog:
    for message in catalogue:
        if message.id and isinstance(message.string, str):
            message.string = latin(message.string)
        elif message.id and message.string:
            message.string = tuple(latin(form) for form in message.string)
    return catalogue


def _compiled(catalogue: Catalog) -> GNUTranslations:
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return GNUTranslations(file)
