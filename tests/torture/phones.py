"""What officers do during torture: report, call for help, take over; as fast as answers come."""

import asyncio
import random
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from sandbox.client import Sandbox
from sandbox.wire import Json
from tests.torture.crew import DESKS, Member
from tests.torture.oracle import NUMBER, TAG, Promise

PLACE = (44.8231, 21.3359)
APOLOGY = re.compile(r"\b[0-9a-f]{8}\b")  # the reference of an update that was given up
STUCK = 60.0  # seconds without an answer after which something is lost


class Lost(AssertionError):  # noqa: N818 says what happened to the answer
    """Somebody waits for an answer that does not come."""


@dataclass
class Story:
    """What the rig knows to have been accepted, and for whom it was."""

    promises: list[Promise] = field(default_factory=list)
    audience: dict[str, set[int]] = field(default_factory=dict)
    reports: int = 0
    calls: int = 0
    begun: dict[int, int] = field(default_factory=dict)  # forms opened, by chat
    given_up: int = 0


@dataclass(frozen=True)
class Phone:
    """One person's phone."""

    sandbox: Sandbox
    member: Member
    story: Story

    async def report(self, name: str, *, own: bool) -> None:
        """A report for both sides, or for the own side only. Raises `Lost`."""
        me, tag = self.member.id, f"dojava-{name}"
        self.story.begun[me] = self.story.begun.get(me, 0) + 1
        desks = {each.id for each in DESKS if not own or each.side == self.member.side}
        self.story.audience[tag] = {me, *desks}
        pressed: set[str] = set()
        seq = await self._seq()
        await self.sandbox.text(me, f"/sighting {tag}")
        async for message in self._news(seq):
            text = str(message.get("text", ""))
            if tag in text and (number := NUMBER.search(text)):
                self._reported(tag, number[0], desks)
                return
            if APOLOGY.search(TAG.sub("", text)):
                self.story.given_up += 1
                return
            await self._answer(message, pressed, own=own)

    async def call_for_help(self) -> None:
        """The SOS key. Raises `Lost`."""
        seq = await self._seq()
        await self.sandbox.text(self.member.id, "/sos")
        async for message in self._news(seq):
            if number := NUMBER.search(str(message.get("text", ""))):
                desks = {each.id for each in DESKS}
                self.story.audience[number[0]] = {self.member.id, *desks}
                self.story.calls += 1
                self.story.promises += [Promise(chat, number[0]) for chat in desks]
                # Its own card, and that each side has it in hand.
                self.story.promises.append(Promise(self.member.id, number[0], texts=3))
                return

    async def at_the_desk(self, may_take: asyncio.Event | None = None) -> None:
        """Take over whatever is offered, once that may be, until cancelled."""
        done: set[str] = set()
        async for message in self._news(await self._seq(), stuck=float("inf")):
            for data in _data(message):
                if data.startswith(("take:", "sos-take:")) and data not in done:
                    done.add(data)
                    if may_take:
                        await may_take.wait()
                    await asyncio.sleep(random.uniform(0, 0.05))
                    await self._press(message, data)

    def _reported(self, tag: str, number: str, desks: set[int]) -> None:
        sides = {each.side for each in DESKS if each.id in desks}
        self.story.reports += 1
        self.story.audience[number] = self.story.audience[tag]
        self.story.promises += [Promise(desk, tag) for desk in desks]
        # The receipt, thanks, and that each side has taken it over, of which the receipt tells too.
        self.story.promises.append(Promise(self.member.id, number, texts=2 + len(sides)))

    async def _answer(self, message: Json, pressed: set[str], *, own: bool) -> None:
        """The next step of the form, once."""
        offered = [data.split(":") for data in _data(message)]
        steps = {parts[2]: parts for parts in offered if parts[0] == "sighting"}
        for step in steps:
            choices = [parts[4] for parts in offered if parts[2] == step]
            if step == "review":
                want = "share-own" if own and "share" not in pressed else "send"
                mark = "share" if want == "share-own" else "send"
            else:
                want, mark = choices[0], step
            if mark in pressed or want not in choices:
                continue
            pressed.add(mark)
            await self._press(message, ":".join([*steps[step][:4], want]))
            return
        if not offered and "category" in pressed and "place" not in pressed:
            keys = (await self.sandbox.chat(self.member.id))["reply_keyboard"] or {"keyboard": []}
            if any(key.get("request_location") for row in keys["keyboard"] for key in row):
                pressed.add("place")
                await self.sandbox.location(self.member.id, *PLACE)

    async def _press(self, message: Json, data: str) -> None:
        await self.sandbox.press(self.member.id, message_id=message["message_id"], data=data)

    async def _seq(self) -> int:
        return int((await self.sandbox.chat(self.member.id))["seq"])

    async def _news(self, seq: int, *, stuck: float | None = None) -> AsyncIterator[Json]:
        """Messages of the bot that are new or changed after `seq`. Raises `Lost`."""
        loop = asyncio.get_running_loop()
        stuck = STUCK if stuck is None else stuck
        until = loop.time() + stuck
        while True:
            seen = await self.sandbox.chat(self.member.id, after=seq, wait=min(5.0, stuck))
            for message in sorted(seen["messages"], key=lambda each: int(each["seq"])):
                if message["from"] == "bot" and not message["deleted"]:
                    until = loop.time() + stuck
                    yield message
            seq = int(seen["seq"])
            if loop.time() > until:
                raise Lost(f"{self.member.name} waits in vain; last: {await self._last()}")

    async def _last(self) -> list[object]:
        return [each.get("text") for each in (await self.sandbox.messages(self.member.id))[-3:]]


def _data(message: Json) -> list[str]:
    rows = message.get("inline_keyboard") or []
    return [str(button.get("callback_data", "")) for row in rows for button in row]
