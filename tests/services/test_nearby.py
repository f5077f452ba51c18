"""Who is on patrol near what is reported is told at once; everybody else is left in peace."""

import json
from datetime import timedelta
from functools import partial

import pytest

from geography.point import Point
from services import sightings
from services.sightings import SightingForm
from storage import people
from storage.audit import audit
from storage.sightings import Sharing
from tests.office import Office, Officer

NERA = Point(44.8231, 21.3359)
TOLD = {"RS": "Дојава у Вашој близини", "RO": "Raport din apropierea dumneavoastră"}


def report(
    office: Office,
    officer: Officer,
    point: Point | None,
    *,
    sharing: Sharing = Sharing.BOTH,
    sector: str | None = None,
) -> str:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=sharing,
        seen_at=office.now,
        point=point,
        sector=sector,
        note="канаринац",
    )
    return office.act(officer, lambda uow: sightings.report(uow, form).number)


def notices(officer: Officer) -> list[str]:
    return [text for text in officer.texts if any(each in text for each in TOLD.values())]


def on_patrol(office: Office, officer: Officer, *, north: float | None = 3_000) -> Officer:
    """On duty, and last known so many metres north of the mouth of the Nera."""
    if north is not None:
        report(office, officer, NERA.destination(0, north), sharing=Sharing.OWN)
    office.run(partial(people.change, person_id=officer.person_id, on_duty_since=office.now))
    return officer


@pytest.fixture
def jovan(office: Office) -> Officer:
    return on_patrol(office, office.enrol("Јован Ристић", "RS"))


def test_a_patrol_nearby_reads_what_and_how_far_and_nothing_more(
    office: Office, mila: Officer, jovan: Officer
) -> None:
    report(office, mila, NERA)

    (text,) = notices(jovan)
    assert text.split("\n")[1:4] == [
        "👁 Сумњиво пловило",
        "➡ Ка Румунији",
        "🧭 Од Вашег последњег познатог места: 3 км, југ",
    ]
    assert "канаринац" not in text
    assert "Мила" not in text
    assert notices(mila) == []


def test_the_other_sides_patrol_reads_what_is_shared_and_it_is_written_down(
    office: Office, mila: Officer
) -> None:
    ana = on_patrol(office, office.enrol("Ana Ionescu", "RO"))
    report(office, mila, NERA, sharing=Sharing.OWN)
    assert notices(ana) == []
    report(office, mila, NERA)

    (text,) = notices(ana)
    assert "🧭 De la ultimul dumneavoastră loc cunoscut: 3 km, sud" in text
    entries = [json.loads(row["detail"]) for row in office.rows(audit)]
    assert {"recipients": ["RO"], "reason": "nearby patrol"} in entries


def test_far_off_duty_or_long_ago_it_is_quiet(office: Office, mila: Officer) -> None:
    far = on_patrol(office, office.enrol("Далек", "RS"), north=11_000)
    near = on_patrol(office, office.enrol("Близак", "RS"), north=9_000)
    unknown = on_patrol(office, office.enrol("Непознат", "RS"), north=None)
    off = office.enrol("Слободан", "RS")
    report(office, off, NERA, sharing=Sharing.OWN)
    several = (far, near, unknown, off)
    before = [len(notices(each)) for each in several]
    report(office, mila, NERA)

    heard = [len(notices(each)) for each in several]
    assert [after - once for after, once in zip(heard, before, strict=True)] == [0, 1, 0, 0]
    office.now += timedelta(hours=3)
    report(office, mila, NERA)
    assert [len(notices(each)) for each in several] == heard, "where they were is too long ago"


def test_by_sector_where_no_place_is_known(office: Office, mila: Officer) -> None:
    office.add_sector("S7", "Сектор Нера", "Sectorul Nera")
    ours = on_patrol(office, office.enrol("Јован Ристић", "RS"), north=None)
    office.run(lambda session: people.set_sectors(session, ours.person_id, ["S7"]))
    other = on_patrol(office, office.enrol("Петар", "RS"), north=None)
    report(office, mila, None, sector="S7")

    assert "📍 Сектор: Сектор Нера" in notices(ours)[0]
    assert notices(other) == []


def test_a_desk_has_the_report_itself(office: Office, mila: Officer) -> None:
    both = on_patrol(office, office.enrol("Драган", "RS", "officer;duty"), north=None)
    report(office, mila, NERA)

    assert notices(both) == []


def test_a_patrol_officer_goes_on_duty_and_off_without_a_desk(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    report(office, mila, NERA)
    jovan = office.enrol("Јован Ристић", "RS")
    jovan.changes_duty()
    assert jovan.person.on_duty_since == office.now
    assert not any("👥" in text for text in jovan.texts), "no card of a desk"
    jovan.changes_duty()

    assert jovan.person.on_duty_since is None
    assert not any("⚠" in text for text in jovan.texts)
