"""Texts with entities: lengths in UTF-16 units, explicit entities, those found by themselves."""

import re
from urllib.parse import urlsplit

from sandbox import markup_html
from sandbox.errors import bad_request
from sandbox.markup_html import units
from sandbox.wire import Json

GIVEN_TYPES = {
    *markup_html.KINDS.values(),
    "expandable_blockquote",
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "text_mention",
    "date_time",
}
NEEDED_FIELD = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<email>(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31})"
    r"|(?P<hashtag>(?<!\w)#\w+)"
)
_MARKS = re.compile(r"[/@#]")


def find_entities(text: str) -> list[Json]:
    """What Telegram marks by itself: commands, addresses, mentions, hashtags."""
    if not _MARKS.search(text):
        return []
    return [
        {
            "offset": units(text[: found.start()]),
            "length": units(found[0]),
            "type": str(found.lastgroup),
        }
        for found in _FOUND.finditer(text)
    ]


def formatted(
    text: str, parse_mode: str, entities: object, *, limit: int, empty: str, too_long: str
) -> tuple[str, list[Json]]:
    """A text as it is shown: parsed, trimmed, measured. An empty `empty` allows no text at all."""
    if not text:
        if empty:
            raise bad_request(empty)
        return "", []
    if parse_mode and parse_mode.lower() != "html":
        # Telegram knows two Markdowns more; the sandbox refuses them, for we write HTML only.
        raise bad_request("unsupported parse_mode")
    if parse_mode:
        text, given = markup_html.parse(text)
    else:
        given = _given(entities, units(text))
    text, given = _trimmed(text, given)
    if not text and empty:
        raise bad_request("text must be non-empty")
    if units(text) > limit:
        raise bad_request(too_long)
    return text, _with_found(text, given)


def _given(entities: object, length: int) -> list[Json]:
    if entities in (None, "", []):
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array")
    return [_checked(entity, length) for entity in entities]


def _checked(entity: object, length: int) -> Json:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind = str(entity.get("type"))
    if kind not in GIVEN_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    needed = NEEDED_FIELD.get(kind)
    if needed and needed not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    if kind == "text_link":
        check_url(str(entity["url"]), "entity URL")
    offset, size = (_whole(entity, name) for name in ("offset", "length"))
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if size < 0:
        raise bad_request(f"receive an entity with incorrect length {size}")
    if offset >= length and size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + size > length:
        where = f"UTF-16 offset {offset} ends after the end of the text at UTF-16 offset"
        raise bad_request(f"entity beginning at {where} {offset + size}")
    return entity


def _whole(entity: Json, name: str) -> int:
    value = entity.get(name)
    if value is None:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    try:
        return int(value)
    except (TypeError, ValueError):
        wording = f'Field "{name}" must be of type Number'
        raise bad_request(f"can't parse MessageEntity: {wording}") from None


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without space at its ends, as Telegram stores it, and its entities moved along."""
    stripped = text.strip()
    if stripped == text:
        return text, [entity for entity in entities if entity["length"]]
    cut, length = units(text[: len(text) - len(text.lstrip())]), units(stripped)
    kept = []
    for entity in entities:
        begin = max(int(entity["offset"]) - cut, 0)
        end = min(int(entity["offset"]) + int(entity["length"]) - cut, length)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return stripped, kept


def _with_found(text: str, given: list[Json]) -> list[Json]:
    found = find_entities(text)
    closed = [entity for entity in given if entity["type"] in {"code", "pre", "text_link"}]
    free = [one for one in found if not any(_overlap(one, other) for other in [*closed, *given])]
    return sorted([*given, *free], key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: Json, other: Json) -> bool:
    if other["type"] not in {"code", "pre", "text_link", one["type"]}:
        return False
    apart = one["offset"] >= other["offset"] + other["length"]
    return not (apart or other["offset"] >= one["offset"] + one["length"])


def check_url(url: str, what: str) -> None:
    """ApiError unless it is an address that Telegram lets stand behind a link or a button."""
    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
    except ValueError:
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL") from None
    if parts.scheme not in {"http", "https", "tg", "ton", "tonsite"}:
        raise bad_request(f"{what} '{url}' is invalid: Unsupported URL protocol")
    if not url:
        raise bad_request(f"{what} '' is invalid: URL host is empty")
    local = (parts.hostname or "") == "localhost"
    if parts.scheme.startswith("http") and not local and "." not in (parts.hostname or ""):
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL")
