"""sendMediaGroup: two to ten pictures, films or documents at once."""

from itertools import count

from sandbox import media_bodies
from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.keyboards import Markup
from sandbox.params import Params
from sandbox.wire import Json

_albums = count(13_000_000_000_000_001)


@method("sendMediaGroup")
def send_media_group(call: Call) -> object:
    """All of them or none; an album counts as many messages."""
    chat = call.chat()
    media = call.params.structure("media", "can't parse media JSON object")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad_request("media group must include 2-10 items")
    bodies = [_body(call, item) for item in media]
    kinds = {str(item["type"]) for item in media}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    reply_to = call.reply_to(chat)
    call.check_allowed(chat)
    call.world.limits.spend(call.bot.id, chat, messages=len(bodies))
    album = str(next(_albums))
    sent = [
        call.put(chat, {**body, "media_group_id": album}, Markup(), reply_to) for body in bodies
    ]
    return [message.as_api() for message in sent]


def _body(call: Call, item: object) -> Json:
    if not isinstance(item, dict) or str(item.get("type")) not in {"photo", "video", "document"}:
        raise bad_request("can't parse InputMedia: type must be photo, video or document")
    source = Params(item)
    return media_bodies.body(call, str(item["type"]), source) | call.caption(source)
