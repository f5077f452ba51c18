"""What could not be done, as a problem document (RFC 9457)."""

import json
from collections.abc import Iterable
from http import HTTPStatus

from aiohttp import web

from services.cap.faults import Fault

MEDIA_TYPE = "application/problem+json"


def problem(
    status: int, detail: str, *, faults: Iterable[Fault] = (), headers: dict[str, str] | None = None
) -> web.Response:
    """The answer; every fault with its line, null where it is in no one line."""
    told: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if named := [{"line": each.line or None, "what": each.what} for each in faults]:
        told["faults"] = named
    text = json.dumps(told, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type=MEDIA_TYPE, headers=headers)
