"""How a reader is addressed: in their language and script, by their clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from babel.numbers import format_decimal

from geography.folding import fold
from views import times
from views.catalogues import translations
from views.glossary import terms
from views.script import latin

__all__ = ["Language", "Reader", "fold", "hinted", "latin"]


class Language(StrEnum):
    """A language and script to read in; the value is its BCP 47 tag."""

    SR_CYRL = "sr-Cyrl"
    SR_LATN = "sr-Latn"
    RO = "ro"
    EN = "en"

    @property
    def own_name(self) -> str:
        """As its readers call it, for the button that chooses it."""
        return {"sr-Cyrl": "Српски", "sr-Latn": "Srpski", "ro": "Română", "en": "English"}[self]

    @property
    def locale(self) -> str:
        """The CLDR locale of its dates and numbers."""
        return {"sr-Cyrl": "sr_Cyrl_RS", "sr-Latn": "sr_Latn_RS", "ro": "ro_RO", "en": "en_GB"}[
            self
        ]


_HINTS = {
    "sr": Language.SR_CYRL,
    "ro": Language.RO,
    # Readers of these understand Serbian, and most of them read it in Latin letters.
    "hr": Language.SR_LATN,
    "bs": Language.SR_LATN,
    "sh": Language.SR_LATN,
    "mk": Language.SR_LATN,
}


def hinted(language_code: str | None) -> Language:
    """The language to greet a stranger in, from the IETF tag that Telegram tells of their phone.

    Only a hint: the roster or the person decides later.
    """
    tag = (language_code or "").lower().replace("_", "-")
    if tag.startswith("sr-latn"):
        return Language.SR_LATN
    return _HINTS.get(tag.partition("-")[0], Language.EN)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: their language and their clock.

    `country` is `RS`, `RO`, or empty where it is not known yet: then both times are shown.
    """

    language: Language
    country: str

    def gettext(self, msgid: str, /, **values: object) -> str:
        """A whole sentence, its named placeholders filled in; plain text."""
        return translations(self.language).gettext(msgid).format(**values)

    def ngettext(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """A sentence about `n` things in the form that `n` takes; `{n}` is filled in as well."""
        sentence = translations(self.language).ngettext(singular, plural, n)
        return sentence.format(**{"n": self.number(n), **values})

    def pgettext(self, context: str, msgid: str, /, **values: object) -> str:
        """As `gettext`, for a word that needs its context: *New* of a report, *New* of an alert."""
        return translations(self.language).pgettext(context, msgid).format(**values)

    def term(self, key: str, **values: object) -> str:
        """The glossary's term, as `term("cat.flood")`; KeyError for a key it does not have."""
        return terms()[key][self.language.replace("-", "_")].format(**values)

    def time(self, at: datetime) -> str:
        """`14:05 RS` by the reader's own clock; both clocks where their country is not known."""
        if self.country not in times.CLOCKS:
            return self.both_times(at)
        return times.clock(at, self.country)

    def both_times(self, at: datetime, now: datetime | None = None) -> str:
        """`14:05 RS / 15:05 RO`; with `now`, the day goes before it when that is another day.

        Another day by the reader's clock, or by either clock where their country is not known.
        """
        dated = now is not None and any(
            times.local(at, country).date() != times.local(now, country).date()
            for country in self._clocks()
        )
        return times.on_both_clocks(at, self.language.locale, dated=dated)

    def date(self, at: datetime) -> str:
        """`7. 3. 2026.`, `07.03.2026`, `7 Mar 2026`; both days where they may differ."""
        return self._by_own_clock(at, times.day)

    def date_time(self, at: datetime) -> str:
        """`7. 3. 2026. 14:05`, `07.03.2026, 14:05`; both times where the country is not known."""
        if self.country not in times.CLOCKS:
            return times.on_both_clocks(at, self.language.locale, dated=True)
        return self._by_own_clock(at, times.day_and_time)

    def number(self, value: float, digits: int = 0) -> str:
        """With `digits` decimals: `1.234,5` in Serbian and Romanian, `1,234.5` in English."""
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return _formatted(value, pattern, self.language.locale)

    def _clocks(self) -> list[str]:
        return [self.country] if self.country in times.CLOCKS else list(times.CLOCKS)

    def _by_own_clock(self, at: datetime, wording: Callable[[datetime, str], str]) -> str:
        locale = self.language.locale
        worded = [wording(times.local(at, country), locale) for country in self._clocks()]
        return " / ".join(dict.fromkeys(worded))


@lru_cache(maxsize=4096)
def _formatted(value: float, pattern: str, locale: str) -> str:
    """A board of an alert has dozens of numbers, and each takes a third of a millisecond."""
    return format_decimal(value, pattern, locale=locale)
