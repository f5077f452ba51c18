"""In groups the assistant says once an hour that it works elsewhere, and nothing else ever."""

from collections.abc import AsyncIterator

import pytest

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from tests import people
from tests.journeys.parts import Clock, on_watch, quiet, refusal, told
from tests.people import Json, Phone
from views.sos import LABEL


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox, clock: Clock) -> AsyncIterator[Assistant]:
    _ = sandbox  # without its limits
    async with on_watch(settings, clock=clock) as assistant:
        yield assistant


async def enrolled(assistant: Assistant, sandbox: Sandbox) -> tuple[Phone, Phone]:
    mila = await people.enrol(assistant, sandbox, "Мила", country="RS")
    ion = await people.enrol(assistant, sandbox, "Ion", country="RO", roles="duty")
    return mila, ion


async def settled(assistant: Assistant, phone: Phone) -> None:
    """Everything said until now has come in, as it comes in order, and is handled."""
    await told(phone, phone.says("/whoami"))
    await quiet(assistant.store)


async def said(sandbox: Sandbox, group: int) -> list[Json]:
    return [each for each in await sandbox.messages(group) if each["from"] == "bot"]


async def refused(sandbox: Sandbox, group: int, language: str) -> Json:
    text = refusal("PrivateOnly", language)
    return await sandbox.wait_for(group, text=text, timeout=10)


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_hears_one_refusal_an_hour_and_nothing_operational(
    assistant: Assistant, sandbox: Sandbox, clock: Clock, *, supergroup: bool
) -> None:
    mila, ion = await enrolled(assistant, sandbox)
    before = await ion.screen()
    group = await sandbox.group("Nera", [mila.id, ion.id], supergroup=supergroup)
    await settled(assistant, mila)
    assert await said(sandbox, group) == [], "to be added is no question"

    await sandbox.text(mila.id, "/sos", chat=group)
    await refused(sandbox, group, "sr-Cyrl")
    for text in ("/sighting", "/sos", "/help", LABEL, "/duty"):
        await sandbox.text(ion.id, text, chat=group)
    await settled(assistant, mila)
    assert len(await said(sandbox, group)) == 1

    clock.passes(hours=1, seconds=1)
    await sandbox.text(ion.id, "/open", chat=group)
    await refused(sandbox, group, "ro")
    assert len(await said(sandbox, group)) == 2
    assert await ion.screen() == before


async def test_a_topic_is_answered_in_the_same_topic(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    mila, ion = await enrolled(assistant, sandbox)
    group = await sandbox.group("Nera", [mila.id, ion.id], topics=[7, 9])
    await sandbox.text(mila.id, "/sighting", chat=group, topic=9)

    answer = await refused(sandbox, group, "sr-Cyrl")
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (9, True)


async def test_a_group_that_becomes_a_supergroup_loses_no_answer(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    mila, ion = await enrolled(assistant, sandbox)
    group = await sandbox.group("Nera", [mila.id, ion.id])
    await sandbox.fault("429", method="sendMessage", chat=group, seconds=1)
    await sandbox.text(mila.id, "/sighting", chat=group)
    await settled(assistant, mila)
    new = int((await sandbox.change_group(group, migrate=True))["id"])

    await refused(sandbox, new, "sr-Cyrl")
    await sandbox.text(ion.id, "/sighting", chat=new)
    await settled(assistant, mila)
    assert len(await said(sandbox, new)) == 1


async def test_thrown_out_of_a_group_nobody_is_unreachable(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    mila, ion = await enrolled(assistant, sandbox)
    before = await ion.screen()
    group = await sandbox.group("Nera", [mila.id, ion.id])
    await sandbox.change_group(group, bot_status="kicked")
    await settled(assistant, mila)

    assert await ion.screen() == before
    assert await said(sandbox, group) == []
