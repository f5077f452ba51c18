"""Bringing updates to a bot's address: one at a time per lane, lanes side by side, with retries."""

import asyncio
import json
import random
from collections import deque

import aiohttp

from sandbox.bots import Bot
from sandbox.updates import Pending
from sandbox.wire import Json, dump
from sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
PATIENCE = 60.0
LONGEST_RETRY_AFTER = 3600
NOT_IN_ANSWERS = ("get", "setwebhook", "deletewebhook", "close", "logout")


class Webhook:
    """The address of one bot and what is on its way there."""

    def __init__(self, world: World, bot: Bot, url: str, secret: str, connections: int) -> None:
        self.url = url
        self._world, self._bot, self._secret = world, bot, secret
        self._connections = connections
        self._slots = asyncio.Semaphore(connections)
        self._lanes: dict[tuple[str, int], deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_error: Json = {}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )

    def start(self) -> None:
        """Take up all that waits and all that comes."""
        self._bot.updates.listener = self.offer
        for pending in self._bot.updates.all():
            self.offer(pending)

    def stop(self) -> None:
        """Bring nothing more; what is on its way is broken off and still waits."""
        self._bot.updates.listener = None
        for task in self._tasks:
            task.cancel()
        self._world.spawn(self._session.close())

    def as_info(self) -> Json:
        """The fields of WebhookInfo."""
        return {"url": self.url, "max_connections": self._connections, **self._last_error}

    def offer(self, pending: Pending) -> None:
        """Put an update into its lane."""
        lane = self._lanes.get(pending.lane)
        if lane is not None:
            lane.append(pending)
            return
        self._lanes[pending.lane] = deque([pending])
        task = asyncio.get_running_loop().create_task(self._walk(pending.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _walk(self, name: tuple[str, int]) -> None:
        lane = self._lanes[name]
        try:
            while lane:
                await self._bring(lane[0])
                lane.popleft()
        finally:
            del self._lanes[name]

    async def _bring(self, pending: Pending) -> None:
        """Until it is taken or too old: after 1 s, 2 s, 4 s … up to a minute or two."""
        clock, updates = self._world.clock, self._bot.updates
        delay = 1.0
        while updates.waits(pending):
            async with self._slots:
                status, retry_after = await self.post(dump(pending.update).encode())
            if 200 <= status < 300:
                break
            pause = retry_after or delay
            if clock.now() + pause > pending.expires_at:
                break
            await clock.sleep_until(clock.now() + pause)
            delay = min(delay * 2, random.uniform(60, 120))  # noqa: S311 -- no secret
        updates.forget(pending)

    async def post(self, body: bytes) -> tuple[int, int]:
        """Post bytes; the status (0 where no answer came) and the Retry-After of a refusal."""
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[SECRET_HEADER] = self._secret
        try:
            async with self._session.post(
                self.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                content = await answer.read()
        except TimeoutError:
            self._failed("Read timeout expired")
            return 0, 0
        except (aiohttp.ClientError, OSError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            self._failed("Connection refused" if refused else "Connection reset by peer")
            return 0, 0
        if 200 <= answer.status < 300:
            await self._carry_out(content)
            return answer.status, 0
        self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        wish = answer.headers.get("Retry-After", "")
        return answer.status, min(int(wish), LONGEST_RETRY_AFTER) if wish.isdigit() else 0

    def _failed(self, message: str) -> None:
        self._last_error = {
            "last_error_date": int(self._world.clock.now()),
            "last_error_message": message,
        }

    async def _carry_out(self, content: bytes) -> None:
        """A method in the answer is done; the bot never hears how it went."""
        if not content.lstrip().startswith(b"{"):
            return
        try:
            wish = json.loads(content)
        except ValueError:
            return
        name = str(wish.pop("method", "")).lower()
        if self._world.perform and name and not name.startswith(NOT_IN_ANSWERS):
            await self._world.perform(self._bot, name, wish)
