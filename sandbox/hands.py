"""The hands of people, for the client: write, press, share, edit, block."""

from sandbox.link import Link
from sandbox.wire import Json


class Hands(Link):
    """One method per thing a person can do."""

    # People and groups.

    async def person(self, name: str, **facts: object) -> Json:
        """A new person: username, language_code, phone, about, id."""
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
        return await self.do(person, "start", payload=payload, **more)

    async def text(
        self,
        person: int,
        text: str,
        *,
        chat: int | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
    ) -> Json:
        """Write, perhaps in a topic of a forum."""
        where = {"chat": chat, "reply_to": reply_to, "topic": topic}
        return await self.do(person, "text", text=text, **where)

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
        return await self.do(person, "press", label=label, data=data, **where)

    async def keyboard(self, person: int, label: str, *, location: Json | None = None) -> Json:
        """Press a key of the reply keyboard."""
        return await self.do(person, "keyboard", label=label, location=location)

    async def contact(self, person: int, **card: object) -> Json:
        """Share a contact."""
        return await self.do(person, "contact", **card)

    async def location(
        self, person: int, latitude: float, longitude: float, **more: object
    ) -> Json:
        """Share a place; live with live_period."""
        return await self.do(person, "location", latitude=latitude, longitude=longitude, **more)

    async def move(
        self, person: int, message_id: int, latitude: float, longitude: float, **more: object
    ) -> Json:
        """Move a live location."""
        point = {"latitude": latitude, "longitude": longitude, **more}
        return await self.do(person, f"location/{message_id}", **point)

    async def photo(self, person: int, **more: object) -> Json:
        """Send a photo: caption, data (base64)."""
        return await self.do(person, "photo", **more)

    async def voice(self, person: int, **more: object) -> Json:
        """Send a voice message."""
        return await self.do(person, "voice", **more)

    async def sticker(self, person: int, **more: object) -> Json:
        """Send a sticker."""
        return await self.do(person, "sticker", **more)

    async def document(self, person: int, **more: object) -> Json:
        """Send a file."""
        return await self.do(person, "document", **more)

    async def video(self, person: int, **more: object) -> Json:
        """Send a film."""
        return await self.do(person, "video", **more)

    async def edit(self, person: int, message_id: int, text: str, **more: object) -> Json:
        """Edit a message of one's own."""
        return await self.do(person, "edit", message_id=message_id, text=text, **more)

    async def block(self, person: int, *, blocked: bool = True) -> Json:
        """Block or unblock the bot."""
        return await self.do(person, "block", blocked=blocked)

    async def inject(self, update: Json) -> int:
        """Queue a raw update; returns its id."""
        return int((await self.ask("POST", "updates", {"update": update}))["update_id"])

    async def inject_raw(self, text: str) -> int:
        """Post bytes that are no update to the webhook; returns the bot's status."""
        return int((await self.ask("POST", "updates", {"raw": text}))["status"])
