"""The running assistant: built from its settings, started, drained, stopped."""

import asyncio
import secrets
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import control, logs, one_core, outcomes, polling, posting
from bot.courier import Courier
from bot.hearing import Hearing
from bot.intake import Intake, Patience
from bot.leading import Lease
from bot.maps import Maps
from bot.media.fetching import Fetcher
from bot.pace import PRIVATE
from bot.polling import ALLOWED_UPDATES, Polling
from bot.schedule import Schedule
from bot.settings import Settings
from bot.timekeeper import Timekeeper, steady
from bot.transport import AiohttpRequest
from bot.trust import CannotTrust
from bot.watchdog import LIMIT, TRACE, Watchdog, hung_before
from handlers.edge import Edge, Toast
from handlers.router import ROUTER, Router
from services import alert_watch, digest, profile, reach
from storage import alerts, failpoints, inbox, installation, outage, outbox, people
from storage.alerts import Status
from storage.failpoints import Point
from storage.faults import StoreFault
from storage.people import Person
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork
from web import edge as web_edge
from web.cap import Cap
from web.health import Health
from web.rates import Rates
from web.server import Server
from web.webhook import Webhook

log = structlog.get_logger(__name__)


class CannotRun(Exception):  # noqa: N818 says what is the matter
    """The assistant cannot start or go on; the sentence tells the operator what to do."""


def utc_now() -> datetime:
    """The one clock."""
    return datetime.now(UTC)


class Assistant:
    """All running parts. `clock` and `router` are for tests; an installation has the defaults."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = utc_now,
        steady: Callable[[], float] = steady,
        router: Router = ROUTER,
        watch: float = LIMIT,
        private: float = PRIVATE,
        patience: Patience | None = None,
    ) -> None:
        """`watch`: seconds that a unit of work may take; `private`: between calls to one person.

        `steady`: seconds of a clock that nobody sets, beside `clock`; `patience`: when an update
        that failed is tried again.
        """
        self._settings, self._clock, self._router, self._watch = settings, clock, router, watch
        self._steady, self._private, self._patience = steady, private, patience
        self._token = settings.bot_token.get_secret_value()
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._stack = AsyncExitStack()
        self._ready = False
        self.store = Store(settings.database_url)
        self.server: Server | None = None
        self.courier: Courier | None = None
        self._timekeeper: Timekeeper | None = None

    async def start(self) -> None:
        """Everything up, in the order that nothing is taken in before it can be handled.

        Raises `CannotRun` with a sentence; what had started is stopped again.
        """
        if not self._token:
            raise CannotRun("There is no bot token. Set STRAJA_BOT_TOKEN; @BotFather gives one.")
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Drain: take nothing in, finish what has begun, send what is in flight, close."""
        self._ready = False
        await self._stack.aclose()

    async def _start(self) -> None:
        await self.store.start()
        self._stack.push_async_callback(self.store.stop)
        self._stack.callback(failpoints.reached, Point.STOP_AFTER_DRAIN)
        bot = await self._telegram()
        facts = await self.store.run(lambda session: self._facts(session, bot.username))
        failpoints.reached(Point.START_AFTER_COMMIT)
        courier = self._courier(bot, facts)
        edge, trace = Edge(facts, self._router), self._settings.data_dir / TRACE
        intake = Intake(
            self.store,
            edge,
            clock=self._clock,
            answer=lambda toast: _answer(bot, toast),
            patience=self._patience,
            hung=hung_before(trace),
        )
        schedule = Schedule(self.store, facts, now=self._clock, leads=lambda: courier.leads)
        watchdog = Watchdog(lambda: self.store.busy_for, limit=self._watch, trace=trace)
        commands = await control.listen(self._settings.data_dir / control.SOCKET, self.store, facts)
        if self._settings.sending == "on":
            courier.start()
            self._stack.push_async_callback(courier.stop)
        schedule.start()
        self._stack.callback(schedule.stop)
        fetcher = Fetcher(self.store, bot, facts, clock=self._clock, leads=lambda: courier.leads)
        fetcher.start()
        self._stack.push_async_callback(fetcher.stop)
        maps = Maps(self.store, facts, now=self._clock, leads=lambda: courier.leads)
        maps.start()
        self._stack.push_async_callback(maps.stop)
        self._keep_time(courier)
        self._stack.push_async_callback(commands.close)
        await intake.start()
        self._stack.push_async_callback(intake.stop)
        watchdog.start()
        self._stack.callback(watchdog.stop)
        hearing = Hearing(self.store, facts, clock=self._clock, steady=self._steady)
        await self._open_doors(bot, intake, hearing, self._cap(facts))
        self._ready = True
        log.info("On watch.", bot=bot.username, http=self.server.port if self.server else None)

    def _keep_time(self, courier: Courier) -> None:
        self._timekeeper = Timekeeper(
            self.store, clock=self._clock, steady=self._steady, leads=lambda: courier.leads
        )
        self._timekeeper.start()
        self._stack.push_async_callback(self._timekeeper.stop)

    async def _telegram(self) -> Bot:
        """The bot, known to Telegram. While Telegram cannot be reached, it is asked again."""
        bot = Bot(
            self._token,
            base_url=f"{self._settings.telegram_api}/bot",
            base_file_url=f"{self._settings.telegram_api}/file/bot",
            request=self._request(16),
            get_updates_request=self._request(1),
        )
        self._stack.push_async_callback(bot.shutdown)
        for pause in (1, 2, 5, 10, *([30] * 10_000)):
            try:
                await bot.initialize()
            except InvalidToken:
                sentence = "Telegram does not know this bot token. Check STRAJA_BOT_TOKEN."
                raise CannotRun(sentence) from None
            except CannotTrust as fault:
                raise CannotRun(str(fault)) from None
            except (NetworkError, RetryAfter) as fault:
                log.warning("Telegram cannot be reached yet.", fault=str(fault), pause=pause)
                await asyncio.sleep(pause)
            else:
                return bot
        raise CannotRun("Telegram could not be reached for days.")

    def _request(self, connections: int) -> AiohttpRequest:
        return AiohttpRequest(
            connections=connections,
            proxy=self._settings.telegram_proxy or None,
            ca_bundle=self._settings.ca_bundle or None,
        )

    def _facts(self, session: Session, username: str) -> Installation:
        """What the use cases know of this installation; its secret is made once."""
        key = installation.once(session, "number_key", secrets.token_hex(32), now=self._clock())
        installation.write(session, "bot_username", username, now=self._clock())
        facts = Installation(
            bot_username=username,
            number_key=bytes.fromhex(key),
            approval=self._settings.enrolment_proof == "approval",
            second_release=self._settings.second_release == "on",
            remind_after=timedelta(minutes=self._settings.remind_minutes),
            escalate_after=timedelta(minutes=self._settings.escalate_minutes),
            delete_alerts=_hours(self._settings.delete_alerts),
        )
        profile.present(UnitOfWork(session, Person(), self._clock(), facts))
        digest.keep(UnitOfWork(session, Person(), self._clock(), facts))
        failpoints.reached(Point.START_BEFORE_COMMIT)
        return facts

    def _courier(self, bot: Bot, facts: Installation) -> Courier:
        def tell(session: Session, person_id: int, now: datetime) -> None:
            person = people.by_id(session, person_id)
            if person:
                reach.tell_desk(UnitOfWork(session, Person(), now, facts), person)

        self.courier = Courier(
            self.store,
            bot,
            clock=self._clock,
            rate=self._settings.send_rate,
            private=self._private,
            on_unreachable=tell,
        )
        return self.courier

    def _cap(self, facts: Installation) -> Cap:
        edge = web_edge.Edge(self.store, facts, clock=self._clock, rates=Rates(self._steady))
        return Cap(edge, public_url=self._settings.public_url)

    async def _open_doors(self, bot: Bot, intake: Intake, hearing: Hearing, cap: Cap) -> None:
        """Webhook or polling; health in either case."""
        secret = self._settings.webhook_secret.get_secret_value()
        by_webhook = bool(self._settings.webhook_url)
        if by_webhook and not secret:
            raise CannotRun("A webhook needs a secret. Set STRAJA_WEBHOOK_SECRET.")
        webhook = Webhook(intake.keep, secret) if by_webhook else None
        health = Health(self._works, self._measure)
        host, port = self._settings.http_host, self._settings.http_port
        self.server = Server(host, port, health=health, webhook=webhook, cap=cap)
        try:
            await self.server.start()
        except OSError as fault:
            sentence = f"Port {port} on {host} cannot be used; set STRAJA_HTTP_PORT: {fault}"
            raise CannotRun(sentence) from None
        self._stack.push_async_callback(self.server.stop)
        await _insist(lambda: self._announce(bot, secret))
        if by_webhook:
            held = self._settings.sending != "on"  # then no courier leads, and updates come in
            hearing.watch(bot, lambda: held or bool(self.courier and self.courier.leads))
            self._stack.push_async_callback(hearing.stop)
        else:
            await self._poll(intake, hearing)

    async def _poll(self, intake: Intake, hearing: Hearing) -> None:
        address = f"{self._settings.telegram_api}/bot{self._token}"
        request = self._request(1)
        await request.initialize()
        self._stack.push_async_callback(request.shutdown)
        poller = Polling(
            request,
            address,
            intake.keep,
            heard=hearing.heard,
            ended=self._end,
            lease=self._lease_of_polling(),
        )
        poller.start()
        self._stack.push_async_callback(poller.stop)

    def _lease_of_polling(self) -> Lease | None:
        """Replicas on one database take turns; a SQLite file has one process anyway."""
        if self.store.file is not None:
            return None
        return Lease(self.store, polling.LEASE, clock=self._clock, patience=outcomes.Patience())

    async def _announce(self, bot: Bot, secret: str) -> None:
        if self._settings.webhook_url:
            await bot.set_webhook(
                self._settings.webhook_url,
                secret_token=secret,
                allowed_updates=list(ALLOWED_UPDATES),
                max_connections=40,
            )
        else:
            await bot.delete_webhook()

    def _end(self, sentence: str) -> None:
        if not self.ended.done():
            self.ended.set_result(sentence)

    async def _works(self) -> bool:
        """Whether it takes updates in, which needs the database."""
        try:
            async with asyncio.timeout(2):
                return self._ready and await self.store.read(lambda s: bool(s.scalar(select(1))))
        except (StoreFault, TimeoutError):
            return False

    async def _measure(self) -> Mapping[str, float]:
        def work(session: Session) -> dict[str, float]:
            states = {f"outbox_{s.name.lower()}": n for s, n in outbox.counts(session).items()}
            waiting, dead = inbox.waiting(session), inbox.dead(session)
            leads = bool(self.courier and self.courier.leads)
            heard = outage.last_heard(session) or self._clock()
            silent = max(0.0, (self._clock() - heard).total_seconds())
            figures = {"inbox_waiting": waiting, "inbox_dead": dead, "silent_seconds": silent}
            active = alerts.with_status(session, (Status.ACTIVE,))
            figures |= {
                "alerts_active": len(active),
                "alerts_without_next_step": len(alert_watch.astray(session, self._clock())),
                "alerts_gone_astray": alerts.gone_astray(session),
            }
            return {"leads": leads, **figures, **states}

        keeper = self._timekeeper
        jumps = (
            {"clock_jumps": keeper.jumps, "clock_last_jump_seconds": keeper.last_jump}
            if keeper
            else {}
        )
        return await self.store.read(work) | jumps


def _hours(setting: float | str) -> timedelta | None:
    return timedelta(hours=setting) if isinstance(setting, float) else None


def run(settings: Settings) -> int:
    """Run until SIGTERM or Ctrl-C, or until it cannot go on; the exit code."""
    logs.configure(settings.log_format, _secrets(settings))
    if warning := failpoints.armed():
        log.critical(warning)
    one_core.keep()
    try:
        sentence = asyncio.run(_serve(settings))
    except (CannotRun, StoreFault) as refusal:
        sentence = str(refusal)
    if sentence:
        print(sentence, file=sys.stderr)  # noqa: T201 the command's own answer
    return 1 if sentence else 0


async def _serve(settings: Settings) -> str:
    assistant = Assistant(settings)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    stopped = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(assistant.start())
    try:
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting
            ends: list[asyncio.Future[Any]] = [stopped, assistant.ended]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await assistant.stop()
    return assistant.ended.result() if assistant.ended.done() else ""


async def _answer(bot: Bot, toast: Toast) -> None:
    """Answer a tap; lost or late, it is worth nothing, so it is not tried again."""
    try:
        given: dict[str, object] = {"callback_query_id": toast.callback_id}
        if toast.text:
            given |= {"text": toast.text, "show_alert": toast.alert}
        await posting.post(bot, "answerCallbackQuery", given)
    except TelegramError as fault:
        log.info("A tap was not answered.", fault=str(fault))


async def _insist(call: Callable[[], Awaitable[None]]) -> None:
    """Make a call about ourselves until Telegram takes it."""
    while True:
        try:
            await call()
        except (NetworkError, RetryAfter) as fault:
            log.warning("Telegram does not answer yet.", fault=str(fault))
            await asyncio.sleep(2)
        else:
            return


def _secrets(settings: Settings) -> list[str]:
    return [settings.bot_token.get_secret_value(), settings.webhook_secret.get_secret_value()]
