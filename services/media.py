"""Photos, videos and voice messages: taken in, put where they belong, shown."""

from dataclasses import replace

from services import bulletins, known, notify, policy, releases, sightings
from services.errors import FileTooLarge, HeicUnread, NoSuchFile, PhotoOnly, Stale, TooManyFiles
from services.policy import Verb
from storage import files, media, people
from storage import sightings as reports
from storage.audit import Deed
from storage.media import MediaRow, Sent, State
from storage.outbox import Lane
from storage.people import Person
from storage.sightings import SightingRow
from storage.unit_of_work import UnitOfWork
from views import bulletin_forms
from views import media as views
from views.media import Item
from views.message import Message
from views.sightings import titled

MOST = 20  # of one report: two albums
LARGEST = (
    20_000_000  # bytes that Telegram gives to a bot, https://core.telegram.org/bots/api#getfile
)
OFFERED = 3  # own reports that what comes alone may belong to, the newest first
_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff")
_FILMS = ("video/mp4", "video/quicktime", "video/x-m4v")


def take_in(uow: UnitOfWork, draft_id: int, sent: Sent) -> None:
    """What is sent while a form is open goes with it, and the form stays where it was.

    Raises `NotAllowed`, `FileTooLarge`, `HeicUnread`, `NoSuchFile`, `TooManyFiles`.
    """
    there = media.of_draft(uow.session, draft_id)
    row = _add(uow, sent, there)
    if row:
        media.put(uow.session, [row.id or 0], draft=draft_id)
    _say(uow, sent, views.in_form(notify.reader_of(uow.actor), of_form(uow, draft_id)))


def offer(uow: UnitOfWork, sent: Sent) -> None:
    """What comes alone is asked back: it never goes to anybody by a guess. Raises as `take_in`.

    Of an album the first is asked about, and the others go with it, also those that come later.
    """
    before = media.of_album(uow.session, uow.actor.id or 0, sent.album) if sent.album else []
    row = _add(uow, sent, before)
    asked = before[0] if before else row
    if asked is None:
        return
    if row and (asked.draft_id or asked.sighting_id):
        _put(uow, [row], draft=asked.draft_id, sighting=asked.sighting_id)
        return
    items = [_item(each) for each in [*before, *([row] if row else [])]]
    own = [(each.number, each.category) for each in _own_open(uow)]
    _say(uow, sent, views.which(notify.reader_of(uow.actor), asked.id or 0, items, own))


def put_to(uow: UnitOfWork, media_id: int, number: str, *, shown_in: int) -> None:
    """What came alone belongs to this report of the actor's. Raises `NotAllowed`, `Stale`."""
    rows = _alone(uow, media_id)
    sighting = next((each for each in _own_open(uow) if each.number == number), None)
    if sighting is None:
        raise Stale
    _put(uow, rows, sighting=sighting.id)
    reader, items = notify.reader_of(uow.actor), [_item(each) for each in rows]
    notify.replace(uow, shown_in, views.attached(reader, number, items))


def put_to_form(uow: UnitOfWork, media_id: int, draft_id: int, *, shown_in: int) -> None:
    """What came alone goes with a form that was opened for it. Raises `NotAllowed`, `Stale`."""
    rows = _alone(uow, media_id)
    _put(uow, rows, draft=draft_id)
    message = views.in_form(notify.reader_of(uow.actor), [_item(each) for each in rows])
    notify.replace(uow, shown_in, message)


def drop(uow: UnitOfWork, media_id: int, *, shown_in: int) -> None:
    """What came alone is not kept. Raises `NotAllowed`, `Stale`."""
    media.drop(uow.session, [each.id or 0 for each in _alone(uow, media_id)])
    notify.replace(uow, shown_in, views.dropped(notify.reader_of(uow.actor)))


def show(uow: UnitOfWork, number: str) -> None:
    """Send the actor what they may see of a report's files. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.SEE_MEDIA)
    row = reports.by_number(uow.session, number)
    if row is None or not policy.may_see_sighting(uow.actor, row):
        raise Stale
    reader, report = notify.reader_of(uow.actor), known.report(uow, row, uow.actor)
    if not report.media:
        raise Stale
    if uow.actor.country != row.side:
        reason = "shown on demand"
        subject = f"sighting:{number}"
        uow.record(Deed.CONSULTATION, subject, side=row.side, field="media", reason=reason)
    title = titled(reader, number, exercise=row.exercise)
    for message in views.shown(title, number, report.media):
        notify.reply(uow, message)


def kept(
    uow: UnitOfWork, media_id: int, data: bytes, *, media_type: str, width: int, height: int
) -> None:
    """A file has been fetched and is clean: it is kept, and the cards of its report tell so."""
    row = media.by_id(uow.session, media_id, hold=True)
    if row is None or row.state != State.WAITING:
        return
    # Held, so that of two files kept at the same moment the second one's cards count both.
    sighting = reports.by_id(uow.session, row.sighting_id or 0, hold=True)
    key = files.put(uow.session, data, media_type, uow.now)
    kept = media.kept(uow.session, media_id, file=key, width=width, height=height)
    if kept and row.bulletin_id:
        bulletins.photo_kept(uow, row.bulletin_id)
    if kept and sighting:
        sender = people.by_id(uow.session, row.person_id) or Person()
        # What was not there yet when the desk released the photos is not released with them.
        sightings.refresh(uow, releases.hold_back(replace(uow, actor=sender), sighting, ["photos"]))


def lost(uow: UnitOfWork, media_id: int, why: str) -> None:
    """A file cannot be kept; whoever sent it is told why, and what to do."""
    row = media.by_id(uow.session, media_id, hold=True)
    if row is None or not media.lost(uow.session, media_id):
        return
    sender = people.by_id(uow.session, row.person_id)
    sighting = reports.by_id(uow.session, row.sighting_id) if row.sighting_id else None
    if sender:
        number = sighting.number if sighting else ""
        message = views.lost(notify.reader_of(sender), _item(row), why, number)
        notify.notice(uow, sender, message, lane=Lane.REPLY)


def take_in_photo(uow: UnitOfWork, draft_id: int, sent: Sent) -> None:
    """The one photo that goes with a bulletin's form, in place of one sent before.

    Raises `NotAllowed`, `FileTooLarge`, `HeicUnread`, `PhotoOnly`.
    """
    policy.require(uow.actor, Verb.PUBLISH_BULLETIN)
    if _kind_of_photo(sent) != "photo":
        raise PhotoOnly
    media.drop(uow.session, [each.id or 0 for each in media.of_draft(uow.session, draft_id)])
    row = media.add(uow.session, _row(uow, sent, "photo"))
    media.put(uow.session, [row.id or 0], draft=draft_id)
    _say(uow, sent, bulletin_forms.photo_taken(notify.reader_of(uow.actor)))


def of_form(uow: UnitOfWork, draft_id: int) -> list[Item]:
    """What goes with a form."""
    return [_item(each) for each in media.of_draft(uow.session, draft_id)]


def kind_of(sent: Sent) -> str:
    """As what it is kept. Raises `FileTooLarge`, `HeicUnread`, `NoSuchFile`."""
    if sent.size > LARGEST:
        raise FileTooLarge
    if sent.kind != "document":
        return sent.kind
    named = sent.name.lower()
    if sent.media_type in {"image/heic", "image/heif"} or named.endswith((".heic", ".heif")):
        raise HeicUnread
    if sent.media_type in _PICTURES:
        return "photo"
    if sent.media_type in _FILMS:
        return "video"
    raise NoSuchFile


def _add(uow: UnitOfWork, sent: Sent, there: list[MediaRow]) -> MediaRow | None:
    """One more file, belonging nowhere yet; None where the same one is there already."""
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    kind = kind_of(sent)
    if sent.unique_id in {each.unique_id for each in there}:
        return None
    if len(there) >= MOST:
        raise TooManyFiles(n=MOST)
    return media.add(uow.session, _row(uow, sent, kind))


def _row(uow: UnitOfWork, sent: Sent, kind: str) -> MediaRow:
    return MediaRow(
        person_id=uow.actor.id or 0,
        album=sent.album or sent.unique_id,
        kind=kind,
        telegram_id=sent.telegram_id,
        unique_id=sent.unique_id,
        width=sent.width,
        height=sent.height,
        seconds=sent.seconds,
        at=uow.now,
    )


def _kind_of_photo(sent: Sent) -> str:
    try:
        return kind_of(sent)
    except NoSuchFile:
        raise PhotoOnly from None


def _put(
    uow: UnitOfWork,
    rows: list[MediaRow],
    *,
    draft: int | None = None,
    sighting: int | None = None,
) -> None:
    there = media.of_sighting(uow.session, sighting) if sighting else []
    if len(there) + len(rows) > MOST:
        raise TooManyFiles(n=MOST)
    media.put(uow.session, [each.id or 0 for each in rows], draft=draft, sighting=sighting)
    row = reports.by_id(uow.session, sighting, hold=True) if sighting else None
    if row:
        sightings.added_media(uow, row, len(rows))


def _alone(uow: UnitOfWork, media_id: int) -> list[MediaRow]:
    """What was sent together with this file by the actor, and belongs nowhere yet."""
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    row = media.by_id(uow.session, media_id, hold=True)
    if row is None or row.person_id != uow.actor.id or row.draft_id or row.sighting_id:
        raise Stale
    return media.of_album(uow.session, row.person_id, row.album)


def _own_open(uow: UnitOfWork) -> list[SightingRow]:
    own = reports.open_of(uow.session, uow.actor.id or 0, limit=OFFERED)
    return [each for each in own if policy.may_see_sighting(uow.actor, each)]


def _say(uow: UnitOfWork, sent: Sent, message: Message) -> None:
    """Once for an album: its message changes while more of it come."""
    if not sent.album:
        notify.reply(uow, message)
        return
    subject = f"album:{sent.album}"
    notify.card(uow, uow.actor, message, subject=subject, lane=Lane.REPLY)


def _item(row: MediaRow) -> Item:
    return Item(row.kind, row.file or "")
