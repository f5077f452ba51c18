"""Files: the same bytes are kept once, and sent by Telegram's id once it has them."""

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from storage import files
from storage.files import File
from storage.store import Store

NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
MAP = bytes(range(256)) * 4  # every byte there is
KEY = hashlib.sha256(MAP).hexdigest()


async def test_the_same_bytes_are_kept_once_under_the_same_key(store: Store) -> None:
    keys = [await store.run(lambda s: files.put(s, MAP, "image/png", NOW)) for _ in range(2)]
    assert keys == [KEY, KEY]
    assert await store.read(lambda s: files.get(s, KEY)) == File(KEY, "image/png", MAP)
    assert await store.read(lambda s: s.scalar(select(func.count()).select_from(files.file))) == 1


async def test_there_is_no_file_of_a_key_that_nobody_has_put(store: Store) -> None:
    assert await store.read(lambda s: files.get(s, "0" * 64)) is None
    assert await store.read(lambda s: files.to_send(s, "0" * 64, "photo")) is None


async def test_telegrams_id_takes_the_place_of_the_bytes_for_the_same_kind_only(
    store: Store,
) -> None:
    await store.run(lambda s: files.put(s, MAP, "image/png", NOW))
    await store.run(lambda s: files.at_telegram(s, KEY, "photo", "AgAC"))

    by_id, whole = File(KEY, "image/png", b"", "AgAC"), File(KEY, "image/png", MAP)
    assert await store.read(lambda s: files.to_send(s, KEY, "photo")) == by_id
    assert await store.read(lambda s: files.to_send(s, KEY, "document")) == whole

    await store.run(lambda s: files.at_telegram(s, KEY, "photo", None))
    assert await store.read(lambda s: files.to_send(s, KEY, "photo")) == whole


async def test_what_can_be_made_anew_is_dropped_in_time_and_nothing_else(store: Store) -> None:
    photo = await store.run(lambda s: files.put(s, b"photo", "image/jpeg", NOW))
    old = await store.run(lambda s: files.put(s, b"old", "image/png", NOW))
    new = await store.run(lambda s: files.put(s, b"new", "image/png", NOW + timedelta(days=1)))
    await store.run(lambda s: files.forget(s, "image/png", NOW + timedelta(days=1)))

    kept = await store.read(lambda s: [bool(files.get(s, key)) for key in (photo, old, new)])
    assert kept == [True, False, True]
