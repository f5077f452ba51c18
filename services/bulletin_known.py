"""What a reader knows of a bulletin: its texts in their language, and what waits at their desk."""

from collections.abc import Iterator, Sequence

from services import policy
from storage import bulletins, media, organisation
from storage.bulletins import BulletinRow, BulletinTextRow, Kind
from storage.people import Person
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from views.bulletins import Bulletin, Desk, Part

NOTES = 3  # of one bulletin, so that with the longest text its card is one message

_LANGUAGES = {"RS": "sr", "RO": "ro"}


def language_of(side: str) -> str:
    """The language in which a side's desk writes; Serbian in either script, never turned round."""
    return _LANGUAGES[side]


def bulletin(uow: UnitOfWork, row: BulletinRow, reader: Person) -> Bulletin:
    """As this reader may know it."""
    return several(uow, [row], reader)[0]


def several(uow: UnitOfWork, rows: Sequence[BulletinRow], reader: Person) -> list[Bulletin]:
    """These bulletins as this reader may know them."""
    texts = bulletins.texts(uow.session, [row.id or 0 for row in rows])
    when = bulletins.read_by(uow.session, reader.id or 0)
    sectors = {each.code: each for each in organisation.sectors(uow.session)}
    photos = media.of_bulletins(uow.session, [row.id or 0 for row in rows])
    return [
        Bulletin(
            number=row.number,
            side=row.side,
            sides=policy.sides_that_get(Sharing(row.sharing), row.side),
            kind=Kind(row.kind),
            published_at=row.published_at,
            valid_until=row.valid_until,
            parts=parts(texts[row.id or 0], reader, at_desk=policy.may_write_bulletin(reader, row)),
            sector=sectors.get(row.sector or ""),
            exercise=row.exercise,
            photo=row.id in photos,
            withdrawn=row.withdrawn_at is not None or not policy.may_read_bulletin(reader, row),
            expired=row.valid_until <= uow.now,
            read_at=when.get(row.id or 0),
        )
        for row in rows
    ]


def at_desk(uow: UnitOfWork, row: BulletinRow, reader: Person) -> Desk | None:
    """What a duty officer of either side reads beside the others."""
    if not policy.may_write_bulletin(reader, row):
        return None
    texts = bulletins.texts(uow.session, [row.id or 0])[row.id or 0]
    shared = row.sharing == Sharing.BOTH
    other = next(iter(policy.sides_that_get(Sharing(row.sharing), row.side)[1:]), "")
    return Desk(
        as_of=uow.now,
        waits=other if shared and row.crossed_at is None else "",
        missing=missing(texts, reader.country),
        readers=bulletins.readers(uow.session, row.id or 0),
        owns=policy.may_withdraw_bulletin(reader, row),
        may_note=max(each.part for each in texts) < NOTES,
    )


def photo(uow: UnitOfWork, row: BulletinRow) -> str | None:
    """The key of its photo in the store of files, once it is there and clean."""
    return media.of_bulletins(uow.session, [row.id or 0]).get(row.id or 0)


def missing(texts: Sequence[BulletinTextRow], side: str) -> tuple[int, ...]:
    """The parts that nobody has written in the language of a side."""
    written = {each.part for each in texts if each.language == language_of(side)}
    return tuple(sorted({each.part for each in texts} - written))


def latest(texts: Sequence[BulletinTextRow], part: int, language: str) -> BulletinTextRow | None:
    """What holds of a part in a language."""
    there = [each for each in texts if (each.part, each.language) == (part, language)]
    return there[-1] if there else None


def read(
    texts: Sequence[BulletinTextRow], reader: Person, *, at_desk: bool
) -> list[BulletinTextRow]:
    """What somebody reads of each part: in their own language, else in that of their side.

    A desk reads also what nobody has written in either, as it was written.
    """
    return [versions[-1] for _first, versions, _own in _by_part(texts, reader, at_desk=at_desk)]


def parts(texts: Sequence[BulletinTextRow], reader: Person, *, at_desk: bool) -> tuple[Part, ...]:
    """The same, as it is shown."""
    return tuple(
        _part(first, versions, own=own)
        for first, versions, own in _by_part(texts, reader, at_desk=at_desk)
    )


def _by_part(
    texts: Sequence[BulletinTextRow], reader: Person, *, at_desk: bool
) -> Iterator[tuple[BulletinTextRow, list[BulletinTextRow], bool]]:
    """Of each part the first text, all that were written in one language, and if it is theirs."""
    for number in sorted({each.part for each in texts}):
        first = next(each for each in texts if each.part == number)
        versions = _versions(texts, number, reader)
        if versions or at_desk:
            yield first, versions or _as_written(texts, first), bool(versions)


def _versions(texts: Sequence[BulletinTextRow], part: int, reader: Person) -> list[BulletinTextRow]:
    own = {"sr-Cyrl": "sr", "sr-Latn": "sr", "ro": "ro"}.get(reader.language)
    for language in (own, language_of(reader.country)):
        there = [each for each in texts if (each.part, each.language) == (part, language)]
        if there:
            return there
    return []


def _as_written(texts: Sequence[BulletinTextRow], first: BulletinTextRow) -> list[BulletinTextRow]:
    return [each for each in texts if (each.part, each.language) == (first.part, first.language)]


def _part(first: BulletinTextRow, versions: Sequence[BulletinTextRow], *, own: bool) -> Part:
    last = versions[-1]
    corrected = last.at if len(versions) > 1 else None
    return Part(first.part, first.side, last.text, first.at, corrected, original=not own)
