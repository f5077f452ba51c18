"""One question to the Bot API from a command, beside or without the running assistant."""

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.settings import Settings

_SECONDS = 10


class Unreachable(Exception):  # noqa: N818 says what is the matter
    """Telegram gave no answer; the text holds no address, for addresses hold the token."""


@dataclass(frozen=True)
class Answer:
    """What came back: the result where it was granted, else why not; and the server's clock."""

    status: int
    result: Any
    description: str
    date: datetime | None


def ask(settings: Settings, method: str) -> Answer:
    """Call a Bot API method without parameters. Raises `Unreachable`."""
    return asyncio.run(_ask(settings, method))


async def _ask(settings: Settings, method: str) -> Answer:
    address = f"{settings.telegram_api}/bot{settings.bot_token.get_secret_value()}/{method}"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.get(
                address,
                proxy=settings.telegram_proxy or None,
                ssl=_trusted(settings.ca_bundle),
                allow_redirects=False,  # a redirect would carry the token elsewhere
            ) as answer,
        ):
            return await _read(answer)
    except (aiohttp.ClientError, OSError, ValueError, TypeError, AssertionError) as error:
        reason = _reason(error)
    raise Unreachable(reason)  # outside the handler, so that it keeps nothing of the original


async def _read(answer: aiohttp.ClientResponse) -> Answer:
    body = await answer.json(content_type=None)
    if not isinstance(body, dict):
        raise TypeError
    date = answer.headers.get("Date")
    return Answer(
        status=answer.status,
        result=body.get("result"),
        description=str(body.get("description", "")),
        date=parsedate_to_datetime(date) if date else None,
    )


def _trusted(ca_bundle: str) -> ssl.SSLContext | bool:
    if not ca_bundle:
        return True
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=ca_bundle)
    return context


def _reason(error: Exception) -> str:
    system = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(error, TimeoutError):
        return f"no answer within {_SECONDS} s"
    if isinstance(error, ValueError | TypeError):
        return "what answered is not the Bot API"
    if isinstance(error, AssertionError):  # how aiohttp meets a proxy that is none of HTTP
        return "the proxy cannot be used"
    return getattr(system, "strerror", None) or type(error).__name__
