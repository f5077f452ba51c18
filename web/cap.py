"""CAP 1.2 over HTTP: alerts in and out, the feed of active ones, and how far each has come."""

import asyncio
from typing import TypeVar

from aiohttp import web

from services.cap import arrivals, closed, deliveries, own
from services.cap.arrivals import Receipt
from services.cap.faults import NotCap
from services.cap.reading import read
from storage.alerts import AlertRow
from storage.senders import SenderRow
from storage.unit_of_work import UnitOfWork
from views.documents import cap, cap_feed
from views.documents.cap_feed import Entry
from views.documents.cap_message import MEDIA_TYPE, CapAlert
from web.edge import Deal, Edge, explained
from web.problems import problem

T = TypeVar("T")

_TAKEN = {MEDIA_TYPE, "application/xml", "text/xml"}
_SECONDS = 30.0  # in which a body arrives

_NUMBER = r"{number:[A-Z]{2}-\d{2}-\d{1,9}}"

_NOT_THERE = "There is no such alert."


class Cap:
    """The routes under /cap and /api."""

    def __init__(self, edge: Edge, *, public_url: str = "") -> None:
        """`public_url`: where this installation is reached, for addresses in the feed."""
        self._edge, self._public = edge, public_url.rstrip("/")

    def routes(self) -> list[web.RouteDef]:
        """What stands where."""
        return [
            web.post("/cap/alerts", self.post),
            web.get(f"/cap/alerts/{_NUMBER}", self.alert),
            web.get("/cap/feed", self.feed),
            web.get(f"/api/alerts/{_NUMBER}/delivery", self.delivery),
        ]

    async def post(self, request: web.Request) -> web.Response:
        """201 new, 200 the same again; 400, 401, 403, 409, 413, 415, 429 as a problem document."""
        sender = await self._edge.sender(request)
        if isinstance(sender, web.Response):
            return sender
        body = await _body(request)
        if isinstance(body, web.Response):
            return body
        try:
            message = await asyncio.to_thread(read, body)
        except NotCap as refusal:
            return explained(refusal)
        receipt = await self._edge.act(
            sender, lambda uow, known: arrivals.receive(uow, known, message, body)
        )
        if isinstance(receipt, web.Response):
            return receipt
        return await self._taken(request, sender, message, receipt)

    async def alert(self, request: web.Request) -> web.Response:
        """The alert as CAP 1.2; 404 for what the sender's side may not read."""
        number = request.match_info["number"]

        def deal(uow: UnitOfWork, sender: SenderRow) -> CapAlert | web.Response:
            row = own.alert_for(uow, sender, number)
            return own.message_of(uow, row) if row else problem(404, _NOT_THERE)

        found = await self._asked(request, deal)
        if isinstance(found, web.Response):
            return found
        return _xml(cap.write(found), MEDIA_TYPE)

    async def feed(self, request: web.Request) -> web.Response:
        """Atom: every active alert that the sender's side may read."""
        address = self._public or f"{request.scheme}://{request.host}"

        def deal(uow: UnitOfWork, sender: SenderRow) -> bytes:
            rows = own.active_for(uow, sender)
            name = own.sender_of(uow, sender.country)
            return cap_feed.write(map(_entry, rows), address=address, sender=name, now=uow.now)

        made = await self._asked(request, deal)
        return made if isinstance(made, web.Response) else _xml(made, cap_feed.FEED_TYPE)

    async def delivery(self, request: web.Request) -> web.Response:
        """JSON: recipients, queued, sent, failed by reason, acknowledged; in all and by country."""
        number = request.match_info["number"]
        found = await self._asked(
            request, lambda uow, sender: deliveries.of(uow, sender, number) or {}
        )
        if isinstance(found, web.Response):
            return found
        return web.json_response(found) if found else problem(404, _NOT_THERE)

    async def _asked(self, request: web.Request, deal: Deal[T]) -> T | web.Response:
        sender = await self._edge.sender(request)
        return sender if isinstance(sender, web.Response) else await self._edge.act(sender, deal)

    async def _taken(
        self, request: web.Request, sender: SenderRow, message: CapAlert, receipt: Receipt
    ) -> web.Response:
        """Where the alert is found, and what became of it; as an Ack where CAP was asked for."""
        found = f"/cap/alerts/{receipt.number}"
        status, headers = (201 if receipt.new else 200), {"Location": found}
        if MEDIA_TYPE in request.headers.get("Accept", ""):
            made = await self._edge.act(
                sender, lambda uow, known: own.receipt(uow, known.country, message, receipt.number)
            )
            if isinstance(made, web.Response):
                return made
            return _xml(cap.write(made), MEDIA_TYPE, status=status, headers=headers)
        told = {"number": receipt.number, "standing": receipt.standing, "alert": found}
        return web.json_response(told, status=status, headers=headers)


async def _body(request: web.Request) -> bytes | web.Response:
    """What was sent, or the answer 408, 413 or 415."""
    if request.content_type not in _TAKEN:
        return problem(415, f"A CAP message is sent as {MEDIA_TYPE}.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        return problem(415, "A CAP message is sent as it is, not compressed.")
    too_large = problem(413, f"A message has at most {closed.LARGEST} bytes.")
    if (request.content_length or 0) > closed.LARGEST:
        return too_large
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            while piece := await request.content.readany():
                body += piece
                if len(body) > closed.LARGEST:
                    return too_large
    except TimeoutError:
        return problem(408, "The message did not arrive in time; nothing was taken in.")
    return bytes(body)


def _entry(row: AlertRow) -> Entry:
    sent = row.sent_at or row.created_at
    return Entry(
        number=row.number,
        edition=row.edition,
        side=row.side,
        severity=row.severity,
        exercise=row.exercise,
        sent=sent,
        changed=sent,
        expires=row.expires_at,
    )


def _xml(
    body: bytes, media_type: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    kept = {"Cache-Control": "no-store", "Content-Type": f"{media_type}; charset=utf-8"}
    return web.Response(body=body, status=status, headers=kept | (headers or {}))
