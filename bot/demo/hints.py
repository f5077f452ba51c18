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
# By the verb of a button, the most urgent first.
OPEN = {
    "sos-take": "Somebody calls for help. Press {label}.",
    "sos-close": "When help has come, press {label}.",
    "take": "Press {label}: the reporter is told.",
    "resolve": "When it is done, press {label}.",
}


def hint(actor: Actor, chat: Json) -> str:
    """One sentence for a phone; labels in quotes, so that the page can caption them."""
    if place := _key_that_wants_a_place(chat):
        return PLACE.format(place=f"“{place}”")
    newest, buttons = _newest(chat), _open_buttons(chat)
    if send := next((label for label in newest.values() if label.startswith("“✅")), ""):
        return SEND.format(send=send)
    if any(verb.count(":") >= PARTS_OF_AN_ANSWER for verb in newest):
        return FORM
    if verb := next((verb for verb in OPEN if verb in buttons), ""):
        says = FURTHER_UP if verb == "take" and verb not in newest else OPEN[verb]
        return says.format(label=buttons[verb])
    said = AT_THE_DESK if actor.on_duty else FIRST if actor.name == MILA else ASIDE
    return said.format(report=f"“{_report(chat)}”")


def _report(chat: Json) -> str:
    """The key that begins a report, as this phone shows it."""
    known = {labels(Reader(language, ""))[SIGHTING] for language in Language}
    shown = [key["text"] for row in _keyboard(chat) for key in row]
    return next((text for text in shown if text in known), "/sighting")


def _key_that_wants_a_place(chat: Json) -> str:
    keys = [key for row in _keyboard(chat) for key in row if key.get("request_location")]
    return str(keys[0]["text"]) if keys else ""


def _keyboard(chat: Json) -> list[list[Json]]:
    rows: list[list[Json]] = (chat["reply_keyboard"] or {}).get("keyboard", [])
    return rows


def _open_buttons(chat: Json) -> dict[str, str]:
    """What can be pressed: label in quotes by the verb of its data; the newest message wins."""
    found: dict[str, str] = {}
    for message in chat["messages"]:
        found |= _verbs(message)
    return found


def _newest(chat: Json) -> dict[str, str]:
    """The same, of the newest message of the assistant alone."""
    said = [message for message in chat["messages"] if message["from"] == "bot"]
    return _verbs(said[-1]) if said else {}


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
