"""Telegram's HTML parse mode, as strict as Telegram is."""

import html
import re
from dataclasses import dataclass, field

from sandbox.errors import ApiError, bad_request
from sandbox.wire import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.\-_:/]+))?""")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));?")


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of all offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    name: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def fail(self, what: str, at: int) -> ApiError:
        offset = len(self.source[:at].encode())
        return bad_request(f"can't parse entities: {what.replace('@', f'at byte offset {offset}')}")

    def text(self, raw: str) -> None:
        decoded = _REFERENCE.sub(_character, raw)
        self.parts.append(decoded)
        self.length += units(decoded)

    def start_tag(self) -> None:
        begin = self.at
        name = _match(_NAME, self.source, begin + 1)
        self.at = begin + 1 + len(name)
        if self.at >= len(self.source):
            raise self.fail("Unclosed start tag @", begin)
        name = name.lower()
        if name not in KINDS:
            raise self.fail(f'Unsupported start tag "{name}" @', begin)
        attributes: dict[str, str] = {}
        while found := _ATTRIBUTE.match(self.source, self.at):
            attributes[found[1].lower()] = html.unescape((found[2] or "").strip("\"'"))
            self.at = found.end()
        self.at += len(_match(re.compile(r"\s*"), self.source, self.at))
        if self.source[self.at : self.at + 1] != ">":
            raise self.fail("Unclosed start tag @", begin)
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler" @', begin)
        self.open.append(_Open(name, self.length, attributes))

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self.fail("Unexpected end tag @", begin)
        name = _match(_NAME, self.source, begin + 2).lower()
        self.at = begin + 2 + len(name)
        self.at += len(_match(re.compile(r"\s*"), self.source, self.at))
        if self.source[self.at : self.at + 1] != ">":
            raise self.fail("Unclosed end tag @", begin)
        self.at += 1
        top = self.open.pop()
        if name and name != top.name:
            expected = f'expected "</{top.name}>", found "</{name}>"'
            raise self.fail(f"Unmatched end tag @, {expected}", begin)
        self.close(top)

    def close(self, tag: _Open) -> None:
        length = self.length - tag.offset
        if not length:
            return
        entity: Json = {"offset": tag.offset, "length": length, "type": KINDS[tag.name]}
        if tag.name == "a":
            url = tag.attributes.get("href") or "".join(self.parts)[-length:]
            if "." not in url and "://" not in url:
                return  # Telegram silently makes no link of what is no address
            entity["url"] = url
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
            if not entity["custom_emoji_id"].isdigit():
                raise self.fail("Invalid custom emoji identifier specified", 0)
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
            if self.open and self.open[-1].name == "pre":
                self.open[-1].attributes["language"] = tag.attributes["class"][9:]
                return
        elif tag.name == "pre" and "language" in tag.attributes:
            entity["language"] = tag.attributes["language"]
        self.entities.append(entity)


def parse(source: str) -> tuple[str, list[Json]]:
    """Plain text and its entities; ApiError "can't parse entities: …" as Telegram words it."""
    reader = _Reader(source)
    while reader.at < len(source):
        if source.startswith("</", reader.at):
            reader.end_tag()
        elif source[reader.at] == "<":
            reader.start_tag()
        else:
            upto = source.find("<", reader.at)
            upto = len(source) if upto < 0 else upto
            reader.text(source[reader.at : upto])
            reader.at = upto
    if reader.open:
        name = reader.open[-1].name
        raise reader.fail(f'Can\'t find end tag corresponding to start tag "{name}"', 0)
    entities = sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.parts), entities


def _match(pattern: re.Pattern[str], source: str, at: int) -> str:
    found = pattern.match(source, at)
    return found[0] if found else ""


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else found[0]
