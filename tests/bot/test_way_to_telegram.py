"""A proxy that tunnels, a certificate of one's own: all calls go that way, or it is said why."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from sandbox.server import Running
from tests.bot import way
from tests.bot.operator import MILA, Straja
from tests.bot.way import Front, Proxy

TOKEN = "4242:made-up-token-of-tests"
ADVICE = "Check the network, STRAJA_TELEGRAM_PROXY and STRAJA_CA_BUNDLE."


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return way.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
async def telegram(running: Running, certificate: Path) -> AsyncIterator[Front]:
    """The sandbox, behind a certificate that no system trusts."""
    async with Front(certificate, running.url) as front:
        yield front


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    async with Proxy("straja:word") as opened:
        yield opened


def environment(telegram: Front, proxy: Proxy, certificate: Path) -> dict[str, str]:
    return {
        "STRAJA_BOT_TOKEN": TOKEN,
        "STRAJA_TELEGRAM_API": telegram.url,
        "STRAJA_TELEGRAM_PROXY": proxy.url,
        "STRAJA_CA_BUNDLE": str(certificate),
    }


async def token_finding(straja: Straja, env: dict[str, str]) -> str:
    said = await asyncio.to_thread(straja, "doctor", env=env)
    assert TOKEN not in "".join(said.out + said.err)
    [line] = [each for each in said.out if " token: " in each]
    return line


async def test_the_whole_assistant_goes_through_the_tunnel(
    telegram: Front,
    proxy: Proxy,
    certificate: Path,
    sandbox: Sandbox,
    sqlite_url: str,
    tmp_path: Path,
) -> None:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings reads it, mypy does not know
        bot_token=SecretStr(TOKEN),
        telegram_api=telegram.url,
        telegram_proxy=proxy.url,
        ca_bundle=str(certificate),
        database_url=sqlite_url,
        data_dir=tmp_path,
        http_port=0,
    )
    assistant = Assistant(settings)
    await assistant.start()
    person = (await sandbox.person("Stranac", language_code="sr"))["id"]
    await sandbox.start(person)
    greeted = await sandbox.wait_for(person, text="Овај помоћник", timeout=10)
    await assistant.stop()
    assert greeted["from"] == "bot"
    assert set(proxy.asked) == {f"CONNECT 127.0.0.1:{telegram.port} HTTP/1.1"}


async def test_commands_go_the_same_way(
    straja: Straja, telegram: Front, proxy: Proxy, certificate: Path
) -> None:
    env = environment(telegram, proxy, certificate)
    assert await token_finding(straja, env) == "✓ token: It is that of @StrajaSandboxBot."
    file = straja.file(MILA)
    done = await asyncio.to_thread(straja, "roster", "import", file, "--invites", "i.csv", env=env)
    assert (done.code, done.err) == (0, [])
    assert straja.invites("i.csv")[0]["link"].startswith("https://t.me/StrajaSandboxBot?start=")
    assert set(proxy.asked) == {f"CONNECT 127.0.0.1:{telegram.port} HTTP/1.1"}


async def test_the_doctor_says_what_bars_the_way(
    straja: Straja, telegram: Front, proxy: Proxy, certificate: Path
) -> None:
    env = environment(telegram, proxy, certificate)
    cannot = f"✗ token: 127.0.0.1:{telegram.port} cannot be reached:"
    nobody = f"http://127.0.0.1:{proxy.port}"
    for changed, reason in (
        ({"STRAJA_CA_BUNDLE": ""}, "its certificate is not trusted (self-signed certificate)"),
        (
            {"STRAJA_TELEGRAM_PROXY": nobody},
            "the proxy refused to connect (407 Proxy Authentication Required)",
        ),
        (
            {"STRAJA_TELEGRAM_PROXY": "http://127.0.0.1:1"},
            "the proxy cannot be reached (Connection refused)",
        ),
    ):
        assert await token_finding(straja, env | changed) == f"{cannot} {reason}. {ADVICE}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"no certificate at all", "holds no certificates in PEM format."),
        (b"\x30\x82\x03\x00", "holds no certificates in PEM format."),
    ],
)
async def test_a_bundle_that_cannot_be_used_is_told_before_anything_starts(
    straja: Straja, running: Running, content: bytes | None, reason: str
) -> None:
    bundle = straja.folder / "bundle.pem"
    if content is not None:
        bundle.write_bytes(content)
    sentence = f"STRAJA_CA_BUNDLE: {bundle} {reason}"
    env = {"STRAJA_BOT_TOKEN": TOKEN, "STRAJA_TELEGRAM_API": running.url}
    env["STRAJA_CA_BUNDLE"] = str(bundle)
    examined = await asyncio.to_thread(straja, "doctor", env=env)
    assert (examined.code, examined.out[0]) == (1, f"✗ settings: {sentence}")
    started = await asyncio.to_thread(straja, "run", env=env)
    assert started.code == 1
    assert sentence in "\n".join(started.out + started.err)


async def test_where_sending_is_held_the_doctor_says_so(straja: Straja, running: Running) -> None:
    env = {"STRAJA_BOT_TOKEN": TOKEN, "STRAJA_TELEGRAM_API": running.url}
    held = await asyncio.to_thread(straja, "doctor", env=env | {"STRAJA_SENDING": "held"})
    told = "✓ settings: Each of them can be used. STRAJA_SENDING=held: nothing is sent until it"
    assert (held.code, held.out[0]) == (0, f"{told} is on again.")
