"""An alert to a thousand: each once in their language, at Telegram's rate, the board right; killed.

The sandbox refuses as Telegram does: more than thirty calls a second to all, more than one a second
to a chat. The short form, of the test suite, has fewer people; `make torture` has them all.
"""

import asyncio
import json
import re
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from services import alerts
from storage import people
from storage.session import Session
from storage.store import opened
from storage.unit_of_work import Installation, UnitOfWork
from tests.bench import alert_cost
from tests.torture import crew, left, oracle
from tests.torture.conftest import KILLS
from tests.torture.oracle import MARK, WINDOW
from tests.torture.rig import Rig
from tests.torture.run import Run

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(0)]

PEOPLE = 1000 if KILLS else 120
BEFORE = 5  # alerts to all of them that are on their way when an extreme one is sent
RATE = 30  # calls a second that are allowed
FIRST = 9_000_000  # chat of the first officer
WORDS = {"sr-Cyrl": "Упозорење", "sr-Latn": "Upozorenje", "ro": "Alertă"}
_UNDONE = """SELECT count(*) FROM deadline
             WHERE kind IN ('alert-spread', 'alert-board') AND done_at IS NULL"""


@pytest.mark.parametrize("kills", [0, 2])
async def test_an_alert_reaches_everybody_at_the_rate_that_is_allowed(rig: Rig, kills: int) -> None:
    async with rig.run(send_rate=str(RATE)) as run:
        await rig.sandbox.clear_faults()
        first = FIRST + kills * PEOPLE  # so that nobody has read another run's
        chats = await _crowd(rig, first)
        desks = _issued(run, first)
        await rig.sandbox.limits(enabled=True)
        try:
            await run.start()
            for _ in range(kills):
                await _half_way(rig, run, (run.kills + 1) * PEOPLE // (kills + 1))
                await run.kill()
                await run.start()
            await _done(run)
        finally:
            await rig.sandbox.limits(enabled=False)
        entries = await rig.sandbox.log(after=run.since)
        board = await _boards(rig, desks)
        assert run.life
        await run.life.stopped()
    sent = [each for each in _taken(entries) if each["chat_id"] in chats]
    copies = Counter(each["chat_id"] for each in sent)
    moments = sorted(float(each["at"]) for each in sent)
    took = moments[-1] - moments[0]
    repeats = sum(copies.values()) - len(copies)
    print(f"\n{PEOPLE} recipients, {kills} kills: {took:.1f} s, {len(sent) / took:.1f} a second")
    print(f"repeats: {repeats}; refused for the pace: {_refused(entries)}")

    assert set(copies) == set(chats) - {first}  # whoever wrote it is asked for no answer
    assert _in_other_words(sent, chats) == []
    if kills == 0:
        assert set(copies.values()) == {1}
        assert len(sent) >= 0.9 * RATE * took or not KILLS
    assert repeats <= WINDOW * kills
    assert _unmarked(sent) == []
    assert board == {(PEOPLE // 2 - 1, PEOPLE // 2)}


async def test_an_extreme_alert_overtakes_those_that_are_on_their_way(rig: Rig) -> None:
    """Written and sent in the chat while five others are going to everybody."""
    async with rig.run(send_rate=str(RATE)) as run:
        await rig.sandbox.clear_faults()
        first = FIRST + 10 * PEOPLE
        chats = await _crowd(rig, first)
        await asyncio.to_thread(_issued, run, first, BEFORE)
        await rig.sandbox.limits(enabled=True)
        try:
            await run.start()
            await _half_way(rig, run, PEOPLE // 4)
            await rig.sandbox.text(first, "/alert Пуцњава.")
            await _press(rig, first, "‼ Непосредна опасност")
            pressed = await _press(rig, first, "✅ Пошаљи")
            while len(await _of_the_last(rig, run)) < PEOPLE - 1:
                await asyncio.sleep(0.2)
        finally:
            await rig.sandbox.limits(enabled=False)
        moments = sorted(float(each["at"]) for each in await _of_the_last(rig, run))
        others = len(_taken(await rig.sandbox.log(after=run.since))) - len(moments)
        assert run.life
        await run.life.stopped()
    soon, late = moments[0] - pressed, moments[-1] - pressed
    print(f"\n{PEOPLE} people, {BEFORE} alerts before it, {others} messages of them by then")
    print(f"first after {soon:.2f} s, last after {late:.1f} s")
    assert len(moments) == len(chats) - 1
    assert others < BEFORE * (PEOPLE - 1), "it came behind all others"
    assert not KILLS or (soon <= 1 and late <= PEOPLE / RATE + 5)


async def _press(rig: Rig, chat: int, label: str) -> float:
    """Press a button once it is there; the sandbox's time of the last call before that."""

    def offers(message: dict[str, Any]) -> bool:
        rows = message.get("inline_keyboard") or []
        return any(button["text"] == label for row in rows for button in row)

    message = await rig.sandbox.wait_for(chat, predicate=offers, timeout=60)
    entries = await rig.sandbox.log()
    await rig.sandbox.press(chat, label, message_id=message["message_id"])
    return float(entries[-1]["at"])


async def _of_the_last(rig: Rig, run: Run) -> list[oracle.Entry]:
    """The messages of the alert that was issued last."""
    taken = _taken(await rig.sandbox.log(after=run.since))
    return [each for each in taken if "Пуцњава" in str(each["params"]["text"])]


async def _crowd(rig: Rig, first: int) -> dict[int, str]:
    """Everybody's phone, by chat, with the word for an alert in their language."""
    languages = {"RS": ("sr-Cyrl", "sr-Latn"), "RO": ("ro", "ro")}
    chats = {}
    for at in range(PEOPLE):
        language = languages[("RS", "RO")[at % 2]][at // 2 % 2]
        chats[first + at] = WORDS[language]
        await rig.sandbox.person(f"Officer {at}", id=first + at)
        await rig.sandbox.start(first + at, bot=crew.BOT)
    await rig.forget_updates()
    return chats


def _issued(run: Run, first: int, number: int = 1) -> list[int]:
    """So many alerts are issued while no assistant runs; the chats of both desks."""
    now, installation = datetime.now(UTC), Installation("straja_bot", b"torture", exercise=False)

    def work(session: Session) -> list[int]:
        everybody = [each.id or 0 for each in people.roster(session)]
        ids = alert_cost.enrol(session, PEOPLE, now, first)
        for each in everybody:  # of other scenarios
            people.change(session, each, revoked_at=now)
        actor = people.by_id(session, ids[0])
        assert actor
        for _ in range(number):
            alerts.issue(UnitOfWork(session, actor, now, installation, first), alert_cost.form(now))
        return [first + at for at in range(6)]

    with opened(run.url) as store:
        return store.run_blocking(work)


async def _half_way(rig: Rig, run: Run, wanted: int) -> None:
    async with asyncio.timeout(120):
        while sum(1 for _ in _taken(await rig.sandbox.log(after=run.since))) < wanted:
            await asyncio.sleep(0.2)


async def _done(run: Run) -> None:
    """Until all is sent, and the boards have nothing left to follow."""
    still = 0
    async with asyncio.timeout(60 + 4 * PEOPLE / RATE):
        while still < 3:
            busy = await asyncio.to_thread(left.unfinished, run.url, _UNDONE)
            still = 0 if busy else still + 1
            await asyncio.sleep(0.2)


def _taken(entries: list[oracle.Entry]) -> list[oracle.Entry]:
    """Alerts that arrived, not boards and not edits."""
    return [
        each
        for each in entries
        if each["outcome"] in {"delivered", "accepted"}
        and each["method"] == "sendMessage"
        and re.search(r"alert:\d+:received", json.dumps(each["params"]))
    ]


def _refused(entries: list[oracle.Entry]) -> int:
    return sum("retry after" in str(each.get("description")) for each in entries)


def _in_other_words(sent: list[oracle.Entry], chats: dict[int, str]) -> list[str]:
    texts = ((str(each["params"]["text"]), chats[each["chat_id"]]) for each in sent)
    return [text for text, word in texts if f"{word} RS-" not in text]


def _unmarked(sent: list[oracle.Entry]) -> list[str]:
    """Second copies that do not say that they are."""
    by_chat: dict[int, list[oracle.Entry]] = {}
    for each in sent:
        by_chat.setdefault(each["chat_id"], []).append(each)
    return [
        str(again["params"]["text"])
        for several in by_chat.values()
        for _first, again in pairwise(several)
        if not str(again["params"]["text"]).startswith(MARK)
    ]


async def _boards(rig: Rig, desks: list[int]) -> set[tuple[int, int]]:
    """What the boards say Telegram has accepted, in both countries."""
    found = set()
    for chat in desks:
        texts = [str(each.get("text")) for each in await rig.sandbox.messages(chat)]
        (board,) = [text for text in texts if "✈" in text]
        ours, theirs = re.findall(r"✈ \D+([\d.,]+)", board)
        found.add((int(re.sub(r"\D", "", ours)), int(re.sub(r"\D", "", theirs))))
    return found
