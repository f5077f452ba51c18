"""The telephone numbers of both desks and the joint contact point, on one card."""

from collections.abc import Sequence

from storage.people import SIDES
from storage.telephones import PCC, TelephoneRow
from views.language import Language, Reader, latin
from views.message import Message


def card(reader: Reader, known: Sequence[TelephoneRow]) -> Message:
    """The reader's own desk first, then the other, then the joint contact point."""
    _ = reader.gettext
    sides = sorted(SIDES, key=lambda side: side != reader.country)
    parts = []
    for side in (*sides, PCC):
        rows = [each for each in known if each.side == side]
        lines = [f"☎ {each.number} {_name(reader, each)}".strip() for each in rows]
        parts.append("\n".join([_desk(reader, side), *(lines or [_("No number is known.")])]))
    return Message("\n\n".join(parts), title=_("Telephone numbers"))


def _desk(reader: Reader, side: str) -> str:
    if side == PCC:
        return reader.term("org.pcc")
    return f"{reader.term('org.duty_centre')} {side}"


def _name(reader: Reader, row: TelephoneRow) -> str:
    """As the installation named it for the reader's language."""
    if reader.language == Language.RO:
        return row.ro
    if reader.language == Language.EN:
        return row.en
    return row.sr_cyrl if reader.language == Language.SR_CYRL else latin(row.sr_cyrl)
