"""Bringing a roster in changes what differs and nothing else, on either database."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from services import enrolment, roster, roster_file
from services.roster import Invited, Standing
from services.roster_difference import Changed, Difference, Named
from services.roster_file import RosterRefused
from storage import enrolment as invites
from storage import organisation, outbox, people
from storage.audit import audit
from storage.outbox import Call, Lane, State
from storage.people import Person, Role
from storage.store import Store, opened
from storage.unit_of_work import Installation, UnitOfWork

T = TypeVar("T")

NOW = datetime(2026, 3, 7, 13, 5, tzinfo=UTC)
HEADER = "service_number,name,country,service,unit,sectors,roles,language,phone"
MILA = "RS-1,Mila Jovanović,RS,Granična policija,SGP,Nera;Vršac,officer,sr-Cyrl,0641110001"
DRAGAN = "RS-2,Dragan Petrović,RS,Granična policija,,,duty,sr-Latn,0641110002"
ION = "RO-1,Ion Popescu,RO,Poliția de Frontieră,ITPF,Nera,duty;officer,ro,0721110001"
ACCOUNT = 501


class Roster:
    """An installation whose clock stands still until it is moved."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW

    def do(self, work: Callable[[UnitOfWork], T]) -> T:
        def unit(session: Any) -> T:
            return work(UnitOfWork(session, Person(), self.now, Installation(), origin="tests"))

        return self.store.run_blocking(unit)

    def bring_in(self, *lines: str, codes: dict[str, str] | None = None) -> Difference:
        entries = read(*lines)
        return self.do(lambda uow: roster.bring_in(uow, entries, codes))

    def compare(self, *lines: str) -> Difference:
        entries = read(*lines)
        return self.do(lambda uow: roster.compare(uow, entries))

    def person(self, number: str) -> Person:
        found = self.do(lambda uow: people.by_service_number(uow.session, number))
        assert found
        return found

    def enrols(self, number: str, account: int = ACCOUNT) -> None:
        """As when somebody has used their invitation, and a message to them waits."""
        person_id = self.person(number).id or 0

        def work(uow: UnitOfWork) -> None:
            people.change(uow.session, person_id, telegram_id=account, enrolled_at=self.now)
            call = Call(account, Lane.NOTICE, "sendMessage", {"text": "Дојава"}, person_id)
            outbox.queue(uow.session, call, self.now)

        self.do(work)

    def waiting(self) -> list[tuple[str, int | None]]:
        """Method and person of what is queued."""
        columns = outbox.outbox.c
        query = select(columns.method, columns.person_id).where(columns.state == State.QUEUED)
        return self.do(lambda uow: [(row[0], row[1]) for row in uow.session.execute(query)])

    def deeds(self) -> list[tuple[str, str, int | None, dict[str, Any]]]:
        """Deed, subject, actor and detail of every audit entry, oldest first."""
        query = select(audit).order_by(audit.c.id)

        def work(uow: UnitOfWork) -> list[tuple[str, str, int | None, dict[str, Any]]]:
            rows = uow.session.execute(query)
            return [(r.deed, r.subject, r.actor_id, json.loads(r.detail)) for r in rows]

        return self.do(work)


def read(*lines: str) -> list[roster_file.Entry]:
    return roster_file.read("\n".join([HEADER, *lines]).encode())


@pytest.fixture
def installation(database_url: str) -> Iterator[Roster]:
    with opened(database_url) as store:
        yield Roster(store)


def test_new_people_come_in_with_their_services_units_and_sectors(installation: Roster) -> None:
    told = installation.bring_in(MILA, ION)
    assert told == Difference(
        added=(Named("RS-1", "Mila Jovanović"), Named("RO-1", "Ion Popescu")),
        changed=(),
        unchanged=0,
        absent=0,
        revoked=(),
        services=(("RO", "Poliția de Frontieră"), ("RS", "Granična policija")),
        units=(("RO", "ITPF"), ("RS", "SGP")),
        sectors=("Nera", "Vršac"),
        to_invite=(Named("RS-1", "Mila Jovanović"), Named("RO-1", "Ion Popescu")),
        invited=0,
    )
    mila = installation.person("RS-1")
    assert mila == Person(
        id=mila.id,
        service_number="RS-1",
        name="Mila Jovanović",
        country="RS",
        service="Granična policija",
        unit="SGP",
        language="sr-Cyrl",
        roster_language="sr-Cyrl",
        phone="+381641110001",
        roles=frozenset({Role.OFFICER}),
    )
    sectors, known, units = installation.do(
        lambda uow: (
            people.sectors_of(uow.session, mila.id or 0),
            organisation.services(uow.session),
            organisation.units(uow.session),
        )
    )
    assert sectors == ["Nera", "Vršac"]
    assert known == set(told.services)
    assert units == set(told.units)


def test_comparing_tells_the_same_and_changes_nothing(installation: Roster) -> None:
    told = installation.compare(MILA, ION)
    assert installation.do(lambda uow: people.roster(uow.session)) == []
    assert installation.do(lambda uow: organisation.services(uow.session)) == set()
    assert installation.deeds() == []
    assert installation.bring_in(MILA, ION) == told


def test_the_same_file_again_does_nothing(installation: Roster) -> None:
    installation.bring_in(MILA, ION)
    before = installation.deeds()
    told = installation.bring_in(ION, MILA)
    assert (told.added, told.changed, told.unchanged) == ((), (), 2)
    assert (told.services, told.units, told.sectors) == ((), (), ())
    assert installation.deeds() == before


def test_people_missing_from_the_file_stay_as_they_are(installation: Roster) -> None:
    installation.bring_in(MILA, DRAGAN, ION)
    installation.enrols("RS-1")
    mila = installation.person("RS-1")
    assert installation.bring_in(ION).absent == 2
    assert installation.person("RS-1") == mila


def test_what_differs_is_changed_and_written_down(installation: Roster) -> None:
    installation.bring_in(MILA, ION)
    installation.enrols("RS-1")
    person = installation.person("RS-1")
    before = len(installation.deeds())
    told = installation.bring_in(
        MILA.replace("Jovanović", "Petrović").replace("Nera;Vršac", "Vršac").replace("SGP", "PS"),
        ION,
    )
    columns = ("name", "unit", "sectors")
    assert told.changed == (Changed("RS-1", "Mila Petrović", columns, unbound=False),)
    assert (told.units, told.unchanged) == ((("RS", "PS"),), 1)
    after = installation.person("RS-1")
    assert (after.name, after.unit, after.telegram_id) == ("Mila Petrović", "PS", ACCOUNT)
    told_of = {"columns": list(columns), "origin": "tests"}
    assert installation.deeds()[before:] == [("alteration", f"person:{person.id}", None, told_of)]


def test_other_roles_hold_at_once_and_end_a_duty_that_is_no_longer_theirs(
    installation: Roster,
) -> None:
    installation.bring_in(DRAGAN, ION)
    installation.enrols("RS-2")
    person_id = installation.person("RS-2").id or 0
    installation.do(lambda uow: people.change(uow.session, person_id, on_duty_since=NOW))
    before = len(installation.deeds())
    installation.bring_in(DRAGAN.replace("duty", "officer;coordinator"), ION)
    dragan = installation.person("RS-2")
    assert dragan.roles == {Role.OFFICER, Role.COORDINATOR}
    assert dragan.on_duty_since is None
    assert dragan.telegram_id == ACCOUNT
    assert [deed[3] for deed in installation.deeds()[before:]] == [
        {"columns": ["roles"], "origin": "tests"},
        {"was": ["duty"], "roles": ["coordinator", "officer"], "origin": "tests"},
    ]
    assert installation.waiting() == [("sendMessage", person_id), ("setMyCommands", person_id)]


def test_duty_goes_on_where_the_role_stays(installation: Roster) -> None:
    installation.bring_in(ION)
    installation.enrols("RO-1")
    person_id = installation.person("RO-1").id or 0
    installation.do(lambda uow: people.change(uow.session, person_id, on_duty_since=NOW))
    installation.bring_in(ION.replace("duty;officer", "duty"))
    assert installation.person("RO-1").on_duty_since == NOW


def test_a_language_chosen_in_the_chat_stays_until_the_roster_says_another(
    installation: Roster,
) -> None:
    installation.bring_in(MILA)
    installation.enrols("RS-1")
    person_id = installation.person("RS-1").id or 0
    installation.do(lambda uow: people.change(uow.session, person_id, language="en"))
    assert installation.bring_in(MILA).unchanged == 1
    assert installation.person("RS-1").language == "en"
    told = installation.bring_in(MILA.replace("sr-Cyrl", "sr-Latn"))
    assert told.changed == (Changed("RS-1", "Mila Jovanović", ("language",), unbound=False),)
    assert installation.person("RS-1").language == "sr-Latn"


def test_another_phone_unbinds(installation: Roster) -> None:
    line = MILA.replace("0641110001", "0641119999")
    installation.bring_in(MILA, ION)
    installation.enrols("RS-1")
    installation.enrols("RO-1", account=502)
    person_id = installation.person("RS-1").id or 0
    installation.do(lambda uow: enrolment.invite(uow, person_id))
    before = len(installation.deeds())
    told = installation.bring_in(line, ION)
    assert told.changed == (Changed("RS-1", "Mila Jovanović", ("phone",), unbound=True),)
    assert told.to_invite == (Named("RS-1", "Mila Jovanović"),)
    mila = installation.person("RS-1")
    assert (mila.telegram_id, mila.enrolled_at) == (None, None)
    assert installation.do(lambda uow: invites.in_force(uow.session, NOW)) == {}
    ion = installation.person("RO-1").id
    assert installation.waiting() == [("sendMessage", ion), ("deleteMyCommands", None)]
    assert installation.person("RO-1").telegram_id == 502
    assert [deed[3] for deed in installation.deeds()[before:]] == [
        {"columns": ["phone"], "origin": "tests"},
        {"unbound": True, "reason": "another phone", "origin": "tests"},
    ]


def refusal_of(installation: Roster, *lines: str) -> tuple[str, ...]:
    with pytest.raises(RosterRefused) as refusal:
        installation.bring_in(*lines)
    return refusal.value.sentences


def test_nobody_is_in_both_countries(installation: Roster) -> None:
    installation.bring_in(MILA, ION)
    installation.enrols("RS-1")
    before = installation.deeds()
    moved = MILA.replace(",RS,", ",RO,").replace("0641110001", "0721119999")
    both = ION.replace("RO-1", "RS-1").replace("0721110001", "0721119999")

    number = "service_number RS-1 is that of somebody of RS, and nobody is in both countries."
    advice = "Give the person of RO a number of their own."
    assert refusal_of(installation, ION, moved) == (f"Line 3: {number} {advice}",)
    assert refusal_of(installation, both) == (f"Line 2: {number} {advice}",)
    assert refusal_of(installation, MILA, both) == (
        "Line 3: service_number 'RS-1' is on line 2 already.",
    )
    assert installation.person("RS-1").telegram_id == ACCOUNT
    assert installation.deeds() == before


ADMIN = MILA.replace(",officer,", ",admin;officer,")
LAST = "RS-1 Mila Jovanović is the last administrator of RS: make somebody else an administrator"


def test_the_last_administrator_of_a_country_stays(installation: Roster) -> None:
    installation.bring_in(ADMIN, DRAGAN, ION.replace("duty;", "admin;"))
    assert refusal_of(installation, MILA, DRAGAN) == (f"{LAST} first.",)
    with pytest.raises(RosterRefused, match=LAST):
        installation.do(lambda uow: roster.revoke(uow, "RS-1"))
    assert installation.person("RS-1").revoked_at is None
    assert Role.ADMIN in installation.person("RS-1").roles


def test_an_administrator_goes_when_there_is_another_of_the_country(installation: Roster) -> None:
    other = DRAGAN.replace(",duty,", ",admin,")
    installation.bring_in(ADMIN, DRAGAN)
    installation.bring_in(MILA, other)
    assert installation.person("RS-1").roles == {Role.OFFICER}
    installation.bring_in(ADMIN)
    installation.do(lambda uow: roster.revoke(uow, "RS-2"))
    assert refusal_of(installation, MILA, other) == (f"{LAST} first.",), "revoked, and still"


def test_two_people_may_exchange_their_phones(installation: Roster) -> None:
    installation.bring_in(MILA, DRAGAN)
    told = installation.bring_in(
        MILA.replace("0641110001", "0641110002"), DRAGAN.replace("0641110002", "0641110001")
    )
    assert [each.columns for each in told.changed] == [("phone",), ("phone",)]
    assert installation.person("RS-1").phone == "+381641110002"


def test_a_phone_of_somebody_who_is_not_in_the_file_is_refused_and_nothing_changes(
    installation: Roster,
) -> None:
    installation.bring_in(MILA)
    with pytest.raises(RosterRefused) as refusal:
        installation.bring_in(ION, DRAGAN.replace("0641110002", "0641110001"))
    reason = "is that of RS-1 already, who is in the roster and not in this file."
    assert refusal.value.sentences == (f"Line 3: phone +381641110001 {reason}",)
    assert [each.name for each in installation.do(lambda uow: people.roster(uow.session))] == [
        "Mila Jovanović"
    ]


def test_a_phone_of_somebody_revoked_is_free(installation: Roster) -> None:
    installation.bring_in(MILA)
    installation.do(lambda uow: roster.revoke(uow, "RS-1"))
    installation.bring_in(DRAGAN.replace("0641110002", "0641110001"))
    assert installation.person("RS-2").phone == "+381641110001"


def test_invitations_are_for_those_outside_who_have_none(installation: Roster) -> None:
    installation.bring_in(MILA, DRAGAN, ION)
    installation.enrols("RS-1")
    installation.do(lambda uow: roster.invite(uow, {"RS-2": "A" * 16}))
    told = installation.compare(MILA, DRAGAN, ION)
    assert told.to_invite == (Named("RO-1", "Ion Popescu"),)
    assert told.invited == 1
    installation.now = NOW + timedelta(days=15)
    told = installation.compare(MILA, DRAGAN, ION)
    assert told.to_invite == (Named("RS-2", "Dragan Petrović"), Named("RO-1", "Ion Popescu"))


def test_a_file_and_its_invitations_stand_together_or_not_at_all(installation: Roster) -> None:
    codes = {"RS-1": enrolment.new_code(), "RO-1": enrolment.new_code()}
    for wrong in ({}, {"RS-1": codes["RS-1"]}, codes | {"RS-2": enrolment.new_code()}):
        with pytest.raises(RosterRefused, match="changed meanwhile"):
            installation.bring_in(MILA, ION, codes=wrong)
    assert installation.do(lambda uow: people.roster(uow.session)) == []
    installation.bring_in(MILA, ION, codes=codes)
    found = installation.do(lambda uow: enrolment.check_code(uow, codes["RO-1"]))
    assert found[1].name == "Ion Popescu"
    assert found[0].expires_at == NOW + timedelta(days=14)


def test_a_new_invitation_ends_the_one_before(installation: Roster) -> None:
    installation.bring_in(MILA)
    first, second = enrolment.new_code(), enrolment.new_code()
    installation.do(lambda uow: roster.invite(uow, {"RS-1": first}))
    invited = installation.do(lambda uow: roster.invite(uow, {"RS-1": second}))
    assert invited == [
        Invited(
            "RS-1",
            "Mila Jovanović",
            NOW + timedelta(days=14),
            was_enrolled=False,
            was_revoked=False,
        )
    ]
    with pytest.raises(enrolment.UsedCode):
        installation.do(lambda uow: enrolment.check_code(uow, first))
    assert (
        installation.do(lambda uow: enrolment.check_code(uow, second))[1].name == "Mila Jovanović"
    )


def test_unknown_numbers_are_all_named_and_nobody_is_invited(installation: Roster) -> None:
    installation.bring_in(MILA)
    with pytest.raises(RosterRefused) as refusal:
        installation.do(lambda uow: roster.invite(uow, {"RS-1": "A" * 16, "X": "B", "Y": "C"}))
    assert refusal.value.sentences == (
        "Nobody in the roster has the number X.",
        "Nobody in the roster has the number Y.",
    )
    assert installation.do(lambda uow: invites.in_force(uow.session, NOW)) == {}


def test_somebody_revoked_stays_so_until_invited_again(installation: Roster) -> None:
    installation.bring_in(MILA, ION)
    installation.enrols("RS-1")
    person, done = installation.do(lambda uow: roster.revoke(uow, "RS-1"))
    assert (person.name, done) == ("Mila Jovanović", True)
    assert installation.do(lambda uow: roster.revoke(uow, "RS-1"))[1] is False
    assert installation.waiting() == [("deleteMyCommands", None)]
    told = installation.bring_in(MILA.replace("officer", "duty"), ION)
    assert told.revoked == (Named("RS-1", "Mila Jovanović"),)
    assert told.to_invite == (Named("RO-1", "Ion Popescu"),)
    assert installation.person("RS-1").revoked_at == NOW

    code = enrolment.new_code()
    [invited] = installation.do(lambda uow: roster.invite(uow, {"RS-1": code}))
    assert (invited.was_revoked, invited.was_enrolled) == (True, False)
    mila = installation.person("RS-1")
    assert (mila.revoked_at, mila.telegram_id, mila.enrolled_at) == (None, None, None)
    assert [deed[3] for deed in installation.deeds()[-3:]] == [
        {"unbound": True, "reason": "invited anew", "origin": "tests"},
        {"revoked": False, "origin": "tests"},
        {"invited_until": "2026-03-21T13:05:00+00:00", "origin": "tests"},
    ]
    assert installation.do(lambda uow: enrolment.check_code(uow, code))[1].id == mila.id


def test_the_roster_tells_how_far_everybody_has_come(installation: Roster) -> None:
    anna = "RS-3,Anna,RS,Granična policija,,,officer,en,0641110003"
    unheard = "RS-4,Ema,RS,Granična policija,,,officer,en,0641110004"
    installation.bring_in(MILA, DRAGAN, ION, anna, unheard)
    installation.enrols("RS-1", 501)
    installation.enrols("RS-2", 502)
    installation.enrols("RS-4", 504)
    unheard_id = installation.person("RS-4").id or 0
    installation.do(lambda uow: people.change(uow.session, unheard_id, unreachable_since=NOW))
    installation.do(lambda uow: roster.revoke(uow, "RS-2"))
    installation.do(lambda uow: roster.invite(uow, {"RO-1": "A" * 16}))
    told = installation.do(lambda uow: roster.standings(uow.session, NOW))
    assert [(person.service_number, standing) for person, standing in told] == [
        ("RO-1", Standing.INVITED),
        ("RS-1", Standing.ENROLLED),
        ("RS-2", Standing.REVOKED),
        ("RS-3", Standing.NOT_INVITED),
        ("RS-4", Standing.UNREACHABLE),
    ]
