"""One question to the Bot API from a command, beside or without the running assistant."""

import asyncio
import errno
import os
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot import trust
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
                ssl=trust.context(settings.ca_bundle),
                allow_redirects=False,  # a redirect would carry the token elsewhere
            ) as answer,
        ):
            return await _read(answer)
    except trust.CannotTrust as fault:
        raise Unreachable(str(fault).rstrip(".")) from None
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


def _reason(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        why = getattr(error.certificate_error, "verify_message", "") or "it is not valid"
        return f"its certificate is not trusted ({why})"
    if isinstance(error, TimeoutError):
        return f"no answer within {_SECONDS} s"
    if isinstance(error, ValueError | TypeError):
        return "what answered is not the Bot API"
    return _reason_of_proxy(error) or _reason_of_system(error)


def _reason_of_proxy(error: Exception) -> str:
    if isinstance(error, AssertionError):  # how aiohttp meets a proxy that is none of HTTP
        return "the proxy cannot be used"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy refused to connect ({error.status} {error.message})"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"the proxy cannot be reached ({_reason_of_system(error)})"
    return ""


def _reason_of_system(error: Exception) -> str:
    system = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    number = getattr(system, "errno", None)
    if isinstance(number, int) and number in errno.errorcode:  # asyncio words some in its own way
        return os.strerror(number)
    return getattr(system, "strerror", None) or type(error).__name__
