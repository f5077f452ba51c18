"""What a reporter has changed is kept, in order."""

from datetime import UTC, datetime
from typing import Any

from storage import people, revisions, sightings
from storage.revisions import RevisionRow
from storage.session import Session
from storage.sightings import Sharing, SightingRow
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)


def report(session: Session, number: str) -> int:
    row = SightingRow(
        number=number,
        side="RS",
        sharing=Sharing.BOTH,
        reporter_id=1,
        category="cat.fire",
        direction="unknown",
        seen_at=NOW,
        reported_at=NOW,
    )
    return sightings.add(session, row, ("RS",)).id or 0


async def test_changes_of_one_sighting_come_back_as_they_were_made(store: Store) -> None:
    facts: dict[str, Any] = {"country": "RS", "service": "", "unit": "", "language": "ro"}
    facts |= {"name": "Мила", "service_number": "1", "phone": "", "telegram_id": 1}

    def work(session: Session) -> list[tuple[str, Any, Any, datetime]]:
        people.add(session, facts)
        first, second = report(session, "RS-26-0001"), report(session, "RS-26-0002")
        for sighting_id, field, before, after in (
            (first, "people", None, [2, 5]),
            (second, "note", "a", "b"),
            (first, "people", [2, 5], [21, None]),
            (first, "place", {"latitude": 44.8}, None),
        ):
            row = RevisionRow(sighting_id=sighting_id, field=field, before=before, after=after,
                              person_id=1, at=NOW)  # fmt: skip  # a row in two lines
            revisions.add(session, row)
        return [(row.field, row.before, row.after, row.at) for row in revisions.of(session, first)]

    assert await store.run(work) == [
        ("people", None, [2, 5], NOW),
        ("people", [2, 5], [21, None], NOW),
        ("place", {"latitude": 44.8}, None, NOW),
    ]
