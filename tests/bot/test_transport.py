"""What never left is told from what may have been accepted, and the token stays unsaid."""

import asyncio
import socket
import ssl
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import NetworkError, RetryAfter

from bot.transport import AiohttpRequest, Ambiguous, NotSent
from sandbox.client import Sandbox
from sandbox.server import Running
from tests.bot import way

TOKEN = "4242:made-up-token-of-tests"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Handler], Awaitable[str]]
Connect = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start a server with one handler for everything; its address."""
    runners = []

    async def start(handler: Handler, tls: ssl.SSLContext | None = None) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        return f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """A bot whose Bot API is at an address."""
    requests = []

    async def made(url: str, **settings: object) -> Bot:
        request = AiohttpRequest(**{"read_timeout": 0.5} | settings)  # type: ignore[arg-type]  # settings vary
        requests.append(request)
        await request.initialize()
        return Bot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=request,
            get_updates_request=request,
        )

    yield made
    for request in requests:
        await request.shutdown()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def failure_of(call: Awaitable[object]) -> NetworkError:
    """The error of a call; it must name nothing secret, however it is printed."""
    with pytest.raises(NetworkError) as caught:
        await call
    error = caught.value
    printed = f"{error!s} {error!r} {''.join(traceback.format_exception(error))}"
    assert "made-up-token" not in printed
    assert error.__cause__ is None
    assert error.__context__ is None
    return error


async def test_a_call_comes_back_with_its_answer(running: Running, connect: Connect) -> None:
    me = await (await connect(running.url)).get_me()
    assert (me.id, me.is_bot) == (4242, True)


async def test_a_file_goes_out_whole(running: Running, sandbox: Sandbox, connect: Connect) -> None:
    bot = await connect(running.url)
    await bot.get_me()
    await sandbox.person("Mila", id=101)
    await sandbox.start(101)
    sheet = InputFile(b"%PDF-1.7 \x00\xff", filename="присуство.pdf")
    message = await bot.send_document(101, sheet, caption="Лист")
    assert message.document is not None
    assert (message.document.file_name, message.document.file_size) == ("присуство.pdf", 11)
    got = await (await bot.get_file(message.document.file_id)).download_as_bytearray()
    assert bytes(got) == b"%PDF-1.7 \x00\xff"


async def test_nobody_listens(connect: Connect) -> None:
    bot = await connect(f"http://127.0.0.1:{free_port()}")
    error = await failure_of(bot.get_me())
    assert isinstance(error, NotSent)
    assert str(error) == "No connection to Telegram (ClientConnectorError)"


async def test_a_name_that_does_not_resolve(connect: Connect) -> None:
    error = await failure_of((await connect("http://telegram.invalid")).get_me())
    assert isinstance(error, NotSent)


async def test_no_connection_is_free_in_time(serve: Serve, connect: Connect) -> None:
    free = asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        await free.wait()
        return web.json_response({"ok": True, "result": True})

    bot = await connect(await serve(slow), connections=1, read_timeout=5)
    first = asyncio.create_task(bot.log_out())
    await asyncio.sleep(0.05)
    assert isinstance(await failure_of(bot.log_out(connect_timeout=0.2)), NotSent)
    free.set()
    assert await first is True


async def test_a_server_that_accepts_no_connection(connect: Connect) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:  # fill the queue of connections nobody takes
            each.setblocking(False)
            each.connect_ex(address)
        await asyncio.sleep(0.05)
        bot = await connect(f"http://127.0.0.1:{address[1]}")
        error = await failure_of(bot.get_me(connect_timeout=0.3))
        for each in waiting:
            each.close()
    assert isinstance(error, NotSent)
    assert str(error) == "No connection to Telegram (ConnectionTimeoutError)"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"kind": "deliver+hang", "seconds": 5}, "SocketTimeoutError"),
        ({"kind": "deliver+reset"}, ""),
        ({"kind": "drop"}, ""),
        ({"kind": "deliver+500"}, "HTTP 500"),
        ({"kind": "502"}, "HTTP 502"),
    ],
)
async def test_an_answer_that_is_lost_leaves_doubt(
    running: Running, sandbox: Sandbox, connect: Connect, fault: dict[str, object], said: str
) -> None:
    bot = await connect(running.url)
    await bot.get_me()
    await sandbox.fault(method="getMe", **fault)  # type: ignore[arg-type]  # the kind is among them
    error = await failure_of(bot.get_me())
    assert isinstance(error, Ambiguous)
    assert said in str(error)
    assert (await bot.get_me()).id == 4242


async def test_a_word_of_telegram_is_passed_on(
    running: Running, sandbox: Sandbox, connect: Connect
) -> None:
    bot = await connect(running.url)
    await bot.get_me()
    await sandbox.fault("429", seconds=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.get_me()
    assert caught.value._retry_after.total_seconds() == 7


@pytest.mark.parametrize("status", [200, 302, 307, 400, 401, 403, 404, 429, 503])
async def test_a_page_between_us_and_telegram_proves_nothing(
    serve: Serve, connect: Connect, status: int
) -> None:
    asked: list[str] = []

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path)
        headers = {"Location": "/elsewhere"} if status in {302, 307} else {}
        return web.Response(
            status=status, text="<html>Sign in</html>", content_type="text/html", headers=headers
        )

    bot = await connect(await serve(page))
    error = await failure_of(bot.log_out())
    assert isinstance(error, Ambiguous)
    assert asked == [f"/bot{TOKEN}/logOut"]  # a redirect is not followed: it would carry the token


async def test_what_is_too_large_is_refused_for_good(serve: Serve, connect: Connect) -> None:
    async def too_large(request: web.Request) -> web.Response:
        return web.Response(status=413, text="<html>413 Request Entity Too Large</html>")

    bot = await connect(await serve(too_large))
    with pytest.raises(NetworkError) as caught:
        await bot.log_out()
    assert not isinstance(caught.value, NotSent | Ambiguous)


async def test_a_proxy_is_used(running: Running, serve: Serve, connect: Connect) -> None:
    through: list[str] = []

    async def proxy(request: web.Request) -> web.Response:
        through.append(request.raw_path)
        return web.json_response({"ok": True, "result": True})

    bot = await connect(running.url, proxy=await serve(proxy))
    assert await bot.log_out() is True
    assert through == [f"{running.url}/bot{TOKEN}/logOut"]


async def test_a_proxy_that_is_not_there(running: Running, connect: Connect) -> None:
    bot = await connect(running.url, proxy=f"http://127.0.0.1:{free_port()}")
    assert isinstance(await failure_of(bot.log_out()), NotSent)


async def test_a_proxy_that_refuses_the_tunnel(serve: Serve, connect: Connect) -> None:
    async def no(request: web.Request) -> web.Response:
        return web.Response(status=407)

    bot = await connect("https://telegram.invalid", proxy=await serve(no))
    assert isinstance(await failure_of(bot.log_out()), NotSent)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return way.certificate(tmp_path)


async def test_a_certificate_is_trusted_only_when_named(
    serve: Callable[..., Awaitable[str]], connect: Connect, certificate: Path
) -> None:
    async def yes(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": True})

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    url = await serve(yes, tls)
    assert isinstance(await failure_of((await connect(url)).log_out()), NotSent)
    assert await (await connect(url, ca_bundle=str(certificate))).log_out() is True


async def test_after_the_end_nothing_leaves_and_it_can_begin_again(
    running: Running, connect: Connect
) -> None:
    bot = await connect(running.url)
    await bot.request.shutdown()
    await bot.request.shutdown()
    assert isinstance(await failure_of(bot.get_me()), NotSent)
    await bot.request.initialize()
    assert (await bot.get_me()).id == 4242
