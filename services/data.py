"""What an installation knows: its services, units, sectors, markers, telephones and templates."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from services import alert_template_bank, telephones
from services.data_file import Data, Sector
from storage import alert_templates, markers, organisation
from storage import telephones as numbers
from storage.alert_templates import State, TemplateRow
from storage.audit import Deed
from storage.markers import MarkerRow
from storage.organisation import SectorRow
from storage.telephones import TelephoneRow
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Told:
    """What a file has changed. Only telephones are ever `removed`: the file is all of them."""

    kind: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def bring_in(uow: UnitOfWork, data: Data) -> Told:
    """Make the installation say what a file says; what differs is written to the audit log."""
    told = _KINDS[data.kind](uow, data)
    if told.added or told.changed or told.removed:
        counts = {name: value for name, value in asdict(told).items() if name != "kind"}
        uow.record(Deed.ALTERATION, f"data:{data.kind}", **counts)
    return told


def _services(uow: UnitOfWork, data: Data) -> Told:
    new = [each for each in data.services if each not in organisation.services(uow.session)]
    for country, name in new:
        organisation.add_service(uow.session, country, name)
    return Told(data.kind, added=len(new), unchanged=len(data.services) - len(new))


def _units(uow: UnitOfWork, data: Data) -> Told:
    new = [each for each in data.units if each not in organisation.units(uow.session)]
    for country, name in new:
        organisation.add_unit(uow.session, country, name)
    return Told(data.kind, added=len(new), unchanged=len(data.units) - len(new))


def _sectors(uow: UnitOfWork, data: Data) -> Told:
    lands = organisation.lands(uow.session)
    known = {
        row.code: row.model_dump() | {"area": lands.get(row.code, "")}
        for row in organisation.sectors(uow.session)
    }
    new = [each for each in data.sectors if each.code not in known]
    # A file that says nothing of land or settlements leaves them as they are.
    told = [
        replace(
            each,
            area=each.area or known[each.code]["area"],
            places=each.places or known[each.code]["places"],
        )
        for each in data.sectors
        if each.code in known
    ]
    other = [each for each in told if asdict(each) != known[each.code]]
    for each in new:
        organisation.add_sector(uow.session, _row(each))
    for each in other:
        organisation.change_sector(uow.session, _row(each))
    same = len(data.sectors) - len(new) - len(other)
    return Told(data.kind, added=len(new), changed=len(other), unchanged=same)


def _row(each: Sector) -> SectorRow:
    return SectorRow(**asdict(each))


def _markers(uow: UnitOfWork, data: Data) -> Told:
    known = markers.all_of_them(uow.session)
    told = [MarkerRow(**asdict(each)) for each in data.markers]
    new = [each for each in told if (each.number, each.country) not in known]
    same = [each for each in told if known.get((each.number, each.country)) == each]
    moved = [each for each in told if each not in new and each not in same]
    for each in new:
        markers.add(uow.session, each)
    for each in moved:
        markers.move(uow.session, each)
    return Told(data.kind, added=len(new), changed=len(moved), unchanged=len(same))


def _telephones(uow: UnitOfWork, data: Data) -> Told:
    """All numbers are those of the file from now on, in its order; pinned cards follow."""
    before = numbers.all_of_them(uow.session)
    rows = [TelephoneRow(place=at, **asdict(each)) for at, each in enumerate(data.telephones)]
    was, now = [_facts(row) for row in before], [_facts(row) for row in rows]
    if now != [_facts(row) for row in sorted(before, key=lambda row: row.place)]:
        telephones.replace(uow, rows)
    same = sum(each in was for each in now)
    gone = sum(each not in now for each in was)
    return Told(data.kind, added=len(now) - same, unchanged=same, removed=gone)


def _templates(uow: UnitOfWork, data: Data) -> Told:
    """What a file says counts from now on; a template that it does not name stays as it is."""
    bank = {
        key: alert_template_bank.columns_of(each)
        for key, each in alert_template_bank.shipped().items()
    }
    worded = {key: row.model_dump() for key, row in alert_templates.current(uow.session).items()}
    known = {key: row for key, row in (bank | worded).items() if row.get("state") != State.RETIRED}
    told = {each.key: asdict(each) for each in data.templates}
    new = [key for key in told if key not in known]
    other = [key for key in told if key in known and not told[key].items() <= known[key].items()]
    for key in (*new, *other):
        row = TemplateRow(**told[key], written_at=uow.now, settled_at=uow.now)
        alert_templates.add(uow.session, row)
    same = len(told) - len(new) - len(other)
    return Told(data.kind, added=len(new), changed=len(other), unchanged=same)


def _facts(row: TelephoneRow) -> tuple[str, ...]:
    return (row.side, row.number, row.sr_cyrl, row.ro, row.en)


_KINDS: dict[str, Callable[[UnitOfWork, Data], Told]] = {
    "services": _services,
    "units": _units,
    "sectors": _sectors,
    "markers": _markers,
    "telephones": _telephones,
    "templates": _templates,
}
