"""What a CAP message becomes here: the alert as everybody it is for will read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services import alerts
from services.alert_audiences import USUAL, Audience
from services.alerts import AlertForm
from services.cap import closed, places
from services.cap.faults import Fault, NotCap
from storage import files
from storage.alerts import Severity
from storage.people import Role
from storage.senders import SenderRow
from storage.unit_of_work import UnitOfWork
from views.documents.cap_message import CapAlert, Info, Resource
from views.message import FileKind, units
from views.script import latin

# Where a message does not say until when it holds, which CAP leaves to whoever gets it (3.2.2).
USUALLY = timedelta(hours=12)

TAKEN = ("Actual", "Exercise", "Test")  # of CAP's statuses; drafts and the network's own are not

_SEVERITIES = tuple(Severity)
_OURS = ("sr", "ro", "en")

# By what a file begins with, whatever it is said to be.
_FILES = (
    (b"\xff\xd8\xff", "image/jpeg", FileKind.PHOTO),
    (b"\x89PNG\r\n\x1a\n", "image/png", FileKind.PHOTO),
    (b"%PDF-", "application/pdf", FileKind.DOCUMENT),
)


def made(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> AlertForm:
    """The alert that an Alert or an Update stands for. Raises `NotCap`."""
    gravest = gravest_of(message.infos)
    areas = [area for info in message.infos for area in info.areas]
    sectors = places.sectors_of(uow, areas)
    circle = places.circle_of(areas)
    desks_only = message.status == "Test"
    file_key, kind, name = _file(uow, message)
    form = AlertForm(
        severity=Severity(gravest.severity),
        urgency=gravest.urgency,
        certainty=gravest.certainty,
        texts=texts_of(message.infos),
        audience=Audience(
            sides=tuple(sender.audience),
            sectors=sectors,
            roles=(Role.DUTY,) if desks_only else USUAL,
        ),
        expires_at=until(message, uow.now),
        point=circle.centre if circle else None,
        radius=circle.radius * 1000 if circle and circle.radius else None,
        sector=sectors[0] if len(sectors) == 1 else None,
        file_key=file_key,
        file_kind=kind,
        file_name=name,
        cap={"identifier": message.identifier, "sender": message.sender},
    )
    if faults := _faults(uow, form, body):
        raise NotCap(faults)
    return form


def gravest_of(infos: Sequence[Info]) -> Info:
    """The block of the highest severity, the first of several."""
    return min(infos, key=lambda each: rank(each.severity))


def rank(severity: str) -> int:
    """0 for the gravest."""
    return _SEVERITIES.index(Severity(severity))


def until(message: CapAlert, now: datetime) -> datetime:
    """When the last of its blocks is over; those that do not say hold for `USUALLY`."""
    return max(each.expires or now + USUALLY for each in message.infos)


def texts_of(infos: Sequence[Info]) -> dict[str, str]:
    """What is said, by language tag; other languages only where it is said in none of ours.

    Serbian in Cyrillic is read in Latin, too, by those who read Latin.
    """
    said = dict[str, list[str]]()
    for info in infos:
        said.setdefault(tag_of(info.language), []).append(text_of(info))
    ours = {tag: several for tag, several in said.items() if tag.split("-")[0] in _OURS}
    texts = {tag: "\n\n".join(dict.fromkeys(several)) for tag, several in (ours or said).items()}
    if "sr-Cyrl" in texts and "sr-Latn" not in texts:
        texts["sr-Latn"] = latin(texts["sr-Cyrl"])
    return texts


def tag_of(language: str) -> str:
    """A language as alerts name it: `ro-RO` is `ro`, `sr-Cyrl-RS` is `sr-Cyrl`, `sr-RS` is `sr`."""
    parts = language.split("-")
    base = parts[0].lower()
    script = next((part.title() for part in parts[1:] if part.title() in {"Cyrl", "Latn"}), "")
    return f"{base}-{script}" if base == "sr" and script else base


def text_of(info: Info) -> str:
    """A block as one text: what, more of it, and what to do."""
    parts = (info.headline or info.event, info.description, info.instruction)
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _faults(uow: UnitOfWork, form: AlertForm, body: bytes) -> list[Fault]:
    faults = []
    over = closed.line_of(body, "info/expires")
    if form.expires_at <= uow.now:
        when = form.expires_at.isoformat(timespec="seconds")
        faults.append(Fault(over, f"<expires> says {when}: the alert is over and is not sent."))
    if form.expires_at > uow.now + alerts.LONGEST:
        most = alerts.LONGEST.days
        faults.append(Fault(over, f"<expires> lies more than {most} days ahead."))
    for tag, text in form.texts.items():
        if units(text) > alerts.TEXT_LIMIT:
            told = (
                f"The text in {tag} has {units(text)} characters; at most {alerts.TEXT_LIMIT} fit."
            )
            faults.append(Fault(closed.line_of(body, "info"), told))
    return faults


def _file(uow: UnitOfWork, message: CapAlert) -> tuple[str | None, str | None, str | None]:
    """The first picture or page that the message carries itself; addresses are not followed."""
    for resource in (each for info in message.infos for each in info.resources):
        for begins, media_type, kind in _FILES:
            if resource.data and resource.data.startswith(begins):
                key = files.put(uow.session, resource.data, media_type, uow.now)
                return key, kind, _name(resource, media_type)
    return None, None, None


def _name(resource: Resource, media_type: str) -> str:
    stem = "".join(c if c.isalnum() or c in " -_" else "_" for c in resource.description)[:80]
    return f"{stem}.{media_type.rpartition('/')[2]}"
