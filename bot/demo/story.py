"""The story on the page of phones, when a visitor asks for it, at a pace that can be followed."""

import asyncio

from rich.console import Console

from bot.demo.cast import MILA, PATIENCE, Actor, Json
from bot.demo.stage import Stage
from bot.demo.tour import TAPS, Tour
from bot.demo.transcript import Transcript
from sandbox.client import Sandbox
from sandbox.link import SandboxError

WAIT = 30  # seconds of one long poll
LOOK = 2.2  # seconds to find the next button with the eye
READ = 2.8  # seconds to read what a new scene is about
PROLOGUE = (
    "Four phones of a joint patrol, each in its own language."
    " Play the story, or do what “Try this” says."
)
NOW_YOU = "Now it is your turn, on Mila’s phone."


class OnThePage:
    """Tells the page which phone to look at and what is pressed next; `pace` 0 does not wait."""

    def __init__(self, sandbox: Sandbox, *, pace: float) -> None:
        self._sandbox, self._pace = sandbox, pace
        self._facts: dict[str, object] = {"playing": True, "step": 0, "of": TAPS}

    async def scene(self, title: str, actor: Actor | None) -> None:
        """A sentence for the visitor, and time to read it."""
        self._facts |= {"scene": title, "label": None}
        self._facts |= {"person": actor and actor.id, "name": actor and actor.name}
        await self._sandbox.story_progress(**self._facts)
        await asyncio.sleep(READ * self._pace)

    async def point(self, actor: Actor, label: str) -> None:
        """Which button of which phone is next, and time to find it."""
        step = int(str(self._facts["step"])) + 1
        self._facts |= {"step": step, "person": actor.id, "name": actor.name, "label": label}
        await self._sandbox.story_progress(**self._facts)
        await asyncio.sleep(LOOK * self._pace)


async def tell_on_request(stage: Stage, *, pace: float = 1) -> None:
    """Wait until somebody asks for the story, play it, and wait again; runs until ended."""
    asked = 0
    await stage.sandbox.story_progress(playing=False, of=TAPS, scene=PROLOGUE)
    while True:
        now = await stage.sandbox.story_asked(after=asked, wait=WAIT)
        if now > asked:
            asked = now
            await stage.sandbox.story_progress(playing=False, of=TAPS, **await _told(stage, pace))


async def _told(stage: Stage, pace: float) -> dict[str, object]:
    """Play it once; what the page says of its end."""
    tour = Tour(stage, Transcript(Console(quiet=True)), guide=OnThePage(stage.sandbox, pace=pace))
    try:
        await _withdraw_call(stage)
        await _leave_forms(stage)
        await tour.play_report()
    except (AssertionError, SandboxError):
        # What was missing is a page of chat; a visitor is told what can be done about it.
        return {"failed": True, "scene": "The story stopped: a phone shows something unexpected."}
    scene = f"Report {tour.number}: told, read and settled on both sides. {NOW_YOU}"
    return {"step": TAPS, "scene": scene, "person": stage.actors[MILA].id}


async def _withdraw_call(stage: Stage) -> None:
    """A call for help that a visitor has left open would take the place sent in the story."""
    mila = stage.actors[MILA].id
    seen = 0
    for verb in ("sos-mistake", "sos-withdraw"):
        chat = await stage.sandbox.chat(mila, after=seen)
        offered = _offered(chat["messages"], verb)
        if offered is None:
            return
        message, label = offered
        await stage.sandbox.press(mila, label, message_id=message)
        seen = chat["seq"]
        await stage.sandbox.wait_for(mila, after=seen, timeout=PATIENCE)


def _offered(messages: list[Json], verb: str) -> tuple[int, str] | None:
    """The newest button of this verb: message and label."""
    found = [
        (int(message["message_id"]), str(button["text"]))
        for message in messages
        if not message["deleted"]
        for row in message.get("inline_keyboard") or []
        for button in row
        if button.get("callback_data", "").startswith(f"{verb}:")
    ]
    return found[-1] if found else None


async def _leave_forms(stage: Stage) -> None:
    """A form that a visitor has left open on the reporter's phone would answer in the story."""
    mila = stage.actors[MILA].id
    chat = await stage.sandbox.chat(mila)
    said = [message for message in chat["messages"] if message["from"] == "bot"]
    if (said and said[-1].get("inline_keyboard")) or _asks_for_a_place(chat["reply_keyboard"]):
        await stage.sandbox.text(mila, "/cancel")
        await stage.sandbox.wait_for(mila, after=chat["seq"])


def _asks_for_a_place(keyboard: dict[str, list[list[dict[str, object]]]] | None) -> bool:
    rows = keyboard["keyboard"] if keyboard else []
    return any(key.get("request_location") for row in rows for key in row)
