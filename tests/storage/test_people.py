"""People: found by account, side and role, and only while they are let in."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from storage import people
from storage.people import Person, Role
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)


def add(session: Session, name: str, *roles: Role, **facts: Any) -> int:
    values = {"country": "RS", "service": "", "unit": "", "language": "ro", "name": name}
    values |= {"service_number": name, "phone": "", "telegram_id": None} | facts
    person_id = people.add(session, values)
    people.set_roles(session, person_id, roles)
    return person_id


async def test_an_account_is_a_person_while_they_are_let_in(store: Store) -> None:
    mila = await store.run(lambda s: add(s, "Мила", Role.OFFICER, telegram_id=2**40))
    found = await store.read(lambda session: people.by_telegram(session, 2**40))
    assert found is not None
    assert (found.id, found.name, found.roles) == (mila, "Мила", frozenset({Role.OFFICER}))

    await store.run(lambda session: people.change(session, mila, revoked_at=NOW))
    assert await store.read(lambda session: people.by_telegram(session, 2**40)) is None
    ever = await store.read(lambda session: people.ever_by_telegram(session, 2**40))
    assert ever is not None
    assert (ever.id, ever.revoked_at) == (mila, NOW)


async def test_an_unbound_account_is_nobody_and_the_person_stays(store: Store) -> None:
    facts = {"telegram_id": 5, "enrolled_at": NOW, "on_duty_since": NOW}
    mila = await store.run(lambda session: add(session, "Мила", **facts))
    await store.run(lambda session: people.unbind(session, mila))

    assert await store.read(lambda session: people.ever_by_telegram(session, 5)) is None
    person = await store.read(lambda session: people.by_service_number(session, "Мила"))
    assert person is not None
    assert (person.telegram_id, person.enrolled_at, person.on_duty_since) == (None, None, None)


async def test_a_desk_is_who_has_the_role_on_that_side_and_has_come_in(store: Store) -> None:
    def work(session: Session) -> list[list[str]]:
        add(session, "Драган", Role.DUTY, Role.OFFICER, telegram_id=1)
        add(session, "Мила", Role.OFFICER, telegram_id=2)
        add(session, "Ion", Role.DUTY, telegram_id=3, country="RO")
        add(session, "Зоран", Role.DUTY)
        add(session, "Јован", Role.DUTY, telegram_id=4, revoked_at=NOW)
        sides = ("RS", "RO", None)
        return [[p.name for p in people.with_role(session, Role.DUTY, side=each)] for each in sides]

    assert await store.run(work) == [["Драган"], ["Ion"], ["Драган", "Ion"]]


async def test_roles_and_sectors_are_just_those_given_last(store: Store) -> None:
    def work(session: Session) -> tuple[Person | None, list[str], dict[int, tuple[str, ...]]]:
        mila, ion = add(session, "Мила", Role.OFFICER, Role.ADMIN), add(session, "Ion", Role.DUTY)
        people.set_roles(session, mila, [Role.DUTY, Role.DUTY])
        people.set_sectors(session, mila, ["б", "a", "a"])
        people.set_sectors(session, mila, ["в", "a"])
        people.set_sectors(session, ion, ["x"])
        by_person = people.sectors(session)
        return people.by_id(session, mila), people.sectors_of(session, mila), by_person

    person, sectors, everybody = await store.run(work)
    assert person is not None
    assert person.roles == frozenset({Role.DUTY})
    assert sectors == ["a", "в"]
    assert sorted(everybody.values()) == [("a", "в"), ("x",)]


@pytest.mark.parametrize(
    ("on_duty", "first"),
    [
        (False, "SEARCH person_role USING INDEX ix_person_role_role (role=?)"),
        (True, "SEARCH person USING INDEX ix_person_on_duty_since (on_duty_since>?)"),
    ],
)
async def test_who_has_a_role_is_found_among_however_many(
    sqlite_url: str, on_duty: bool, first: str
) -> None:
    store = Store(sqlite_url)
    await store.start()
    asked: list[tuple[str, Any]] = []

    def plan(session: Session) -> list[str]:
        connection = session.connection()

        def hear(_connection: Any, _cursor: Any, *asking: Any) -> None:
            asked.append((asking[0], asking[1]))

        event.listen(connection, "before_cursor_execute", hear)
        people.with_role(session, Role.DUTY, side="RS", on_duty=on_duty)
        statement, given = asked[0]
        explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [row.detail for row in explained]

    details = await store.run(plan)
    await store.stop()
    assert details[0] == first
