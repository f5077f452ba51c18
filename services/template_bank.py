"""The templates that come along (locales/alert_templates.csv), and what makes a wording whole."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from storage.alert_templates import LONGEST_TEXT, LONGEST_TITLE, TemplateRow
from views.blanks import Blank, blanks_in
from views.language import Language
from views.script import latin

LEVELS = ("danger", "caution", "information")
LANGUAGES = ("sr", "ro", "en")  # of the columns; Serbian is Cyrillic, and Latin derived from it
LIFETIME = range(5, 7 * 24 * 60 + 1)  # minutes


@dataclass(frozen=True)
class Template:
    """An alert that is ready but for its blanks; titles and texts by language, `lifetime` minutes.

    English may be missing where an installation has changed the others; Serbian and Romanian never
    are. `event` is a term of the glossary; `side` is empty for a template of both.
    """

    key: str
    level: str
    event: str
    lifetime: int
    replies: bool
    side: str
    titles: Mapping[Language, str]
    texts: Mapping[Language, str]

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The blanks in the order of the text; each language has the same."""
        return blanks_in(self.texts[Language.SR_CYRL])

    def title(self, language: Language) -> str:
        """Its name for a reader; where English is missing, in both other languages."""
        both = f"{self.titles[Language.RO]} / {self.titles[Language.SR_LATN]}"
        return self.titles.get(language, both)


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
        titles=_by_language(told, "title"),
        texts=_by_language(told, "text"),
    )


def columns_of(template: Template) -> dict[str, Any]:
    """A template as the table and files have it, the opposite of `template_of`."""
    words = {
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
        **words,
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


def _by_language(told: Mapping[str, object], name: str) -> dict[Language, str]:
    """Without the languages in which nothing is said; Serbian in both scripts."""
    serbian, romanian, english = (str(told[f"{name}_{each}"]) for each in LANGUAGES)
    words = {
        Language.SR_CYRL: serbian,
        Language.SR_LATN: latin(serbian),
        Language.RO: romanian,
        Language.EN: english,
    }
    return {language: text for language, text in words.items() if text}
