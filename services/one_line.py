"""A report in one line of an officer's own words, read into the answers of a sighting's form.

Nothing is guessed: what is said twice and differently is not taken, and all that was not understood
stays as it was typed, in its order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from geography.point import Point
from services import line_places, line_plates, line_times, numerals
from services.line_direction import direction_in
from services.line_people import people_in
from services.moments import Meant
from services.report_words import Phrase, Token, denied_in, phrases_in, tokens_of
from storage.sighting_details import Answer, Details

LONGEST = 300  # letters and signs; a longer text is an account, not a line
_GLUE = {"jedan", "jedna", "jedno",
         "i", "u", "na", "sa", "s", "se", "je", "su", "od", "za", "o", "un", "si", "in", "cu", "la",
         "de", "pe", "este", "sunt", "am", "ka", "prema", "spre", "kod"}  # fmt: skip  # one family
# The first of these tiers that says anything says what it is: a boat with cigarettes is tobacco.
_TIERS = ({"category", "suspect"}, {"migrants"}, {"vessel", "vehicle", "vehicle_any", "make"})


@dataclass(frozen=True)
class Line:
    """What a line says, as far as it was understood; the rest is the note, word for word."""

    note: str
    category: str = ""
    direction: str = ""
    places: tuple[Point, ...] = ()
    place_certain: bool = False
    place_metres: float | None = None
    place_typed: str = ""
    seen: Meant | None = None
    seen_typed: str = ""
    details: Details = field(default_factory=Details)
    said: int = 0  # how many different things

    @property
    def is_report(self) -> bool:
        """Whether it says enough of what was seen to be taken for a report without asking."""
        return self.said > 1 and bool(self.category or self.details.stored())


def read(text: str, now: datetime, country: str) -> Line:
    """Read a line by a clock of `RS` or `RO`. Raises nothing for any text."""
    if len(text) > LONGEST or text.rstrip().endswith("?"):
        return Line(note=text)
    return _Reading(text, now, country).line()


class _Reading:
    """One line while it is read: which of its tokens are understood, and as what."""

    def __init__(self, text: str, now: datetime, country: str) -> None:
        self._text, self._now, self._country = text, now, country
        self._tokens = tokens_of(text)
        self._taken: set[int] = set()
        self._denied = denied_in(self._tokens)

    @property
    def _not_free(self) -> set[int]:
        """What is understood already, and of which nothing is."""
        return self._taken | self._denied

    def line(self) -> Line:
        typed = line_places.typed_in(self._text, self._tokens, self._not_free)
        self._take(typed.told if typed else ())
        plates = line_plates.plates_in(self._text, self._tokens, self._not_free)
        self._take(index for each in plates for index in each.told)
        told = line_times.time_in(
            self._text, self._tokens, self._not_free, self._now, self._country
        )
        self._take(told.told if told else ())
        phrases = phrases_in(self._tokens, self._not_free)
        way = direction_in(self._tokens, phrases)
        self._take(way.told if way else ())
        people = people_in(self._tokens, phrases, self._not_free)
        self._take(people.told if people else ())
        category = self._category(phrases)
        details = self._details(phrases, [each.text for each in plates])
        if people:
            details = Details.of(
                details.stored() | {"people_least": people.band[0], "people_most": people.band[1]}
            )
        named = typed or line_places.named_in(self._text, self._tokens, self._not_free)
        self._take(named.told if named and not typed else ())
        self._take(
            each for phrase in phrases if phrase.meaning.gives == "seen" for each in phrase.span
        )
        what = category or details.vessel or details.vehicle_make
        said = [what, people, way, named, plates]
        number = sum(bool(each) for each in said)
        if not number and not told:
            return Line(note=self._text)
        return Line(
            note=self._rest(),
            category=category,
            direction=way.direction if way else "",
            places=named.points if named else (),
            place_certain=bool(named and named.certain),
            place_metres=named.metres if named else None,
            place_typed=named.typed if named else "",
            seen=told.meant if told else None,
            seen_typed=told.typed if told else "",
            details=details,
            said=number,
        )

    def _take(self, told: Iterable[int]) -> None:
        self._taken |= set(told)

    def _category(self, phrases: Sequence[Phrase]) -> str:
        """What it is, by the most telling words; nothing where those tell of two things."""
        for tier in _TIERS:
            told = [each for each in phrases if each.meaning.gives in tier]
            keys = {_category_of(each) for each in told}
            if len(keys) == 1:
                self._take(
                    index
                    for each in told
                    if each.meaning.gives in {"category", "suspect", "migrants", "vehicle_any"}
                    for index in each.span
                )
                return keys.pop()
            if keys:
                return ""
        return ""

    def _details(self, phrases: Sequence[Phrase], plates: Sequence[str]) -> Details:
        of: dict[str, list[Phrase]] = {}
        for each in phrases:
            of.setdefault(each.meaning.gives, []).append(each)
        vessels, vehicles = of.get("vessel", []), [*of.get("vehicle", []), *of.get("make", [])]
        vehicles.sort(key=lambda each: each.start)
        colours = self._colours(phrases, [*vehicles, *of.get("vehicle_any", [])])
        for each in (*vessels, *vehicles, *colours):
            self._take(each.span)
        for each in of.get("plate", []) if plates else []:
            self._take(each.span)
        return Details(
            minors=self._either(of, "minor", "no_minors"),
            armed=self._either(of, "armed", "unarmed"),
            vehicle_make=self._words(vehicles, " "),
            vehicle_colour=self._words(
                [each for each in colours if each.meaning.gives == "colour"], " "
            ),
            plate=", ".join(plates),
            vessel=self._words(vessels, ", "),
        )

    def _colours(self, phrases: Sequence[Phrase], vehicles: Sequence[Phrase]) -> list[Phrase]:
        """Colours beside a vehicle; those of jackets stay where they are."""
        known = {index for each in vehicles for index in each.span}
        found: list[Phrase] = []
        coloured = [each for each in phrases if each.meaning.gives in {"colour", "colour_word"}]
        for each in (*coloured, *reversed(coloured), *coloured):
            if each not in found and known & {each.start - 1, each.end}:
                found.append(each)
                known |= set(each.span)
        return sorted(found, key=lambda each: each.start)

    def _either(self, of: dict[str, list[Phrase]], yes: str, no: str) -> str:
        """Whether it is so, or not so; nothing where both are said."""
        told = of.get(yes, []), of.get(no, [])
        if bool(told[0]) == bool(told[1]):
            return ""
        # How many are with *a child* is not known: that stays in the note as well.
        for each in told[1] if yes == "minor" else (*told[0], *told[1]):
            self._take(each.span)
        return Answer.YES if told[0] else Answer.NO

    def _words(self, phrases: Sequence[Phrase], between: str) -> str:
        """As they were typed."""
        return between.join(self._typed(each.start, each.end) for each in phrases)

    def _rest(self) -> str:
        """What was not understood, word for word and in its order."""
        runs: list[list[int]] = [[]]
        for index in range(len(self._tokens)):
            if index in self._taken:
                runs.append([])
            else:
                runs[-1].append(index)
        told = [run for run in runs if any(_matters(self._tokens[index]) for index in run)]
        parts = [self._typed(run[0], self._end_of(run)) for run in told]
        return ", ".join(part.strip(" ,;:.\n") for part in parts)

    def _end_of(self, run: Sequence[int]) -> int:
        """Where to stop; a number alone is followed by the word it counts: 2 drona."""
        end = run[-1] + 1
        words = [self._tokens[index].word for index in run]
        number = numerals.read(words, 0)
        numbers = number is not None and number[1] == len(words)
        counted = end in self._taken and self._tokens[end].is_word
        return end + 1 if numbers and counted else end

    def _typed(self, start: int, end: int) -> str:
        return self._text[self._tokens[start].start : self._tokens[end - 1].end]


def _matters(token: Token) -> bool:
    """Whether anything would be lost without it."""
    return token.word not in _GLUE and token.word not in {",", ";", ".", ":", "/", "(", ")", "!"}


def _category_of(phrase: Phrase) -> str:
    return "cat.suspicious_vehicle" if phrase.meaning.gives == "make" else phrase.meaning.key
