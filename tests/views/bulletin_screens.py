"""The screens of bulletins, as on a working day; `tests/views/screens.py` writes them all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.bulletins import Kind
from storage.organisation import SectorRow
from storage.sightings import Sharing
from views import bulletin_forms, bulletins
from views.forms import Question
from views.language import Reader
from views.message import Message

SEEN = datetime(2026, 7, 14, 21, 50, tzinfo=UTC)  # 23:50 in Serbia, the next day in Romania
SECTOR = SectorRow(code="dunav-1", country="RS", sr_cyrl="Дунав 1", ro="Dunărea 1")
NOTES = {
    "RS": "Чамац без светала, <три> лица & терет.",
    "RO": "Barcă fără lumini, „două” persoane.",
}


def steps(reader: Reader) -> Iterator[tuple[str, Message | Question | str]]:
    """Read by officers, at their own desk and at the other one; in lists; written; withdrawn."""
    own, other = reader.country, "RO" if reader.country == "RS" else "RS"
    number = f"{own}-26-4711"
    later, until = SEEN + timedelta(hours=3), SEEN + timedelta(days=30)
    text = bulletins.Part(0, own, NOTES[own], SEEN)
    note = bulletins.Part(1, other, NOTES[own], later, corrected_at=later)
    whole = bulletins.Bulletin(
        number, own, (own, other), Kind.VEHICLE, SEEN, until, (text,), SECTOR, photo=True
    )
    noted = replace(whole, parts=(replace(text, corrected_at=later), note), read_at=later)
    theirs = replace(
        whole,
        side=other,
        sides=(other, own),
        parts=(replace(text, side=other, text=NOTES[other], original=True),),
    )
    kept = replace(whole, sides=(own,), kind=Kind.LESSON, sector=None, photo=False, exercise=True)
    author = bulletins.Desk(SEEN, waits=other, readers={own: 1}, owns=True)
    asked = bulletins.Desk(SEEN, waits=own, missing=(0,), readers={})
    two = bulletins.Desk(later, missing=(1,), readers={own: 12, other: 7}, owns=True)

    yield "bulletin", bulletins.card(reader, whole)
    yield "bulletin, read, corrected, with a note", bulletins.card(reader, noted)
    yield "bulletin at the desk that published it", bulletins.card(reader, whole, author)
    waits = replace(noted, parts=(noted.parts[0], replace(note, original=True)))
    yield "bulletin at its desk, a note still to be written", bulletins.card(reader, waits, two)
    yield "bulletin at the desk that is to write it", bulletins.card(reader, theirs, asked)
    alone = bulletins.Desk(SEEN, readers={own: 1}, owns=True, may_note=False)
    yield "bulletin for our side only, in an exercise", bulletins.card(reader, kept, alone)
    yield "bulletin, expired", bulletins.card(reader, replace(noted, expired=True))
    yield "bulletin, withdrawn", bulletins.card(reader, replace(theirs, withdrawn=True))
    yield "bulletin's photo", bulletins.photo(reader, number, "a")
    every = [
        replace(noted, number=f"{own}-26-471{at}", kind=kind, read_at=None if at else SEEN)
        for at, kind in enumerate(Kind)
    ]
    paging = bulletins.paging(reader, 0, 1, pages=3, searching=False, may_publish=True)
    yield (
        "bulletins at a desk",
        bulletins.listed(reader, every, unread=3, words="", paging=paging),
    )
    found = bulletins.paging(reader, 4, 0, pages=1, searching=True, may_publish=False)
    listed = bulletins.listed(reader, [kept], unread=0, words="<kombi>", paging=found)
    yield "bulletins found", listed
    none = bulletins.listed(reader, [], unread=0, words="", paging=())
    yield "bulletins, none", none
    yield "bulletins, none found", bulletins.listed(reader, [], unread=0, words="x", paging=())
    yield "bulletins, at the start of duty", bulletins.at_start(reader, 3, 5)
    yield "bulletins, only older unread ones", bulletins.at_start(reader, 0, 1)
    yield "bulletin, new, to those on duty", bulletins.fresh(reader, replace(whole, exercise=True))

    yield "new bulletin: about what", bulletin_forms.ask_kind(reader)
    yield "new bulletin: text", bulletin_forms.ask_text(reader, 2000)
    yield "new bulletin: photo", bulletin_forms.photo_taken(reader)
    yield "new bulletin: sector", bulletin_forms.ask_sector(reader, [SECTOR])
    yield "new bulletin: validity", bulletin_forms.ask_validity(reader, (7, 30, 90))
    draft = replace(whole, number="")
    words = replace(text, text=bulletin_forms.theirs(reader, other))
    ours, across = (
        bulletins.card(reader, each) for each in (draft, replace(draft, parts=(words,)))
    )
    both = bulletin_forms.review(reader, ours, across, Sharing.BOTH, other)
    yield "new bulletin: review", both
    own_only = bulletin_forms.review(reader, ours, None, Sharing.OWN, "")
    yield "new bulletin: review, for our side only", own_only
    yield "bulletin chosen", bulletin_forms.so_far(reader, "method")

    def ask(part: int | None, original: str) -> Question:
        return bulletin_forms.ask_own(reader, number, part, limit=200, original=original)

    yield "bulletin: write the text", ask(0, NOTES[other])
    yield "bulletin: write the note", ask(2, NOTES[other])
    yield "bulletin: add a note", ask(None, "")
    yield "bulletin: review the text", bulletin_forms.review_own(reader, number, NOTES[own])
    yield "bulletin: text written", bulletin_forms.written(reader, number)
    yield "bulletin: complete", bulletin_forms.complete(reader, number, other)
    yield "bulletin: corrected by the other desk", bulletin_forms.changed(reader, number, other)
    yield "bulletin: noted by the other desk", bulletin_forms.noted(reader, number, other)
    texts = (NOTES[other], "")
    across_now = bulletin_forms.as_other_side(reader, number, other, texts)
    yield "bulletin: as the other side reads it", across_now
    yield "bulletin: withdraw?", bulletin_forms.ask_withdrawal(reader, number)
    yield "bulletin: withdrawn", bulletin_forms.withdrawn(reader, number)
    yield "bulletins: search", bulletin_forms.ask_words(reader)
    yield "bulletin: read already", bulletin_forms.read_already(reader)
