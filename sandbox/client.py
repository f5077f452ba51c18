"""A client of the control side, for tests, the demo and the tour."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp

from sandbox.wire import Json


class SandboxError(Exception):
    """The sandbox refused; the sentence says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


class Sandbox:
    """One method per endpoint; use it as a context manager or call `close`."""

    def __init__(self, base_url: str) -> None:
        self.url = base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def ask(
        self,
        verb: str,
        path: str,
        body: Json | None = None,
        **query: object,
    ) -> Any:  # noqa: ANN401 -- JSON of any shape
        """Any request of the control side; SandboxError where it is refused."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        given = {key: str(value) for key, value in query.items() if value is not None}
        async with self._session.request(
            verb, f"{self.url}/sandbox/{path}", json=body, params=given
        ) as answer:
            content = await answer.json()
        if answer.status >= 400:
            raise SandboxError(answer.status, content["error"])
        return content

    async def _do(self, person: int, deed: str, **body: object) -> Json:
        given = {key: value for key, value in body.items() if value is not None}
        done: Json = await self.ask("POST", f"people/{person}/{deed}", given)
        return done

    # People and groups.

    async def person(self, name: str, **facts: object) -> Json:
        """A new person: username, language_code, phone, id."""
        made: Json = await self.ask("POST", "people", {"name": name, **facts})
        return made

    async def people(self) -> list[Json]:
        """Everybody."""
        listed: list[Json] = await self.ask("GET", "people")
        return listed

    async def group(self, title: str, members: list[int], **facts: object) -> int:
        """A new group with the bot in it; returns its id."""
        body = {"title": title, "members": members, **facts}
        return int((await self.ask("POST", "groups", body))["id"])

    async def change_group(self, group: int, **changes: object) -> Json:
        """add, remove, bot_status, migrate."""
        changed: Json = await self.ask("POST", f"groups/{group}", changes)
        return changed

    # What a person does.

    async def start(self, person: int, payload: str | None = None, **more: object) -> Json:
        """Press START."""
        return await self._do(person, "start", payload=payload, **more)

    async def text(
        self, person: int, text: str, *, chat: int | None = None, reply_to: int | None = None
    ) -> Json:
        """Write."""
        return await self._do(person, "text", text=text, chat=chat, reply_to=reply_to)

    async def press(
        self,
        person: int,
        label: str | None = None,
        *,
        message_id: int | None = None,
        data: str | None = None,
        chat: int | None = None,
    ) -> Json:
        """Press an inline button, by its label or by (perhaps forged) data."""
        where = {"message_id": message_id, "chat": chat}
        return await self._do(person, "press", label=label, data=data, **where)

    async def keyboard(self, person: int, label: str, *, location: Json | None = None) -> Json:
        """Press a key of the reply keyboard."""
        return await self._do(person, "keyboard", label=label, location=location)

    async def contact(self, person: int, **card: object) -> Json:
        """Share a contact."""
        return await self._do(person, "contact", **card)

    async def location(
        self, person: int, latitude: float, longitude: float, **more: object
    ) -> Json:
        """Share a place; live with live_period."""
        return await self._do(person, "location", latitude=latitude, longitude=longitude, **more)

    async def move(
        self, person: int, message_id: int, latitude: float, longitude: float, **more: object
    ) -> Json:
        """Move a live location."""
        point = {"latitude": latitude, "longitude": longitude, **more}
        return await self._do(person, f"location/{message_id}", **point)

    async def photo(self, person: int, **more: object) -> Json:
        """Send a photo: caption, data (base64)."""
        return await self._do(person, "photo", **more)

    async def voice(self, person: int, **more: object) -> Json:
        """Send a voice message."""
        return await self._do(person, "voice", **more)

    async def sticker(self, person: int, **more: object) -> Json:
        """Send a sticker."""
        return await self._do(person, "sticker", **more)

    async def document(self, person: int, **more: object) -> Json:
        """Send a file."""
        return await self._do(person, "document", **more)

    async def video(self, person: int, **more: object) -> Json:
        """Send a film."""
        return await self._do(person, "video", **more)

    async def edit(self, person: int, message_id: int, text: str, **more: object) -> Json:
        """Edit a message of one's own."""
        return await self._do(person, "edit", message_id=message_id, text=text, **more)

    async def block(self, person: int, *, blocked: bool = True) -> Json:
        """Block or unblock the bot."""
        return await self._do(person, "block", blocked=blocked)

    async def inject(self, update: Json) -> int:
        """Queue a raw update; returns its id."""
        return int((await self.ask("POST", "updates", {"update": update}))["update_id"])

    async def inject_raw(self, text: str) -> int:
        """Post bytes that are no update to the webhook; returns the bot's status."""
        return int((await self.ask("POST", "updates", {"raw": text}))["status"])

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
