"""Who plays in the demo, and how each of them enrols: by invitation and phone, as officers do."""

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sandbox.client import Sandbox

SAMPLE = files("bot") / "samples" / "roster.csv"
MILA, DRAGAN, ION, ELENA = "Mila Jovanović", "Dragan Petrović", "Ion Popescu", "Elena Ionescu"

COUNTRIES = {"RS": "Serbia", "RO": "Romania"}

Json = dict[str, Any]

PATIENCE = 15  # seconds that an answer may take


@dataclass(frozen=True)
class Actor:
    """Somebody of the sample roster, and their Telegram account in the sandbox."""

    name: str
    service_number: str
    phone: str
    side: str
    language_code: str
    on_duty: bool
    id: int

    @property
    def about(self) -> str:
        """Who this is, for a visitor of the page."""
        return f"{COUNTRIES[self.side]} · {'duty desk' if self.on_duty else 'patrol officer'}"


def cast() -> list[Actor]:
    """The four, as the sample roster has them. Raises RuntimeError where one is missing."""
    lines = {line["name"]: line for line in csv.DictReader(SAMPLE.read_text("utf-8").splitlines())}
    missing = [name for name in (MILA, DRAGAN, ION, ELENA) if name not in lines]
    if missing:
        raise RuntimeError(f"The sample roster lacks: {', '.join(missing)}")
    return [
        Actor(
            name=name,
            service_number=lines[name]["service_number"],
            phone=lines[name]["phone"],
            side=lines[name]["country"],
            language_code=lines[name]["language"][:2],
            on_duty="duty" in lines[name]["roles"].split(";"),
            id=501 + place,
        )
        for place, name in enumerate((MILA, DRAGAN, ION, ELENA))
    ]


async def enrol(sandbox: Sandbox, actor: Actor, code: str) -> None:
    """Open the invitation's link, and press the key that sends the phone number."""
    await sandbox.person(
        actor.name,
        id=actor.id,
        phone=actor.phone,
        language_code=actor.language_code,
        about=actor.about,
    )
    await sandbox.start(actor.id, code)
    await sandbox.wait_for(actor.id, predicate=_anything, timeout=PATIENCE)
    asked = await sandbox.chat(actor.id)
    [key] = [key["text"] for row in asked["reply_keyboard"]["keyboard"] for key in row]
    await sandbox.keyboard(actor.id, key)
    await sandbox.wait_for(actor.id, text=actor.name, timeout=PATIENCE)
    # The test alarm was heard; of the introduction, which follows it, the first screen is skipped.
    seen = await _press(sandbox, actor, at=0, after=0)
    await _press(sandbox, actor, at=-1, after=seen)
    await sandbox.wait_for(actor.id, text="/intro", timeout=PATIENCE)


async def _press(sandbox: Sandbox, actor: Actor, *, at: int, after: int) -> int:
    """Press the first or last button offered after then; what had been seen before the tap."""
    offered = await sandbox.wait_for(actor.id, predicate=_offers, timeout=PATIENCE, after=after)
    seen = int((await sandbox.chat(actor.id))["seq"])
    buttons = [button["text"] for row in offered["inline_keyboard"] for button in row]
    await sandbox.press(actor.id, buttons[at], message_id=offered["message_id"])
    return seen


async def go_on_duty(sandbox: Sandbox, actor: Actor) -> None:
    """Duty officers start their duty, until the last end that is offered."""
    seen = (await sandbox.chat(actor.id))["seq"]
    await sandbox.text(actor.id, "/duty")
    asked = await sandbox.wait_for(actor.id, predicate=_offers, timeout=PATIENCE, after=seen)
    label, at = asked["inline_keyboard"][-1][0]["text"], asked["message_id"]
    await sandbox.press(actor.id, label, message_id=at)

    def answered(message: Json) -> bool:
        return message["message_id"] == at and not message.get("inline_keyboard")

    await sandbox.wait_for(actor.id, predicate=answered, timeout=PATIENCE, after=seen)


def _offers(message: Json) -> bool:
    return bool(message.get("inline_keyboard"))


def _anything(_message: object) -> bool:
    return True
