"""What somebody who has never seen the assistant may try next, by what their phone shows."""

import asyncio
from typing import Any

from bot.demo.cast import MILA, Actor
from sandbox.client import Sandbox
from views.language import Language, Reader
from views.menu import SIGHTING, labels

Json = dict[str, Any]
PARTS_OF_AN_ANSWER = 4  # colons in the data of a form’s button
WAIT = 30  # seconds of one long poll

ASIDE = "Nothing comes here unasked. Press {report}."
AT_THE_DESK = "Reports arrive here. Make one on Mila’s phone."
FIRST = "Press {report} and answer with the buttons."
FORM = "Answer with one of the buttons under the newest message."
PLACE = "Press {place}, then click on the map."
SEND = "Press {send}: both desks read it."
FURTHER_UP = "Further up a report still waits: {label}."
OPEN = {
    "sos-take": "Somebody calls for help. Press {label}.",
    "answer": "The desk asks. Press an answer, such as {label}.",
    "take": "Press {label}: the reporter is told.",
    "sos-close": "When help has come, press {label}.",
    "resolve": "When it is done, press {label}.",
}
# The newest of the first goes before what is only to be finished.
UNANSWERED, UNFINISHED = ("answer", "take"), ("sos-close", "resolve")


def hint(actor: Actor, chat: Json) -> str:
    """One sentence for a phone; labels in quotes, so that the page can caption them."""
    place, report = _key_that_wants_a_place(chat), _report(chat)
    if place and report not in _labels(chat):
        return PLACE.format(place=f"“{place}”")
    said = [_verbs(message) for message in chat["messages"] if message["from"] == "bot"][::-1]
    if step := _step(said[0] if said else {}):
        return step
    if waiting := _first(said, ("sos-take",)) or _first(said, UNANSWERED):
        return waiting
    if place:
        return PLACE.format(place=f"“{place}”")
    if unfinished := _first(said, UNFINISHED):
        return unfinished
    idle = AT_THE_DESK if actor.on_duty else FIRST if actor.name == MILA else ASIDE
    return idle.format(report=f"“{report}”")


def _step(newest: dict[str, str]) -> str:
    """What an open form asks, where it is the newest of all."""
    if send := next((label for label in newest.values() if label.startswith("“✅")), ""):
        return SEND.format(send=send)
    return FORM if any(verb.count(":") >= PARTS_OF_AN_ANSWER for verb in newest) else ""


def _first(said: list[dict[str, str]], verbs: tuple[str, ...]) -> str:
    """The newest message that offers one of these; empty where none does."""
    for place, offered in enumerate(said):
        if verb := next((verb for verb in verbs if verb in offered), ""):
            words = FURTHER_UP if verb == "take" and place else OPEN[verb]
            return words.format(label=offered[verb])
    return ""


def _report(chat: Json) -> str:
    """The key that begins a report, as this phone shows it."""
    known = {labels(Reader(language, ""))[SIGHTING] for language in Language}
    return next((text for text in _labels(chat) if text in known), "/sighting")


def _labels(chat: Json) -> list[str]:
    return [str(key["text"]) for row in _keyboard(chat) for key in row]


def _key_that_wants_a_place(chat: Json) -> str:
    keys = [key for row in _keyboard(chat) for key in row if key.get("request_location")]
    return str(keys[0]["text"]) if keys else ""


def _keyboard(chat: Json) -> list[list[Json]]:
    rows: list[list[Json]] = (chat["reply_keyboard"] or {}).get("keyboard", [])
    return rows


def _verbs(message: Json) -> dict[str, str]:
    """By the verb of a button's data; of a form's answers, all with one verb, by the whole."""
    if message["deleted"]:
        return {}
    return {
        _verb(button["callback_data"]): f"“{button['text']}”"
        for row in message.get("inline_keyboard") or []
        for button in row
        if "callback_data" in button
    }


def _verb(data: str) -> str:
    verb = data.partition(":")[0]
    return verb if verb in OPEN else data


async def keep_hinting(sandbox: Sandbox, actor: Actor) -> None:
    """Follow one phone, and post what may be tried whenever it has changed; runs until ended."""
    while True:
        chat = await sandbox.chat(actor.id)
        await sandbox.hint(actor.id, hint(actor, chat))
        await sandbox.chat(actor.id, after=chat["seq"], wait=WAIT)
        await asyncio.sleep(0.2)
