"""Named people of both sides, an outsider among them, enrolled the way officers are."""

import base64
import itertools
from dataclasses import dataclass
from typing import Any

from bot.main import Assistant, utc_now
from sandbox.client import Sandbox
from services import enrolment
from storage import people
from storage.people import Person, Role
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

Json = dict[str, Any]

NERA_MOUTH = {"latitude": 44.8231, "longitude": 21.3359}
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Phone:
    """One person's phone: what they press and type, and what they read."""

    sandbox: Sandbox
    id: int
    person_id: int = 0

    async def says(self, text: str) -> int:
        return int((await self.sandbox.text(self.id, text))["message_id"])

    async def presses(self, label: str, *, times: int = 1) -> str:
        """Press an inline button on the newest message that has it, once there; the last toast."""

        def offers(message: Json) -> bool:
            rows = message.get("inline_keyboard") or []
            return any(button["text"] == label for row in rows for button in row)

        message = await self.sandbox.wait_for(self.id, predicate=offers, timeout=10)
        at = int(message["message_id"])
        pressed = [await self.sandbox.press(self.id, label, message_id=at) for _ in range(times)]
        answers = [await self.toast(each) for each in pressed]
        return answers[-1]

    async def forges(self, data: str, message_id: int) -> str:
        """Press a button that nobody offered; the toast's text."""
        return await self.toast(await self.sandbox.press(self.id, message_id=message_id, data=data))

    async def toast(self, pressed: Json) -> str:
        answer = await self.sandbox.callback(pressed["callback_query_id"], wait=10)
        assert answer["answered"], "the spinner never stopped"
        return answer["text"] or ""

    async def taps(self, label: str, **shared: Any) -> None:
        """Tap a large key of the reply keyboard."""
        await self.sandbox.keyboard(self.id, label, **shared)

    async def shows(self, data: bytes, kind: str = "photo", **more: Any) -> None:
        """Send a photo, or another kind of file."""
        body = {"data": base64.b64encode(data).decode()} | more
        await self.sandbox.do(self.id, kind, **body)

    async def reads(self, text: str, *, timeout: float = 10) -> Json:
        """Wait for a message of the bot with this in it."""
        return await self.sandbox.wait_for(self.id, text=text, timeout=timeout)

    async def screen(self) -> list[Json]:
        """The bot's messages now in the chat, oldest first."""
        seen = await self.sandbox.messages(self.id)
        return [each for each in seen if each["from"] == "bot" and not each["deleted"]]

    async def keys(self) -> list[str]:
        """The labels of the large keys now shown."""
        keyboard = (await self.sandbox.chat(self.id))["reply_keyboard"] or {"keyboard": []}
        return [key["text"] for row in keyboard["keyboard"] for key in row]


@dataclass(frozen=True)
class Invited:
    """A line of the roster and its code."""

    person: Person
    code: str


async def invite(
    store: Store, name: str, *, country: str, roles: str = "officer", language: str = ""
) -> Invited:
    """Put somebody on the roster and invite them."""
    number = next(_NUMBERS)
    phone = f"+3816{4000000 + number}" if country == "RS" else f"+4072{1000000 + number}"
    values = {
        "service_number": f"{country}-{number:04}",
        "name": name,
        "country": country,
        "service": "Гранична полиција" if country == "RS" else "Poliția de Frontieră",
        "language": language or {"RS": "sr-Cyrl", "RO": "ro"}[country],
        "phone": phone,
    }

    def work(session: Any) -> Invited:
        person_id = people.add(session, values)
        people.set_roles(session, person_id, [Role(role) for role in roles.split(";")])
        uow = UnitOfWork(session, Person(), utc_now(), Installation())
        code, _expires = enrolment.invite(uow, person_id)
        person = people.by_id(session, person_id)
        assert person
        return Invited(person, code)

    return await store.run(work)


async def phone_of(sandbox: Sandbox, invited: Invited, *, language_code: str = "") -> Phone:
    """The phone of somebody invited, who has not spoken to the bot yet."""
    person = invited.person
    code = language_code or ("sr" if person.country == "RS" else "ro")
    made = await sandbox.person(person.name, language_code=code, phone=person.phone)
    return Phone(sandbox, int(made["id"]), person.id or 0)


async def enrol(assistant: Assistant, sandbox: Sandbox, name: str, **line: str) -> Phone:
    """Roster, deep link, contact: the way every officer comes in."""
    invited = await invite(assistant.store, name, **line)
    phone = await phone_of(sandbox, invited)
    await sandbox.start(phone.id, invited.code)
    await sandbox.wait_for(phone.id, predicate=lambda _: True, timeout=10)
    keys = await phone.keys()
    await phone.taps(keys[0])
    await sandbox.wait_for(phone.id, text=name, timeout=10)
    await sandbox.wait_for(phone.id, text="🔔", timeout=10)  # the test alarm, which comes last
    return phone
