"""What an alert of ours says in CAP beside its text, in the language of each block."""

from storage.alerts import Severity
from storage.organisation import SectorRow
from views import alerts
from views.language import Language, Reader
from views.sightings import sector_name

RESTRICTION = "Officers of the Romanian-Serbian joint patrols and their duty centres"


def event(tag: str, severity: str) -> str:
    """How grave it is, in words: what an alert of ours is about stands in its text."""
    return alerts.level(_reader(tag), Severity(severity)).partition(" ")[2]


def sender_name(tag: str, side: str) -> str:
    """The desk it comes from."""
    return f"{_reader(tag).term('org.duty_centre')} {side}"


def area(tag: str, sector: SectorRow | None) -> str:
    """Where it holds: the sector, or only that it is the border between both countries."""
    reader = _reader(tag)
    if sector is None:
        return "RS – RO"
    return f"{reader.term('place.sector')}: {sector_name(reader, sector)}"


def _reader(tag: str) -> Reader:
    spoken = {**{each.value: each for each in Language}, "sr": Language.SR_CYRL}
    return Reader(spoken.get(tag, Language.EN), "")
