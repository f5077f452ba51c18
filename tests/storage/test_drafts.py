"""Drafts: of two taps on one version one counts, and a person has one form open."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import drafts
from storage.drafts import Draft, State
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
MILA, ION = 101, 202


def begin(session: Session, sender: int = MILA) -> Draft:
    return drafts.start(session, sender, "sighting", step="group", answers={"a": "ђ"}, now=NOW)


async def test_a_form_is_kept_as_it_was_filled_in(store: Store) -> None:
    form = await store.run(begin)

    assert form == Draft(form.id, MILA, "sighting", "group", {"a": "ђ"}, 1, State.OPEN, NOW, NOW)
    assert await store.read(lambda session: drafts.by_id(session, form.id)) == form
    assert await store.read(lambda session: drafts.open_for(session, MILA)) == form
    assert await store.read(lambda session: drafts.open_for(session, ION)) is None
    assert await store.read(lambda session: drafts.by_id(session, form.id + 1)) is None


@pytest.mark.parametrize("second", ["save", "close", "reopen"])
async def test_the_second_change_of_one_version_does_not_count(store: Store, second: str) -> None:
    form = await store.run(begin)

    def save(session: Session) -> Draft | None:
        return drafts.save(session, form, step="place", answers={"b": 1}, now=LATER)

    changes = {
        "save": save,
        "close": lambda session: drafts.close(session, form, State.DONE, LATER),
        "reopen": lambda session: drafts.reopen(session, form, LATER),
    }
    saved = await store.run(save)
    assert saved == Draft(form.id, MILA, "sighting", "place", {"b": 1}, 2, State.OPEN, NOW, LATER)
    assert await store.run(changes[second]) is None
    assert await store.read(lambda session: drafts.by_id(session, form.id)) == saved


@pytest.mark.parametrize("state", [State.DONE, State.DROPPED, State.ASIDE])
async def test_a_closed_form_is_open_for_nobody_until_reopened(store: Store, state: State) -> None:
    form = await store.run(begin)
    closed = await store.run(lambda session: drafts.close(session, form, state, LATER))
    assert closed is not None
    assert (closed.state, closed.version, closed.answers) == (state, 2, {"a": "ђ"})
    assert await store.read(lambda session: drafts.open_for(session, MILA)) is None

    again = await store.run(lambda session: drafts.reopen(session, closed, LATER))
    assert again is not None
    assert (again.state, again.version) == (State.OPEN, 3)
    assert await store.read(lambda session: drafts.open_for(session, MILA)) == again
