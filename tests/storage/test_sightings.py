"""Sightings and their handling, which each side has for itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage import people, sightings
from storage.session import Session
from storage.sightings import Handling, HandlingRow, Sharing, SightingRow
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
async def store(store: Store) -> Store:
    """With one officer, id 1."""
    facts: dict[str, Any] = {"country": "RS", "service": "", "unit": "", "language": "ro"}
    facts |= {"name": "Мила", "service_number": "1", "phone": "", "telegram_id": 1}
    await store.run(lambda session: people.add(session, facts))
    return store


def row(number: str, *, side: str = "RS", category: str = "cat.fire") -> SightingRow:
    return SightingRow(
        number=number,
        side=side,
        sharing=Sharing.BOTH,
        reporter_id=1,
        category=category,
        direction="unknown",
        latitude=44.8,
        longitude=21.3,
        note="ђ 😀",
        seen_at=NOW,
        reported_at=LATER,
    )


def add(session: Session, number: str, *sides: str, **facts: str) -> SightingRow:
    return sightings.add(session, row(number, **facts), sides or ("RS", "RO"))


async def test_a_sighting_is_found_by_its_number_and_waits_at_each_side(store: Store) -> None:
    added = await store.run(lambda session: add(session, "RS-26-0001"))

    def look(session: Session) -> tuple[SightingRow | None, dict[str, HandlingRow]]:
        return sightings.by_number(session, "RS-26-0001"), sightings.handled(session, added.id or 0)

    found, handled = await store.read(look)
    assert found is not None
    assert found.model_dump() == row("RS-26-0001").model_dump() | {"id": added.id}
    assert {side: (each.state, each.version, each.person_id) for side, each in handled.items()} == {
        "RS": (Handling.NEW, 1, None),
        "RO": (Handling.NEW, 1, None),
    }
    assert await store.read(lambda session: sightings.by_number(session, "RS-26-0002")) is None


async def test_a_step_counts_once_and_for_its_side_only(store: Store) -> None:
    def work(session: Session) -> tuple[bool, bool, dict[str, str]]:
        number = add(session, "RS-26-0001").id or 0
        at = sightings.handled(session, number)["RO"]
        moved = [
            sightings.move(session, at, state, person_id=1, now=LATER)
            for state in (Handling.IN_PROGRESS, Handling.RESOLVED)
        ]
        states = {side: each.state for side, each in sightings.handled(session, number).items()}
        return moved[0], moved[1], states

    assert await store.run(work) == (True, False, {"RS": "new", "RO": "in_progress"})


async def test_a_desk_has_open_what_is_its_own_and_not_resolved_oldest_first(store: Store) -> None:
    def work(session: Session) -> list[list[str]]:
        add(session, "RS-26-0003", "RS")
        add(session, "RO-26-0001", "RO", "RS", side="RO")
        over = add(session, "RS-26-0002", "RS", "RO")
        at = sightings.handled(session, over.id or 0)["RS"]
        sightings.move(session, at, Handling.RESOLVED, person_id=1, now=LATER)
        return [[each.number for each in sightings.open_at(session, side)] for side in ("RS", "RO")]

    assert await store.run(work) == [
        ["RS-26-0003", "RO-26-0001"],
        ["RO-26-0001", "RS-26-0002"],
    ]


async def test_use_is_counted_by_side(store: Store) -> None:
    def work(session: Session) -> list[dict[str, int]]:
        for nth, (side, category) in enumerate(
            [("RS", "cat.fire"), ("RS", "cat.fire"), ("RS", "cat.flood"), ("RO", "cat.flood")]
        ):
            add(session, f"{side}-26-{nth:04}", side=side, category=category)
        return [sightings.usage(session, side) for side in ("RS", "RO", "")]

    assert await store.run(work) == [{"cat.fire": 2, "cat.flood": 1}, {"cat.flood": 1}, {}]


async def test_only_the_latest_reports_say_what_is_reported_most(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sightings, "LATEST", 2)

    def work(session: Session) -> dict[str, int]:
        for nth, category in enumerate(["cat.fire", "cat.fire", "cat.flood", "cat.traces"]):
            add(session, f"RS-26-{nth:04}", side="RS", category=category)
        return sightings.usage(session, "RS")

    assert await store.run(work) == {"cat.flood": 1, "cat.traces": 1}
