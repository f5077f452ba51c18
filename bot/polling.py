"""Ask Telegram for updates where it cannot call us; confirmed only once they are on disk."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.leading import Lease
from bot.transport import AiohttpRequest
from storage.faults import StoreFault, StoreStopped

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
LONG_POLL = 25  # seconds; the Bot API waits 50, but until a poll ends nobody knows it was heard
MOST = 100  # updates that one poll brings; Telegram may have more then
LEASE = "polling"  # of the one who polls
LOOK = 1.0  # seconds between two looks whether the one who polls has gone
_PAUSES = (1, 2, 4, 8, 15, 30)

Keep = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]
Heard = Callable[[], Awaitable[None]]


class Polling:
    """Long polls with an offset that moves after the commit and never before.

    `heard` is called when Telegram has nothing more for us, `ended` with a sentence when polling
    cannot go on. Of several replicas the holder of the lease polls, for Telegram ends the poll of
    one when another asks.
    """

    def __init__(
        self,
        request: AiohttpRequest,
        address: str,
        keep: Keep,
        *,
        heard: Heard,
        ended: Callable[[str], None],
        lease: Lease | None = None,
    ) -> None:
        """`address`: the Bot API with the token, to which the method is appended.

        `lease`: None where there can be no other replica.
        """
        self._request, self._address, self._keep = request, address, keep
        self._heard, self._ended, self._lease = heard, ended, lease
        # A poll ends in time for the lease to be renewed.
        self._long = min(LONG_POLL, int(lease.lasts.total_seconds() / 2)) if lease else LONG_POLL
        self._hears = False
        self._offset: int | None = None
        self._failures = 0
        self._conflicts = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Poll from now on, in the background."""
        self._task = asyncio.create_task(self._work(), name="polling")

    async def stop(self) -> None:
        """Ask no more. What has been given and not kept is given again after the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            if self._lease:
                with suppress(StoreFault):
                    await self._lease.end()

    async def _work(self) -> None:
        while True:
            try:
                if self._lease and not await self._lease.keep():
                    self._hears = False
                    await asyncio.sleep(LOOK)
                    continue
                await self._take_in(await self._poll())
                self._failures = self._conflicts = 0
            except InvalidToken as refusal:
                self._ended(_sentence(refusal))
                return
            except Conflict as refusal:
                # A replica that stood still may have asked once more before it saw that another
                # polls; whoever asks again and again is none of ours.
                self._conflicts += 1
                if self._lease is None or self._conflicts > 1:
                    self._ended(_sentence(refusal))
                    return
            except RetryAfter as held:
                await asyncio.sleep(_seconds(held))
            except StoreStopped:
                return
            except (NetworkError, TelegramError, StoreFault) as fault:
                await self._pause(fault)
            except Exception as fault:  # noqa: BLE001 whatever it is, deaf without a word is worse
                await self._pause(fault)

    async def _take_in(self, updates: Sequence[dict[str, Any]]) -> None:
        if updates:
            await self._keep(updates)
            self._offset = max(int(update["update_id"]) for update in updates) + 1
        if len(updates) < MOST:
            self._hears = True
            await self._heard()

    async def _poll(self) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {
            # The first answer after a silence comes at once, so that its end is known.
            "timeout": self._long if self._hears else 0,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        url = f"{self._address}/getUpdates?{urlencode(asked)}"
        updates = await self._request.post(url, read_timeout=self._long + 10)
        return updates if isinstance(updates, list) else []

    async def _pause(self, fault: Exception) -> None:
        self._hears = False
        pause = _PAUSES[min(self._failures, len(_PAUSES) - 1)]
        self._failures += 1
        log.warning("No updates could be fetched.", fault=str(fault), pause=pause)
        await asyncio.sleep(pause)


def _sentence(refusal: TelegramError) -> str:
    if isinstance(refusal, InvalidToken):
        return "Telegram does not know this bot token. Check STRAJA_BOT_TOKEN."
    return (
        "Another program fetches this bot's updates. Stop it, or use a token of its own: "
        f"{refusal.message}"
    )


def _seconds(held: RetryAfter) -> float:
    after = held.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()
