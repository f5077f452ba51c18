"""A method of the Bot API called: with what is JSON already, or with a file beside it."""

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Bot
from telegram.error import BadRequest
from telegram.request import RequestData

from bot.transport import FormBody, JsonBody
from bot.verdicts import unknown_file
from storage import files
from storage.faults import StoreFault
from storage.files import File
from storage.store import Store
from views.message import FileKind

log = structlog.get_logger(__name__)

Answer = Any  # whatever the Bot API answers
Attached = Mapping[str, str]  # an `Attachment` as the outbox holds it
_THE_PART = f"attach://{FormBody.PART}"


class NoSuchFile(Exception):  # noqa: N818 says what is the matter
    """The store has no file of this key."""


async def post(bot: Bot, method: str, parameters: Mapping[str, Any]) -> Answer:
    """Call a method with parameters that are JSON already; what it gives. Raises `TelegramError`.

    The library's typed methods would take objects apart again that nobody needs.
    """
    return await _post(bot, method, JsonBody(parameters))


class Files:
    """Sends what a call carries: its bytes the first time, Telegram's own id of it afterwards.

    The bytes are read by a thread of the store just before the call. Of several who are to get the
    same file at once, one gets it uploaded, and the others wait for its id.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def post(self, bot: Bot, method: str, parameters: Mapping[str, Any]) -> Answer:
        """Call a method with the file that `attachment` names, if there is one.

        Raises `TelegramError`, `NoSuchFile`, and `StoreFault` where the file could not be read.
        """
        rest = dict(parameters)
        attachment = rest.pop("attachment", None)
        if attachment is None:
            return await post(bot, method, rest)
        known = await self._read(attachment)
        if known.telegram_id:
            return await self._by_id(bot, method, rest, attachment, known.telegram_id)
        turn = self._turns.setdefault(attachment["file"], asyncio.Lock())
        async with turn:
            known = await self._read(attachment)
            if known.telegram_id:
                return await self._by_id(bot, method, rest, attachment, known.telegram_id)
            return await self._upload(bot, method, rest, attachment, known)

    async def _by_id(
        self, bot: Bot, method: str, rest: dict[str, Any], attachment: Attached, known: str
    ) -> Answer:
        try:
            return await post(bot, method, _with(rest, attachment["kind"], known))
        except BadRequest as error:
            if not unknown_file(error):
                raise
        log.warning("Telegram does not know a file any more; it is sent again.")
        key = attachment["file"]
        kept = await self._store.read(lambda session: files.get(session, key))
        if kept is None:
            raise NoSuchFile
        return await self._upload(bot, method, rest, attachment, kept)

    async def _upload(
        self, bot: Bot, method: str, rest: dict[str, Any], attachment: Attached, kept: File
    ) -> Answer:
        parameters = _with(rest, attachment["kind"], _THE_PART)
        name, media_type = attachment["name"], kept.media_type
        body = FormBody(parameters, kept.data, name=name, media_type=media_type)
        answer = await _post(bot, method, body)
        await self._remember(attachment, _id_in(answer, attachment["kind"]))
        return answer

    async def _read(self, attachment: Attached) -> File:
        key, kind = attachment["file"], attachment["kind"]
        found = await self._store.read(lambda session: files.to_send(session, key, kind))
        if found is None:
            raise NoSuchFile
        return found

    async def _remember(self, attachment: Attached, known: str | None) -> None:
        """For the next who gets it; the call was accepted, whether or not this can be written."""
        key, kind = attachment["file"], attachment["kind"]
        try:
            await self._store.run(lambda session: files.at_telegram(session, key, kind, known))
        except StoreFault as fault:
            log.warning("Where Telegram keeps a file could not be written.", fault=str(fault))


async def _post(bot: Bot, method: str, body: RequestData) -> Answer:
    return await bot.request.post(f"{bot.base_url}/{method}", request_data=body)


def _with(rest: dict[str, Any], kind: str, reference: str) -> dict[str, Any]:
    """The parameters with the file in its place: an edit has it inside its `media`."""
    if "media" in rest:
        return rest | {"media": rest["media"] | {"type": kind, "media": reference}}
    return rest | {kind: reference}


def _id_in(answer: Answer, kind: str) -> str | None:
    """The id of the file in a message that was sent; of a photo's sizes, the largest one's."""
    sent = answer.get(kind) if isinstance(answer, dict) else None
    largest = sent[-1] if kind == FileKind.PHOTO and isinstance(sent, list) and sent else sent
    return largest.get("file_id") if isinstance(largest, dict) else None
