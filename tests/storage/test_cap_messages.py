"""CAP messages and those who bring them: each once, found again, and nobody else's."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from storage import cap_messages, senders
from storage.cap_messages import CapMessageRow
from storage.senders import SenderRow
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Both:
    """A sender of each side."""

    mup: int
    isu: int


@pytest.fixture
async def both(store: Store) -> Both:
    def work(session: Session) -> Both:
        for name, country in (("mup", "RS"), ("isu", "RO")):
            row = SenderRow(name=name, country=country, token_hash=f"{name}1", created_at=NOW)
            senders.put(session, row)
        found = {each.name: each.id or 0 for each in senders.everybody(session)}
        return Both(found["mup"], found["isu"])

    return await store.run(work)


def message(sender_id: int, identifier: str = "1", digest: str = "a") -> CapMessageRow:
    return CapMessageRow(
        sender_id=sender_id,
        cap_sender="alarm@mup.example",
        identifier=identifier,
        sent=NOW,
        kind="Alert",
        status="Actual",
        digest=digest,
        file_key="f",
        received_at=NOW,
    )


async def test_a_message_is_taken_once_and_its_first_content_stays(
    store: Store, both: Both
) -> None:
    first = await store.run(lambda s: cap_messages.add(s, message(both.mup)))
    again = await store.run(lambda s: cap_messages.add(s, message(both.mup, digest="b")))
    found = await store.read(lambda s: cap_messages.find(s, both.mup, "alarm@mup.example", "1"))

    assert first is not None
    assert again is None
    assert found == first


async def test_of_many_at_once_one_is_taken(store: Store, both: Both) -> None:
    def work(session: Session) -> bool:
        return cap_messages.add(session, message(both.mup)) is not None

    assert sorted(await asyncio.gather(*(store.run(work) for _ in range(8)))) == [False] * 7 + [
        True
    ]


async def test_the_same_name_brought_by_another_sender_is_another_message(
    store: Store, both: Both
) -> None:
    await store.run(lambda s: cap_messages.add(s, message(both.mup)))
    theirs = await store.read(lambda s: cap_messages.find(s, both.isu, "alarm@mup.example", "1"))
    added = await store.run(lambda s: cap_messages.add(s, message(both.isu)))

    assert theirs is None
    assert added is not None


async def test_messages_of_an_alert_are_found_by_its_number(store: Store, both: Both) -> None:
    def work(session: Session) -> None:
        for identifier in ("1", "2", "3"):
            row = cap_messages.add(session, message(both.mup, identifier))
            if row and identifier != "3":
                cap_messages.is_of(session, row.id or 0, "RS-26-0417", int(identifier))

    await store.run(work)
    found = await store.read(lambda s: cap_messages.of_alert(s, "RS-26-0417"))
    numbers = await store.read(lambda s: cap_messages.numbers_of(s, "alarm@mup.example", "2"))
    none = await store.read(lambda s: cap_messages.numbers_of(s, "alarm@mup.example", "3"))

    assert [(each.identifier, each.edition) for each in found] == [("1", 1), ("2", 2)]
    assert (numbers, none) == (["RS-26-0417"], [])


async def test_a_revoked_sender_is_not_found_by_its_token(store: Store, both: Both) -> None:
    before = await store.read(lambda s: senders.by_token(s, "mup1"))
    await store.run(lambda s: senders.revoke(s, both.mup, NOW))
    after = await store.read(lambda s: senders.by_token(s, "mup1"))
    other = await store.read(lambda s: senders.by_token(s, "isu1"))

    assert before is not None
    assert before.audience == ["RS", "RO"]
    assert after is None
    assert other is not None
