"""The doctor sees each thing that can be wrong, says what to do, and never repeats the token."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot import doctor
from bot.doctor import Finding
from bot.settings import Settings
from sandbox.client import Sandbox
from sandbox.server import Running
from storage import audit, failpoints, migrate
from storage.audit import Deed, Entry
from storage.store import opened
from tests.storage.roster import path_of, rows

ROOT = Path(__file__).parents[2]
TOKEN = "4242:made-up-token-of-tests"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Patient:
    """An installation with nothing wrong, until something is changed."""

    def __init__(self, url: str, api: str, folder: Path) -> None:
        self.facts: dict[str, Any] = {
            "bot_token": SecretStr(TOKEN),
            "telegram_api": api,
            "database_url": url,
            "data_dir": folder,
        }
        self.ahead = timedelta()

    async def findings(self, **changed: Any) -> dict[str, tuple[bool, str]]:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings reads it, mypy does not know
            **(self.facts | changed),
        )
        found: list[Finding] = await asyncio.to_thread(
            doctor.examine, settings, now=lambda: utc_now() + self.ahead
        )
        return {each.matter: (each.well, each.sentence) for each in found}

    async def faults(self, **changed: Any) -> dict[str, str]:
        """What is not well."""
        found = await self.findings(**changed)
        return {matter: sentence for matter, (well, sentence) in found.items() if not well}


@pytest.fixture
def patient(sqlite_url: str, running: Running, tmp_path: Path) -> Patient:
    return Patient(sqlite_url, running.url, tmp_path)


@pytest.fixture
async def elsewhere() -> AsyncIterator[str]:
    """Something on the network that is not the Bot API."""
    app = web.Application()

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<html>Log in first</html>", content_type="text/html")

    app.router.add_get("/{anything:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def called(running: Running, method: str, **values: str) -> None:
    """What the assistant would have told Telegram."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{running.url}/bot{TOKEN}/{method}", json=values) as answer,
    ):
        assert (await answer.json())["ok"]


async def test_nothing_is_wrong(patient: Patient, sqlite_url: str) -> None:
    found = await patient.findings()
    clock = found.pop("clock")
    assert clock[0]
    assert clock[1].endswith(" UTC. It agrees with Telegram's clock.")
    assert found == {
        "settings": (True, "Each of them can be used."),
        "database": (True, f"{path_of(sqlite_url)} is sound."),
        "migrations": (True, f"The tables are at revision {migrate.head()}."),
        "token": (True, "It is that of @StrajaSandboxBot."),
        "webhook": (True, "Updates go to whoever polls, as the settings say."),
    }


async def test_nothing_is_wrong_on_postgresql(patient: Patient, postgresql_url: str) -> None:
    found = await patient.findings(database_url=postgresql_url)
    assert [matter for matter, (well, _) in found.items() if not well] == []
    assert found["database"][1] == "PostgreSQL answers, encoded in UTF-8."
    assert found["clock"][1].endswith("It agrees with Telegram's and the database server's clock.")


async def test_each_matter_is_told_in_the_order_of_mending(patient: Patient) -> None:
    assert list(await patient.findings()) == [
        "settings",
        "database",
        "migrations",
        "clock",
        "token",
        "webhook",
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"webhook_url": "https://straja.example/telegram"}, "STRAJA_WEBHOOK_SECRET must be set"),
        ({"webhook_url": "http://straja.example/telegram"}, "that begins with https://."),
        ({"public_url": "straja.example"}, "begins with http:// or https://."),
        ({"telegram_proxy": "socks5://proxy"}, "STRAJA_TELEGRAM_PROXY must be an address"),
        (
            {"ca_bundle": "no/such.pem"},
            "no/such.pem cannot be read: No such file or directory.",
        ),
        ({"data_dir": Path(__file__) / "var"}, "must be a folder that can be written to."),
        ({"data_dir": Path(__file__)}, "must be a folder that can be written to."),
    ],
)
async def test_settings_that_cannot_work(
    patient: Patient, changed: dict[str, Any], sentence: str
) -> None:
    assert sentence in (await patient.faults(**changed))["settings"]


async def test_a_database_that_is_not_there_or_not_upgraded(
    patient: Patient, sqlite_url: str, tmp_path: Path
) -> None:
    none = f"sqlite:///{tmp_path}/none.db"
    assert await patient.faults(database_url=none) == {
        "database": f"There is none at {tmp_path}/none.db: straja db upgrade makes it.",
        "migrations": f"The tables are at revision none, this program at {migrate.head()}: "
        "straja db upgrade, or the newer program.",
    }
    assert not (tmp_path / "none.db").exists()
    rows(sqlite_url, "UPDATE alembic_version SET version_num = '0001'")
    assert list(await patient.faults()) == ["migrations"]


async def test_a_damaged_database(patient: Patient, sqlite_url: str) -> None:
    path = path_of(sqlite_url)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xaa" * 4096 + whole[12288:])
    found = await patient.faults()
    assert found["database"].startswith(f"{path} is damaged (")
    assert found["database"].endswith("straja db restore FILE brings a copy back.")


async def test_a_server_that_does_not_answer(patient: Patient) -> None:
    found = await patient.faults(database_url="postgresql://u:pass@127.0.0.1:1/x")
    assert list(found) == ["database", "migrations"]
    assert "PostgreSQL does not answer" in found["database"]
    assert "pass" not in found["database"].replace("password", "")


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), -timedelta(minutes=5)])
async def test_a_wrong_clock(patient: Patient, ahead: timedelta) -> None:
    patient.ahead = ahead
    found = await patient.faults()
    assert list(found) == ["clock"]
    assert "off Telegram's: keep it by NTP" in found["clock"]


async def test_a_clock_that_was_set_back(patient: Patient, sqlite_url: str) -> None:
    later = utc_now() + timedelta(days=1)
    with opened(sqlite_url) as store:
        entry = Entry(Deed.ROLES, "person:1")
        store.run_blocking(lambda session: audit.record(session, entry, later))
    found = await patient.faults()
    assert found == {
        "clock": f"It was set back: the audit log knows {later:%Y-%m-%d %H:%M} UTC already."
    }


async def test_a_wrong_token(patient: Patient) -> None:
    assert await patient.faults(bot_token=SecretStr("")) == {
        "token": "There is none: @BotFather gives one, STRAJA_BOT_TOKEN.",
        "webhook": "Telegram cannot be asked before the token is right.",
    }
    assert (await patient.faults(bot_token=SecretStr("4242:short")))["token"] == (
        "Telegram does not know it: check STRAJA_BOT_TOKEN."
    )


async def test_a_telegram_that_does_not_answer(patient: Patient, elsewhere: str) -> None:
    found = await patient.faults(telegram_api="http://127.0.0.1:1")
    assert found["token"].startswith("127.0.0.1:1 cannot be reached: ")
    found = await patient.faults(telegram_api=elsewhere)
    assert "what answered is not the Bot API" in found["token"]
    found = await patient.faults(telegram_proxy="http://127.0.0.1:1")
    assert "cannot be reached" in found["token"]


async def test_telegram_in_trouble(patient: Patient, sandbox: Sandbox) -> None:
    await sandbox.fault("500", method="getMe")
    assert "refused it" in (await patient.faults())["token"]


async def test_a_webhook_that_telegram_does_not_know(patient: Patient, running: Running) -> None:
    wanted = {
        "webhook_url": "https://straja.example/telegram/secret-path",
        "webhook_secret": SecretStr("s"),
    }
    assert await patient.faults(**wanted) == {
        "webhook": "Telegram sends updates to whoever polls, the settings say straja.example: "
        "straja run puts it right when it starts."
    }
    await called(running, "setWebhook", url="https://other.example/telegram/secret-path")
    assert await patient.faults() == {
        "webhook": "Telegram sends updates to other.example, the settings say whoever polls: "
        "straja run puts it right when it starts."
    }


async def test_a_webhook_that_cannot_be_reached(
    patient: Patient, running: Running, sandbox: Sandbox
) -> None:
    url = "https://127.0.0.1:1/telegram"
    await called(running, "setWebhook", url=url)
    wanted = {"webhook_url": url, "webhook_secret": SecretStr("s")}
    assert await patient.faults(**wanted) == {}
    mila = await sandbox.person("Mila")
    await sandbox.start(mila["id"])
    for _ in range(100):
        found = await patient.faults(**wanted)
        if found:
            break
        await asyncio.sleep(0.05)
    assert list(found) == ["webhook"]
    assert found["webhook"].startswith("Telegram could not deliver at ")


def examined(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("STRAJA_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=tmp_path,
        env=inherited | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


async def test_the_command_tells_a_line_each_and_its_exit_code(
    running: Running, sqlite_url: str, tmp_path: Path
) -> None:
    well = {
        "STRAJA_BOT_TOKEN": TOKEN,
        "STRAJA_TELEGRAM_API": running.url,
        "STRAJA_DATABASE_URL": sqlite_url,
    }
    done = await asyncio.to_thread(examined, tmp_path, **well)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "✓ settings",
        "✓ database",
        "✓ migrations",
        "✓ clock",
        "✓ token",
        "✓ webhook",
    ]
    ill = well | {"STRAJA_TELEGRAM_API": f"http://127.0.0.1:1/{TOKEN}"}
    done = await asyncio.to_thread(examined, tmp_path, **ill)
    assert done.returncode == 1
    assert [line[0] for line in done.stdout.splitlines()] == ["✓", "✓", "✓", "✓", "✗", "✗"]
    assert TOKEN not in done.stdout + done.stderr


def test_settings_that_cannot_be_read_are_a_finding(tmp_path: Path) -> None:
    done = examined(tmp_path, STRAJA_HTTP_PORT="eighty")
    assert done.returncode == 1
    assert done.stdout.startswith("✗ settings: STRAJA_HTTP_PORT: ")


async def test_a_failpoint_that_is_on(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {failpoints.VARIABLE: "outbox.after_send:kill@7"}
    monkeypatch.setattr(failpoints, "_order", failpoints.ordered(environment))
    assert await patient.faults() == {
        "settings": "STRAJA_FAILPOINT is set: this process ends at outbox.after_send, passing 7 "
        "(SIGKILL). That is for tests: unset it."
    }
