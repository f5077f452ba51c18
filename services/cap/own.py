"""Alerts as CAP: those a sender's side may read, and the messages that stand for them."""

from dataclasses import replace
from datetime import datetime

from geography.point import Point
from services import policy
from services.cap import forms
from services.cap.reading import read
from storage import alerts, cap_messages, files, organisation
from storage.alerts import AlertRow, Status
from storage.audit import Deed
from storage.people import SIDES
from storage.senders import SenderRow
from storage.unit_of_work import UnitOfWork
from views import cap_texts
from views.documents.cap_message import Area, CapAlert, Circle, Info, Pair, Reference

_OVER = (Status.CANCELLED, Status.ALL_CLEAR)
_SAYING = ("Alert", "Update")


def alert_for(uow: UnitOfWork, sender: SenderRow, number: str) -> AlertRow | None:
    """The newest edition of an alert that a sender's side may read."""
    row = alerts.by_number(uow.session, number)
    return row if row and policy.may_read_alert(sender.country, row) else None


def active_for(uow: UnitOfWork, sender: SenderRow) -> list[AlertRow]:
    """Every active alert that a sender's side may read, newest first."""
    rows = alerts.with_status(uow.session, (Status.ACTIVE,))
    return [row for row in rows if policy.may_read_alert(sender.country, row)]


def referred(uow: UnitOfWork, sender: SenderRow, to: Reference) -> AlertRow | None:
    """The alert that one of our own messages stands for, if the sender's side may read it."""
    number = to.identifier.partition(".")[0]
    ours = to.sender in {sender_of(uow, side) for side in SIDES}
    return alert_for(uow, sender, number) if ours else None


def message_of(uow: UnitOfWork, row: AlertRow) -> CapAlert:
    """An alert as CAP: as it came, if it came by CAP and nothing was added; else of our own."""
    uow.record(Deed.EXPORT, f"alert:{row.number}", side=row.side, form="cap")
    came = _as_it_came(uow, row)
    if came is None:
        return _made(uow, row, None)
    added = set(row.texts) - set(forms.texts_of(came.infos)) if came.kind in _SAYING else set()
    ended_here = row.status in _OVER and came.kind in _SAYING
    return _made(uow, row, came) if added or ended_here else came


def receipt(uow: UnitOfWork, side: str, of: CapAlert, number: str) -> CapAlert:
    """The Ack that a message was taken."""
    return CapAlert(
        identifier=f"{number}.ack.{int(uow.now.timestamp())}",
        sender=sender_of(uow, side),
        sent=uow.now.replace(microsecond=0),
        status=of.status,
        kind="Ack",
        scope="Private",
        addresses=of.sender,
        note=f"Taken as {number}.",
        references=(Reference(of.sender, of.identifier, of.sent),),
    )


def sender_of(uow: UnitOfWork, side: str) -> str:
    """CAP's `<sender>` of one side of this installation: its bot's name is unique in Telegram."""
    name = uow.installation.bot_username or "straja"
    return f"{side.lower()}@{name}.t.me"


def _as_it_came(uow: UnitOfWork, row: AlertRow) -> CapAlert | None:
    if row.sender_id is None:
        return None
    came = [
        each
        for each in cap_messages.of_alert(uow.session, row.number)
        if each.sender_id == row.sender_id and each.kind in {*_SAYING, "Cancel"}
    ]
    file = files.get(uow.session, came[-1].file_key) if came else None
    return read(file.data) if file else None


def _made(uow: UnitOfWork, row: AlertRow, came: CapAlert | None) -> CapAlert:
    """A message of our own, after the one that came."""
    sender, over = sender_of(uow, row.side), row.status in _OVER
    first = f"{row.number}.{row.edition}"
    sent = _whole(row.sent_at or row.created_at)
    earlier = [Reference(came.sender, came.identifier, came.sent)] if came else []
    if over:
        earlier.append(Reference(sender, first, sent))
    elif row.edition > 1:
        earlier += _editions_before(uow, row, sender)
    kind = "Cancel" if row.status == Status.CANCELLED else "Update" if earlier else "Alert"
    return CapAlert(
        identifier=f"{first}.end" if over else f"{first}.{row.shown}" if came else first,
        sender=sender,
        sent=_whole(row.ended_at or uow.now) if over else sent,
        status="Exercise" if row.exercise else "Actual",
        kind=kind,
        scope="Restricted",
        restriction=cap_texts.RESTRICTION,
        note=row.reason,
        references=tuple(earlier),
        infos=tuple(_info(uow, row, tag, came) for tag in sorted(row.texts)),
    )


def _editions_before(uow: UnitOfWork, row: AlertRow, sender: str) -> list[Reference]:
    return [
        Reference(sender, f"{each.number}.{each.edition}", _whole(each.sent_at or each.created_at))
        for each in alerts.editions(uow.session, row.number)
        if each.edition < row.edition
    ]


def _info(uow: UnitOfWork, row: AlertRow, tag: str, came: CapAlert | None) -> Info:
    """What an alert says in one language; a language added here has the rest from the message."""
    text = row.texts[tag]
    same = [each for each in came.infos if forms.tag_of(each.language) == tag] if came else []
    if same:
        return same[0]
    made = Info(
        language=tag,
        categories=("Security",),
        event=cap_texts.event(tag, row.severity),
        urgency=row.urgency,
        severity=row.severity,
        certainty=row.certainty,
        responses=("AllClear",) if row.status == Status.ALL_CLEAR else (),
        expires=_whole(row.expires_at),
        sender_name=cap_texts.sender_name(tag, row.side),
        headline=text.partition("\n")[0][:160],
        description=text,
        areas=_areas(uow, row, tag),
    )
    first = came.infos[0] if came and came.infos else None
    return replace(made, categories=first.categories, areas=first.areas) if first else made


def _areas(uow: UnitOfWork, row: AlertRow, tag: str) -> tuple[Area, ...]:
    sector = organisation.sector_by_code(uow.session, row.sector) if row.sector else None
    known = row.latitude is not None and row.longitude is not None
    if sector is None and not known:
        return ()
    centre = Point(row.latitude or 0, row.longitude or 0)
    circles = (Circle(centre, (row.radius or 0) / 1000),) if known else ()
    geocodes = (Pair("sector", sector.code),) if sector else ()
    return (Area(cap_texts.area(tag, sector), circles=circles, geocodes=geocodes),)


def _whole(when: datetime) -> datetime:
    return when.replace(microsecond=0)
