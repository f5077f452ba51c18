"""POST /telegram: updates that Telegram brings, answered once they are on disk."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from storage.faults import StoreFault

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the name of a header
MAX_BODY = 1024 * 1024  # bytes

Keep = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


class Webhook:
    """The door for Telegram's own posts. Nothing is read before the secret is right."""

    def __init__(self, keep: Keep, secret: str) -> None:
        self._keep = keep
        self._secret = secret.encode()

    async def post(self, request: web.Request) -> web.Response:
        """200 kept, 400 no update, 403 wrong secret, 413 too large, 503 try again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        if (request.content_length or 0) > MAX_BODY:
            return web.Response(status=413)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            await self._keep([update])
        except StoreFault:
            return web.Response(status=503, headers={"Retry-After": "2"})
        except RecursionError:  # nested too deeply to be written down
            return web.Response(status=400)
        return web.Response()


def _update(body: bytes) -> dict[str, Any] | None:
    """The update in a body; None where there is none, which no further delivery would mend."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    identified = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if identified and abs(update["update_id"]) < 2**63 else None
