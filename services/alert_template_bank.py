"""The templates that come along (locales/alert_templates.csv), and what makes a wording whole."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from storage.alert_templates import LONGEST_TEXT, LONGEST_TITLE, TemplateRow
from views.alert_templates import LEVELS, Template, words
from views.blanks import blanks_in
from views.language import Language

__all__ = ["LEVELS", "Template"]

LANGUAGES = ("sr", "ro", "en")  # of the columns; Serbian is Cyrillic, and Latin derived from it
LIFETIME = range(5, 7 * 24 * 60 + 1)  # minutes


@cache
def shipped() -> dict[str, Template]:
    """The templates that come along, by key and in their order."""
    text = files("locales").joinpath("alert_templates.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["key"]: template_of(as_row(row)) for row in rows}


def as_row(cells: Mapping[str, str]) -> Mapping[str, object]:
    """The cells of a file as the table has them."""
    return {**cells, "lifetime": int(cells["lifetime"]), "replies": cells["replies"] == "yes"}


def template_of(row: TemplateRow | Mapping[str, object]) -> Template:
    """A wording as it is used."""
    told = row.model_dump() if isinstance(row, TemplateRow) else dict(row)
    return Template(
        key=str(told["key"]),
        level=str(told["level"]),
        event=str(told["event"]),
        lifetime=int(str(told["lifetime"])),
        replies=bool(told["replies"]),
        side=str(told["side"]),
        titles=words(told, "title"),
        texts=words(told, "text"),
    )


def columns_of(template: Template) -> dict[str, Any]:
    """A template as the table and files have it, the opposite of `template_of`."""
    told = {
        f"{name}_{column}": held.get(language, "")
        for name, held in (("title", template.titles), ("text", template.texts))
        for column, language in zip(LANGUAGES, _OF_COLUMN, strict=True)
    }
    return {
        "key": template.key,
        "level": template.level,
        "event": template.event,
        "lifetime": template.lifetime,
        "replies": template.replies,
        "side": template.side,
        **told,
    }


def faults_of_texts(texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a text in its languages: blanks that are none, or not in all of them.

    An empty text is no fault here: whether a language may be missing is asked elsewhere.
    """
    found = {}
    for name, text in texts.items():
        try:
            found[name] = {each.name for each in blanks_in(text)}
        except ValueError:
            yield f"{name} has braces that hold no blank, as {{place}} or {{plate2}} is one."
    told = {name: blanks for name, blanks in found.items() if texts[name]}
    first = next(iter(told), "")
    for name, blanks in told.items():
        for blank in sorted(blanks ^ told[first]):
            yield f"{{{blank}}} is not both in {first} and in {name}."


_OF_COLUMN = (Language.SR_CYRL, Language.RO, Language.EN)
LONGEST = {"title": LONGEST_TITLE, "text": LONGEST_TEXT}
