"""The audit log: whatever is changed after it was sealed is found, and where."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from storage import audit
from storage.audit import Deed, Entry, Verdict
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
TABLE = audit.audit
ENTRIES = 40


class GivenBackError(Exception):
    """Rolls a tampering back."""


def write(session: Session, number: int = ENTRIES) -> None:
    for nth in range(number):
        entry = Entry(Deed.ALTERATION, f"sighting:{nth}", nth or None, "RS", {"state": f"ђ{nth}"})
        audit.record(session, entry, NOW + timedelta(seconds=nth))


@pytest.fixture
async def sealed(store: Store) -> Store:
    await store.run(write)
    await store.run(audit.seal)
    return store


async def test_entries_are_sealed_in_their_order_once(store: Store) -> None:
    await store.run(write)
    assert await store.read(audit.verify) == Verdict(0, ENTRIES, None)
    assert await store.run(lambda session: audit.seal(session, limit=30)) == 30
    assert await store.read(audit.verify) == Verdict(30, ENTRIES - 30, None)
    assert await store.run(audit.seal) == ENTRIES - 30
    assert await store.run(audit.seal) == 0

    columns = select(TABLE.c.position, TABLE.c.subject).order_by(TABLE.c.id)
    placed = await store.read(lambda session: [tuple(row) for row in session.execute(columns)])
    assert placed == [(nth + 1, f"sighting:{nth}") for nth in range(ENTRIES)]
    assert await store.read(audit.verify) == Verdict(ENTRIES, 0, None)


async def test_the_unsealed_tail_is_counted_and_sealed_onto_the_chain(sealed: Store) -> None:
    await sealed.run(lambda session: write(session, 3))

    assert await sealed.read(audit.verify) == Verdict(ENTRIES, 3, None)
    assert await sealed.read(audit.unsealed) == 3
    await sealed.run(audit.seal)
    assert await sealed.read(audit.verify) == Verdict(ENTRIES + 3, 0, None)


def tamper(session: Session, chance: random.Random) -> str:
    """Change one thing in the sealed log, as somebody with a database tool would."""
    ids = list(session.scalars(select(TABLE.c.id).order_by(TABLE.c.position)))
    place = chance.randrange(ENTRIES - 1)  # what is cut off at the very end leaves a sound chain
    victim = ids[place]
    other = chance.choice([each for each in ids if each != victim])
    changes: dict[str, object] = {
        "at": NOW - timedelta(days=chance.randint(1, 999)),
        "actor_id": 1000 + chance.randint(0, 999),
        "deed": chance.choice(["disclosure", "erasure", "x"]),
        "subject": f"sighting:x{chance.randint(0, 999)}",
        "side": chance.choice(["RO", None]),
        "detail": "{}",
        "digest": f"{chance.getrandbits(256):064x}",
        "position": None,
        "id": 10_000 + chance.randint(0, 999),
    }
    way = chance.choice([*changes, "delete", "swap", "copy"])
    if way in changes:
        here = update(TABLE).where(TABLE.c.id == victim)
        session.execute(here.values({way: changes[way]}))
    elif way == "delete":
        session.execute(delete(TABLE).where(TABLE.c.id == victim))
    elif way == "swap":
        details = {
            each: session.scalar(select(TABLE.c.detail).where(TABLE.c.id == each))
            for each in (victim, other)
        }
        for one, another in ((victim, other), (other, victim)):
            session.execute(update(TABLE).where(TABLE.c.id == one).values(detail=details[another]))
    else:
        row = session.execute(select(TABLE).where(TABLE.c.id == victim)).one()
        copied = dict(row._mapping) | {"id": 20_000, "position": ENTRIES + 1}
        session.execute(insert(TABLE).values(copied))
    return way


async def test_a_thousand_tamperings_are_all_found(sealed: Store) -> None:
    chance = random.Random(2026)
    missed: list[str] = []
    ways: set[str] = set()

    def work(session: Session) -> None:
        for _ in range(1000):
            with suppress(GivenBackError), session.begin_nested():
                way = tamper(session, chance)
                ways.add(way)
                if audit.verify(session).broken_at is None:
                    missed.append(way)
                raise GivenBackError
        raise GivenBackError

    with pytest.raises(GivenBackError):
        await sealed.run(work)
    assert missed == []
    assert len(ways) == 12
    assert await sealed.read(audit.verify) == Verdict(ENTRIES, 0, None)


async def test_the_place_of_the_first_fault_is_told(sealed: Store) -> None:
    def work(session: Session) -> None:
        for position in (17, 30):
            here = update(TABLE).where(TABLE.c.position == position)
            session.execute(here.values(subject="sighting:other"))

    await sealed.run(work)

    assert await sealed.read(audit.verify) == Verdict(ENTRIES, 0, 17)
