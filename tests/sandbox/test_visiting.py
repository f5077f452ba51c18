"""Captions, hints and the story: taken as posted, refused where they make no sense."""

import asyncio

import pytest

from sandbox.client import Sandbox, SandboxError
from tests.sandbox.bot_api import BotApi


async def test_captions_are_taken_whole_or_refused(sandbox: Sandbox) -> None:
    await sandbox.captions([("Нова", "New", "sr")])
    for wrong in ("Нова", [["Нова", "New"]], [["Нова", "New", 1]], [{"a": 1}]):
        with pytest.raises(SandboxError, match="three texts"):
            await sandbox.ask("POST", "captions", {"lines": wrong})
    assert await sandbox.ask("GET", "captions") == {"lines": [["Нова", "New", "sr"]]}


async def test_a_hint_belongs_to_somebody_there_is(sandbox: Sandbox) -> None:
    mila = (await sandbox.person("Mila"))["id"]
    await sandbox.hint(mila, "Press it.")
    with pytest.raises(SandboxError, match="no person 9"):
        await sandbox.hint(9, "Press it.")
    assert await sandbox.ask("GET", "hints") == {str(mila): "Press it."}


async def test_health_tells_for_how_long_an_update_has_waited(
    bot: BotApi, sandbox: Sandbox
) -> None:
    assert (await sandbox.health())["waiting"] == 0
    await bot("getMe")
    mila = (await sandbox.person("Mila", about="Serbia · patrol officer"))["id"]
    assert [one["about"] for one in await sandbox.people()] == ["Serbia · patrol officer"]
    await sandbox.clock(frozen=True)
    await sandbox.text(mila, "прва")
    await sandbox.advance(60)
    await sandbox.text(mila, "друга")
    assert (await sandbox.health())["waiting"] == 60
    [first, second] = await bot("getUpdates")
    await bot("getUpdates", offset=first["update_id"] + 1)
    assert (await sandbox.health())["waiting"] == 0
    await sandbox.advance(5)
    assert (await sandbox.health())["waiting"] == 5
    await bot("getUpdates", offset=second["update_id"] + 1)
    assert (await sandbox.health())["waiting"] == 0


async def test_a_story_is_asked_for_once_at_a_time_and_only_where_it_is_told(
    sandbox: Sandbox,
) -> None:
    with pytest.raises(SandboxError, match="nobody here"):
        await sandbox.ask("POST", "story", {})
    await sandbox.story_progress(playing=False)
    waiting = asyncio.create_task(sandbox.story_asked(after=0, wait=5))
    await asyncio.sleep(0.05)
    await sandbox.ask("POST", "story", {})
    assert await waiting == 1
    with pytest.raises(SandboxError, match="already"):
        await sandbox.ask("POST", "story", {})
    await sandbox.story_progress(playing=False, scene="The end")
    told = await sandbox.ask("GET", "story")
    assert (told["playing"], told["scene"], told["asked"]) == (False, "The end", 1)
    await sandbox.ask("POST", "story", {})
    assert await sandbox.story_asked(after=1, wait=5) == 2


async def test_a_reset_takes_everything_back(sandbox: Sandbox) -> None:
    mila = (await sandbox.person("Mila"))["id"]
    await sandbox.hint(mila, "Press it.")
    await sandbox.captions([("Нова", "New", "sr")])
    await sandbox.story_progress(playing=True)
    await sandbox.reset()
    assert await sandbox.ask("GET", "captions") == {"lines": []}
    assert await sandbox.ask("GET", "hints") == {}
    assert await sandbox.ask("GET", "story") == {"told": False, "playing": False, "asked": 0}
