"""A client of the control side, for tests, the demo and the tour."""

import asyncio
from collections.abc import Callable, Sequence

from sandbox.hands import Hands
from sandbox.link import SandboxError
from sandbox.wire import Json

__all__ = ["Sandbox", "SandboxError"]


class Sandbox(Hands):
    """One method per endpoint; use it as a context manager or call `close`."""

    # What can be seen.

    async def chat(self, chat: int, *, after: int = 0, wait: float | None = None) -> Json:
        """The transcript: seq, messages changed after `after`, reply_keyboard, pinned."""
        seen: Json = await self.ask("GET", f"chats/{chat}", after=after, wait=wait)
        return seen

    async def messages(self, chat: int, *, after: int = 0) -> list[Json]:
        """Only the messages."""
        listed: list[Json] = (await self.chat(chat, after=after))["messages"]
        return listed

    async def callback(self, query: str | int, *, wait: float | None = None) -> Json:
        """Whether a pressed button was answered, and how."""
        fact: Json = await self.ask("GET", f"callbacks/{query}", wait=wait)
        return fact

    async def file(self, file_id: str) -> bytes:
        """The bytes of a file, as a phone gets them."""
        return await self.fetch(f"files/{file_id}")

    async def bot(self) -> Json:
        """The bot's profile."""
        fact: Json = await self.ask("GET", "bot")
        return fact

    async def log(self, *, after: int = 0) -> list[Json]:
        """The delivery log."""
        entries: list[Json] = await self.ask("GET", "log", after=after)
        return entries

    async def requests(self, *, after: int = 0) -> list[Json]:
        """All Bot API requests as received."""
        entries: list[Json] = await self.ask("GET", "requests", after=after)
        return entries

    async def health(self) -> Json:
        """That it lives."""
        fact: Json = await self.ask("GET", "health")
        return fact

    # What can be steered.

    async def clock(self, **change: object) -> Json:
        """Read the clock, or `advance`, `set`, `frozen`."""
        fact: Json = await self.ask("POST" if change else "GET", "clock", change or None)
        return fact

    async def advance(self, seconds: float) -> Json:
        """Let time pass at once."""
        return await self.clock(advance=seconds)

    async def fault(self, kind: str, **where: object) -> int:
        """Order a fault: method, chat, seconds, times, share, seed; returns its id."""
        return int((await self.ask("POST", "faults", {"kind": kind, **where}))["id"])

    async def faults(self) -> list[Json]:
        """All faults and how often they struck."""
        listed: list[Json] = await self.ask("GET", "faults")
        return listed

    async def clear_faults(self, fault: int | None = None) -> None:
        """Withdraw one fault, or all."""
        await self.ask("DELETE", "faults" if fault is None else f"faults/{fault}")

    async def limits(self, *, enabled: bool) -> None:
        """Switch the rate limits."""
        await self.ask("POST", "limits", {"enabled": enabled})

    async def reset(self) -> None:
        """Everything back to empty."""
        await self.ask("POST", "reset")

    # What a visitor of the page is helped with.

    async def captions(self, lines: Sequence[Sequence[str]]) -> None:
        """English under the lines that fit: pattern, English, language of each."""
        await self.ask("POST", "captions", {"lines": [list(line) for line in lines]})

    async def hint(self, person: int, text: str) -> None:
        """What this person may try next."""
        await self.ask("POST", "hints", {"person": person, "text": text})

    async def story_asked(self, *, after: int = 0, wait: float | None = None) -> int:
        """How often the story was asked for."""
        return int((await self.ask("GET", "story/asked", after=after, wait=wait))["asked"])

    async def story_progress(self, **facts: object) -> None:
        """How far the story is."""
        await self.ask("POST", "story/progress", facts)

    async def wait_for(
        self,
        chat: int,
        text: str | None = None,
        *,
        predicate: Callable[[Json], bool] | None = None,
        timeout: float = 5,  # noqa: ASYNC109 -- the failure must tell what there was instead
        after: int = 0,
        from_bot: bool = True,
    ) -> Json:
        """The newest living message that contains `text` and satisfies `predicate`.

        Only what changed after `after` (a seq) counts. AssertionError tells what there was.
        """

        def fits(message: Json) -> bool:
            said = str(message.get("text", message.get("caption", "")))
            right = message["from"] == "bot" or not from_bot
            named = text is None or text in said
            asked = predicate is None or predicate(message)
            return right and not message["deleted"] and named and asked

        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while True:
            seen = await self.chat(chat, after=after)
            found = [message for message in seen["messages"] if fits(message)]
            if found:
                return max(found, key=lambda message: int(message["seq"]))
            left = until - loop.time()
            if left <= 0:
                shown = [one.get("text", one.get("caption")) for one in seen["messages"]]
                raise AssertionError(f"No such message in chat {chat} in {timeout} s: {shown}")
            await self.chat(chat, after=seen["seq"], wait=left)
