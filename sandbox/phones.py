"""What people do, over HTTP: /sandbox/people/{id}/…."""

import base64
import binascii

from aiohttp import web

from sandbox import groups, human
from sandbox.control import Ask, answering
from sandbox.errors import ControlError
from sandbox.files import grey_jpeg
from sandbox.media_bodies import new_file
from sandbox.methods.places import location
from sandbox.params import Params, Upload
from sandbox.wire import Json

LARGEST = 100_000_000
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08moov"  # an empty one
MADE_UP = {
    "voice": ("voice.oga", "audio/ogg", b"OggS\x00\x02made up by the sandbox"),
    "sticker": ("sticker.webp", "image/webp", b"RIFF\x16\x00\x00\x00WEBPVP8 made up"),
    "document": ("document.txt", "text/plain", b"Made up by the sandbox.\n"),
    "video": ("video.mp4", "video/mp4", FILM),
}


def say_text(ask: Ask) -> Json:
    """A text message."""
    body = human.text(ask.text("text"))
    return _say(ask, body)


def press(ask: Ask) -> Json:
    """An inline button, by its data or by its label."""
    chat, number = ask.chat(), ask.whole("message_id")
    if ask.body.get("label") is not None:
        message, data = human.find_button(chat, ask.text("label"), number)
    else:
        found = chat.living(number)
        if found is None:
            raise ControlError(404, f"There is no message {number} to press a button of.")
        message, data = found, ask.text("data")
    return human.press(ask.world, ask.bot(), ask.person(), chat, message, data)


def keyboard(ask: Ask) -> Json:
    """A key of the reply keyboard."""
    given = ask.body.get("location")
    point = location(Params(given)) if isinstance(given, dict) else None
    return human.use_keyboard(
        ask.world, ask.bot(), ask.person(), ask.chat(), ask.text("label"), point
    )


def say_contact(ask: Ask) -> Json:
    """A contact, one's own by default."""
    return _say(ask, human.contact(ask.person(), ask.body))


def say_location(ask: Ask) -> Json:
    """A point on the map, live where live_period is given."""
    point = location(Params(ask.body))
    if ask.body.get("live_period"):
        point["live_period"] = int(ask.body["live_period"])
    return _say(ask, {"location": point})


def move_location(ask: Ask) -> Json:
    """A live location moves, or ends where it last was."""
    chat = ask.chat()
    number = int(ask.request.match_info["message"])
    message = human.own_message(chat, ask.person(), number)
    period = message.body.get("location", {}).get("live_period")
    if period is None:
        raise ControlError(400, f"Message {number} is no live location.")
    if ask.body.get("stop"):
        last = {key: message.body["location"][key] for key in ("latitude", "longitude")}
        return human.edit(ask.world, ask.bot(), chat, message, {"location": last})
    point = {**location(Params(ask.body)), "live_period": period}
    return human.edit(ask.world, ask.bot(), chat, message, {"location": point})


def say_file(ask: Ask) -> Json:
    """A photo, voice message, sticker, document or video, made up where no data is given.

    What is sent with the same `album` is an album, as a phone sends it: a message for each. `size`
    makes it so large.
    """
    kind = ask.request.match_info["kind"]
    caption: Json = {"caption": ask.body["caption"]} if ask.body.get("caption") else {}
    caption |= {"media_group_id": str(ask.body["album"])} if ask.body.get("album") else {}
    if kind == "photo":
        data = _data(ask) or grey_jpeg(remark=f"photo {ask.world.seq}")
        return _say(ask, {"photo": ask.world.files.photo(data), **caption})
    name, mime, made_up = MADE_UP[kind]
    mime = str(ask.body.get("mime_type", mime))
    data = (_data(ask) or made_up).ljust(min(ask.whole("size") or 0, LARGEST), b"\0")
    upload = Upload(str(ask.body.get("file_name", name)), data, mime)
    shown = new_file(ask.world.files, kind, upload, Params(ask.body))
    return _say(ask, {kind: shown, **caption})


def edit_text(ask: Ask) -> Json:
    """Another text in a message already sent."""
    chat = ask.chat()
    message = human.own_message(chat, ask.person(), ask.whole("message_id") or 0)
    return human.edit(ask.world, ask.bot(), chat, message, human.text(ask.text("text")))


def block(ask: Ask) -> Json:
    """Block or unblock the bot."""
    blocked = bool(ask.body.get("blocked", True))
    return human.block(ask.world, ask.bot(), ask.person(), blocked=blocked)


def start(ask: Ask) -> Json:
    """Press START."""
    return human.start(ask.world, ask.bot(), ask.person(), str(ask.body.get("payload") or ""))


def _say(ask: Ask, body: Json) -> Json:
    chat, number = ask.chat(), ask.whole("topic")
    if number is not None:
        if number not in chat.topics:
            raise ControlError(404, f"There is no topic {number}.")
        body |= groups.in_topic(number)
    return human.say(ask.world, ask.bot(), ask.person(), chat, body, ask.whole("reply_to"))


def _data(ask: Ask) -> bytes:
    try:
        return base64.b64decode(str(ask.body.get("data") or ""), validate=True)
    except binascii.Error:
        raise ControlError(400, "The data must be base64.") from None


def routes() -> list[web.RouteDef]:
    """What this module serves."""
    person = r"/sandbox/people/{person:\d+}"
    return [
        web.post(f"{person}/text", answering(say_text)),
        web.post(f"{person}/press", answering(press)),
        web.post(f"{person}/keyboard", answering(keyboard)),
        web.post(f"{person}/contact", answering(say_contact)),
        web.post(f"{person}/location", answering(say_location)),
        web.post(person + r"/location/{message:\d+}", answering(move_location)),
        web.post(person + "/{kind:photo|voice|sticker|document|video}", answering(say_file)),
        web.post(f"{person}/edit", answering(edit_text)),
        web.post(f"{person}/block", answering(block)),
        web.post(f"{person}/start", answering(start)),
    ]
