"""What a form shows and a person presses, the same for every peer, from a file of our screens."""

import json
import os
from pathlib import Path
from typing import Any

SECRET = os.environ["BENCH_SECRET"]
TOKEN = os.environ["BENCH_TOKEN"]
API = os.environ["BENCH_API"]
PORT = int(os.environ["BENCH_PORT"])
FOLDER = Path(os.environ["BENCH_FOLDER"])
SCREENS: dict[str, dict[str, Any]] = json.loads(os.environ["BENCH_SCREENS"])

# group ⇄ category by buttons under the message, place ⇄ here by large keys.
GROUP, CATEGORY, PLACE, HERE = "group", "category", "place", "here"
OVER_THERE: str = SCREENS.get(PLACE, {}).get("pressed", "")
BACK: str = SCREENS.get(HERE, {}).get("pressed", "")


def screen(name: str, types: Any) -> dict[str, Any]:
    """A question with its keyboard, made of a library's types as any handler makes one."""
    shown = SCREENS[name]
    markup = shown["reply_markup"]
    if "inline_keyboard" in markup:
        rows = [
            [types.InlineKeyboardButton(**each) for each in row]
            for row in markup["inline_keyboard"]
        ]
        keyboard = types.InlineKeyboardMarkup(inline_keyboard=rows)
    else:
        keys = [[types.KeyboardButton(**each) for each in row] for row in markup["keyboard"]]
        keyboard = types.ReplyKeyboardMarkup(**(markup | {"keyboard": keys}))
    entities = [types.MessageEntity(**each) for each in shown["entities"]]
    return {"text": shown["text"], "entities": entities, "reply_markup": keyboard}
