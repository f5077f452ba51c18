"""Patrols on duty near what was reported are told of it at once, in a few words."""

from datetime import timedelta

from geography.point import Point
from services import known, notify, policy
from storage import people
from storage import sos as places
from storage.audit import Deed
from storage.people import Person, Role
from storage.sightings import SightingRow
from storage.unit_of_work import UnitOfWork
from views import nearby as views

NEAR = 10_000.0  # metres; the depth of the zone of joint patrols
PLACE_HOLDS = timedelta(hours=2)  # an older place says nothing of where a patrol is now
USEFUL = timedelta(minutes=30)  # what comes later sends nobody the right way


def tell(uow: UnitOfWork, row: SightingRow) -> None:
    """One notice to each patrol officer on duty and near, of the sides that have it whole."""
    told = [each for side in policy.sides_of(row) for each in _on_patrol(uow, row, side)]
    crossing = sorted({each.country for each in told} - {row.side})
    if crossing:
        detail = {"recipients": crossing, "reason": "nearby patrol"}
        uow.record(Deed.DISCLOSURE, f"sighting:{row.number}", side=row.side, **detail)


def _on_patrol(uow: UnitOfWork, row: SightingRow, side: str) -> list[Person]:
    """Those of a side who were told."""
    on_duty = people.with_role(uow.session, Role.OFFICER, side=side, on_duty=True)
    allowed = [each for each in on_duty if policy.may_be_told_nearby(each, row)]
    return [each for each in allowed if _tell(uow, row, each)]


def _tell(uow: UnitOfWork, row: SightingRow, officer: Person) -> bool:
    report, here = known.report(uow, row, officer), _last_place(uow, officer)
    if here and report.point:
        if here.distance_to(report.point) > NEAR:
            return False
    elif report.sector is None or report.sector.code not in _sectors(uow, officer):
        return False
    message = views.notice(notify.reader_of(officer), report, here if report.point else None)
    notify.notice(uow, officer, message, expires_at=uow.now + USEFUL)
    return True


def _last_place(uow: UnitOfWork, officer: Person) -> Point | None:
    """Where a patrol was last known to be, by what it has reported itself."""
    last = places.last_place_of(uow.session, officer.id or 0, uow.now - PLACE_HOLDS)
    return Point(last[1], last[2]) if last else None


def _sectors(uow: UnitOfWork, officer: Person) -> list[str]:
    return people.sectors_of(uow.session, officer.id or 0)
