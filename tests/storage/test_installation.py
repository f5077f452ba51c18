"""Facts of an installation: set, made once, and of several who set one at once one has."""

import asyncio
from datetime import UTC, datetime

from storage import installation
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)


async def test_a_fact_is_set_and_only_a_change_counts(store: Store) -> None:
    def write(value: str) -> bool:
        return store.run_blocking(lambda s: installation.write(s, "bot_username", value, now=NOW))

    told = [await asyncio.to_thread(write, value) for value in ("one", "one", "two")]
    assert told == [True, False, True]
    assert await store.read(lambda s: installation.read(s, "bot_username")) == "two"


async def test_of_many_who_start_together_one_makes_the_fact_and_one_has_changed_it(
    store: Store,
) -> None:
    async def once(value: str) -> str:
        return await store.run(lambda s: installation.once(s, "number_key", value, now=NOW))

    made = await asyncio.gather(*(once(f"key {number}") for number in range(8)))
    assert len(set(made)) == 1
    assert await store.read(lambda s: installation.read(s, "number_key")) == made[0]

    written = [
        store.run(lambda s: installation.write(s, "profile", "digest", now=NOW)) for _ in range(8)
    ]
    assert sorted(await asyncio.gather(*written)) == [False] * 7 + [True]
