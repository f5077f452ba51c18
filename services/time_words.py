"""Words for days, parts of a day and clocks, Serbian and Romanian, as `fold` leaves them."""

from enum import StrEnum
from typing import TypeVar

Words = tuple[str, ...]
T = TypeVar("T")


class Day(StrEnum):
    """A day told from today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    BEFORE = "before"  # the day before yesterday
    AHEAD = "ahead"  # tomorrow or later, which nobody has seen


class Part(StrEnum):
    """A part of a day."""

    MORNING = "morning"
    FORENOON = "forenoon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


# Hours from the day's midnight within which a time is of that part; evenings reach past midnight.
SPANS: dict[Part, tuple[tuple[int, int], ...]] = {
    Part.MORNING: ((0, 12),),
    Part.FORENOON: ((6, 13),),
    Part.AFTERNOON: ((12, 21),),
    Part.EVENING: ((17, 29),),
    Part.NIGHT: ((0, 6), (20, 30)),
}
# The full hours offered where only the part is said.
CORES: dict[Part, range] = {
    Part.MORNING: range(5, 12),
    Part.FORENOON: range(7, 13),
    Part.AFTERNOON: range(12, 19),
    Part.EVENING: range(18, 24),
    Part.NIGHT: range(22, 29),
}


def _table(rows: dict[str, T]) -> dict[Words, T]:
    return {
        tuple(form.split()): meaning for forms, meaning in rows.items() for form in forms.split("|")
    }


NOW: dict[Words, bool] = _table(
    {
        "sad|sada|upravo|upravo sad|upravo sada|ovog momenta|ovog trenutka|malopre sad|acum"
        "|chiar acum|in acest moment|tocmai acum|acuma|now": True
    }
)
DAYS: dict[Words, tuple[Day | None, Part | None]] = _table(
    {
        "danas|azi|astazi": (Day.TODAY, None),
        "juce|jucer|ieri|yesterday": (Day.YESTERDAY, None),
        "prekjuce|prekjucer|alaltaieri": (Day.BEFORE, None),
        "sutra|prekosutra|maine|poimaine|diseara|la noapte": (Day.AHEAD, None),
        "jutros|dimineata asta|in dimineata asta|in aceasta dimineata": (Day.TODAY, Part.MORNING),
        "sinoc|aseara": (Day.YESTERDAY, Part.EVENING),
        "veceras|asta seara|in seara asta|in aceasta seara": (Day.TODAY, Part.EVENING),
        # The night that is, or the last one.
        "nocas|azi noapte|asta noapte|noaptea asta|noaptea trecuta|prosle noci": (None, Part.NIGHT),
    }
)
PARTS = _table(
    {
        "ujutru|ujutro|jutro|dimineata|de dimineata|dimineata devreme|rano ujutru|am": Part.MORNING,
        "pre podne|prepodne|inainte de amiaza|inainte de pranz": Part.FORENOON,
        "po podne|popodne|posle podne|poslepodne|dupa amiaza|dupa masa|dupamasa|pm": Part.AFTERNOON,
        "uvece|navece|seara|pe seara|predvece": Part.EVENING,
        "nocu|u noci|noaptea|in noapte|u toku noci": Part.NIGHT,
    }
)
WEEKDAYS = _table(
    {
        "ponedeljak|ponedeljka|ponedeljkom|ponedjeljak|pon|luni|lunea": 0,
        "utorak|utorka|uto|marti|martea": 1,
        "sreda|sredu|srede|sri|sre|miercuri|miercurea": 2,
        "cetvrtak|cetvrtka|cet|joi|joia": 3,
        "petak|petka|vineri|vinerea": 4,
        "subota|subotu|subote|sub|sambata|simbata": 5,
        "nedelja|nedelju|nedelje|nedjelja|ned|duminica": 6,
    }
)
PAST = {"prosli", "prosla", "proslu", "prosle", "proslog", "trecut", "trecuta", "trecute"}
AHEAD = {"sledeci", "sledeca", "sledece", "sledeceg", "iduci", "iduce", "viitor", "viitoare"}
MONTHS = _table(
    {
        "januar|januara|jan|ianuarie|ian": 1,
        "februar|februara|feb|februarie": 2,
        "mart|marta|mar|martie": 3,
        "april|aprila|apr|aprilie": 4,
        "maj|maja|mai|may": 5,
        "jun|juna|juni|iunie|iun": 6,
        "jul|jula|juli|iulie|iul": 7,
        "avgust|avgusta|avg|august|aug": 8,
        "septembar|septembra|sep|sept|septembrie": 9,
        "oktobar|oktobra|okt|octombrie|oct": 10,
        "novembar|novembra|nov|noiembrie|noi": 11,
        "decembar|decembra|dec|decembrie": 12,
    }
)
# Whose clock; a label after a time says it where it is not the reader's own.
CLOCK_OF = _table(
    {
        "rs|po srpskom|po srpskom vremenu|po nasem srpskom vremenu|ora serbiei|ora sarbeasca"
        "|ora republicii serbia": "RS",
        "ro|po rumunskom|po rumunskom vremenu|ora romaniei|ora romana|ora romaneasca": "RO",
    }
)
# By name, the hours of the day they may be.
NAMED_HOURS: dict[Words, tuple[int, ...]] = _table(
    {
        "podne|amiaza|pranz": (12,),
        "ponoc|ponoci|miezul noptii": (0, 24),
    }
)

HOURS = {
    "h",
    "c",
    "sat",
    "sati",
    "sata",
    "cas",
    "casa",
    "casova",
    "ora",
    "ore",
    "orele",
    "hour",
    "hours",
}
MINUTES = {"m", "min", "minutes", "minut", "minuta", "minute", "minuti", "minutului"}
DAYS_LONG = {"dan", "dana", "zi", "zile"}
AGO = {"pre", "prije", "acum", "acu", "inainte"}
EARLIER = {("ranije",), ("unazad",), ("in", "urma"), ("mai", "devreme"), ("ago",)}
COMING = {("za",), ("kroz",), ("peste",)}
HALF_HOUR = {
    ("pola", "sata"), ("pola", "sat"), ("pola", "h"), ("pola", "casa"), ("po", "sata"),
    ("jumatate", "de", "ora"), ("o", "jumatate", "de", "ora"), ("jumate", "de", "ora"),
    ("o", "jumate", "de", "ora"), ("juma", "de", "ora"),
}  # fmt: skip  # forms of one meaning
QUARTER = {
    ("cetvrt", "sata"): 15, ("cetvrtina", "sata"): 15, ("sfert", "de", "ora"): 15,
    ("un", "sfert", "de", "ora"): 15, ("trei", "sferturi", "de", "ora"): 45,
    ("tri", "cetvrt", "sata"): 45, ("tri", "cetvrtine", "sata"): 45,
}  # fmt: skip  # forms of one meaning
AND_HALF = {("i", "po"), ("ipo",), ("i", "pol"), ("si", "jumatate"), ("si", "jumate")}
AND_QUARTER = {("i", "cetvrt"), ("si", "un", "sfert"), ("si", "sfert")}
AND = {"i", "si"}
# Words about a time that say nothing more of it; what they soften is shown before it counts.
AROUND = {
    "oko", "otprilike", "cca", "cirka", "circa", "nekih", "nekog", "cam", "vreo", "aproximativ",
    "aprox", "aproape", "negde", "pe", "tacno", "fix", "exact",
}  # fmt: skip  # one family
GLUE = AROUND | {"u", "na", "la", "in", "ora", "orele", "de", "jurul", "orei", "at"}
