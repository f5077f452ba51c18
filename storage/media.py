"""Photos, videos and voice messages of sightings and bulletins, until they are kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    and_,
    delete,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlmodel import Field, SQLModel

from storage import files
from storage.alerts import alert
from storage.columns import UtcDateTime
from storage.drafts import State as Draft
from storage.drafts import draft
from storage.metadata import metadata
from storage.session import Session
from storage.store import wake


class State(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"  # to be fetched from Telegram and made clean
    KEPT = "kept"
    LOST = "lost"  # it could not be read or fetched


@dataclass(frozen=True)
class Sent:
    """A file as Telegram announces it; sizes in bytes, pixels and seconds, 0 where not told.

    `unique_id` is the same whenever the same file is sent; `album` what several are sent as.
    """

    kind: str
    telegram_id: str
    unique_id: str
    size: int = 0
    media_type: str = ""
    name: str = ""
    album: str = ""
    width: int = 0
    height: int = 0
    seconds: int = 0


class MediaRow(SQLModel, table=True):
    """One file: of a form that is being filled in, then of the sighting or bulletin it has become.

    Of none of them, as long as nobody has said where it belongs; then it is not fetched.
    """

    __tablename__ = "sighting_media"
    __table_args__ = (Index(None, "state"), Index(None, "person_id", "album"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    draft_id: int | None = Field(default=None, index=True)
    sighting_id: int | None = Field(
        default=None, foreign_key="sighting.id", index=True, ondelete="CASCADE"
    )
    bulletin_id: int | None = Field(
        default=None, foreign_key="bulletin.id", index=True, ondelete="CASCADE"
    )
    album: str = Field(max_length=80)
    kind: str = Field(max_length=10)
    state: str = Field(default=State.WAITING, max_length=10)
    telegram_id: str = Field(max_length=200)
    unique_id: str = Field(max_length=80)
    file: str | None = Field(default=None, foreign_key="file.key", max_length=64)
    width: int = Field(default=0)
    height: int = Field(default=0)
    seconds: int = Field(default=0)
    at: datetime = Field(sa_type=UtcDateTime)


media = metadata.tables["sighting_media"]
_NOT_LOST = media.c.state != State.LOST
_PUBLISHED = or_(media.c.sighting_id.is_not(None), media.c.bulletin_id.is_not(None))
_BELONGS = or_(media.c.draft_id.is_not(None), _PUBLISHED)


def add(session: Session, row: MediaRow) -> MediaRow:
    """A file that has been announced; it is fetched as soon as it belongs somewhere."""
    values = row.model_dump(exclude={"id"})
    row.id = session.execute(insert(media).values(values).returning(media.c.id)).scalar_one()
    wake(session, "media")
    return row


def by_id(session: Session, media_id: int, *, hold: bool = False) -> MediaRow | None:
    """The file of this id; held, nobody else holds it until this transaction ends."""
    query = select(media).where(media.c.id == media_id)
    return next(iter(_rows(session, query.with_for_update() if hold else query)), None)


def of_draft(session: Session, draft_id: int) -> list[MediaRow]:
    """What was sent with a form and is not lost, in order."""
    return _all(session, media.c.draft_id == draft_id, _NOT_LOST)


def of_sighting(session: Session, sighting_id: int) -> list[MediaRow]:
    """What was sent with a sighting and is not lost, in order."""
    return _all(session, media.c.sighting_id == sighting_id, _NOT_LOST)


def of_bulletins(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The photos of these bulletins that are kept: their keys, by bulletin."""
    query = select(media.c.bulletin_id, media.c.file).where(
        media.c.bulletin_id.in_(ids), media.c.state == State.KEPT
    )
    return {row.bulletin_id: row.file for row in session.execute(query)}


def of_album(session: Session, person_id: int, album: str) -> list[MediaRow]:
    """What somebody sent at once, wherever it belongs by now."""
    return _all(session, media.c.person_id == person_id, media.c.album == album)


def put(
    session: Session,
    ids: Sequence[int],
    *,
    draft: int | None = None,
    sighting: int | None = None,
    bulletin: int | None = None,
) -> None:
    """These belong to a form, a sighting or a bulletin from now on, and are fetched for it."""
    belonging = {"draft_id": draft, "sighting_id": sighting, "bulletin_id": bulletin}
    session.execute(update(media).where(media.c.id.in_(ids)).values(belonging))
    wake(session, "media")


def drop(session: Session, ids: Sequence[int]) -> None:
    """These belong nowhere, and are not kept."""
    session.execute(delete(media).where(media.c.id.in_(ids)))


def waiting(session: Session, *, limit: int = 500) -> list[MediaRow]:
    """What is to be fetched, longest waiting first."""
    query = select(media).where(media.c.state == State.WAITING, _BELONGS)
    return _rows(session, query.order_by(media.c.id).limit(limit))


def kept(session: Session, media_id: int, *, file: str, width: int, height: int) -> bool:
    """It is in the store of files; False where it was settled before, or is wanted no more."""
    size = {"width": width, "height": height} if width else {}
    return _settle(session, media_id, state=State.KEPT, file=file, **size)


def lost(session: Session, media_id: int) -> bool:
    """It cannot be kept; False where it was settled before, or is wanted no more."""
    return _settle(session, media_id, state=State.LOST)


def forget(session: Session, before: datetime) -> None:
    """Drop what belongs to no sighting or bulletin and never will, with its bytes.

    It was sent before then and nobody said where it belongs, or its form was dropped or left.
    """
    left = select(draft.c.id).where(
        or_(draft.c.state == Draft.DROPPED, draft.c.updated_at < before)
    )
    nowhere = and_(media.c.draft_id.is_(None), media.c.at < before)
    over = and_(not_(_PUBLISHED), or_(media.c.draft_id.in_(left), nowhere))
    gone = session.execute(delete(media).where(over).returning(media.c.file)).all()
    keys = {row.file for row in gone if row.file}
    still = set(session.scalars(select(media.c.file).where(media.c.file.in_(keys))))
    still |= set(session.scalars(select(alert.c.file_key).where(alert.c.file_key.in_(keys))))
    files.drop(session, keys - still)


def _settle(session: Session, media_id: int, **values: object) -> bool:
    waits = (media.c.id == media_id, media.c.state == State.WAITING, _BELONGS)
    settled = update(media).where(*waits).values(values).returning(media.c.id)
    return session.execute(settled).one_or_none() is not None


def _all(session: Session, *which: ColumnElement[bool]) -> list[MediaRow]:
    return _rows(session, select(media).where(*which).order_by(media.c.id))


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[MediaRow]:
    return [MediaRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names
