"""docs/first-officer.md, tried line by line: a terminal, the sandbox, and one telephone."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.client import Sandbox
from sandbox.server import Running
from tests.bot.operator import ROOT
from tests.views.documents import paper

PAGE = ROOT / "docs/first-officer.md"
FENCED = re.compile(r"^```(\w+)( background)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A block to type, and what the page says is printed then; empty where it says nothing."""

    text: str
    prints: str
    stays: bool


def commands() -> list[Command]:
    blocks = [(kind, bool(stays), text) for kind, stays, text in FENCED.findall(PAGE.read_text())]
    following = [*blocks[1:], ("", False, "")]
    return [
        Command(text, then[2] if then[0] == "text" else "", stays)
        for (kind, stays, text), then in zip(blocks, following, strict=True)
        if kind == "sh"
    ]


def matches(page: str, printed: str) -> bool:
    """Whether it is what the page shows, `…` standing for anything within a line."""
    wanted = ".*".join(re.escape(part) for part in page.split("…"))
    return re.fullmatch(wanted, printed) is not None


def prepared(folder: Path, api: str) -> dict[str, str]:
    """A checkout as `make environment` leaves it; the environment of its terminals."""
    program = folder / ".venv/bin/straja"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)
    (folder / "docs").symlink_to(ROOT / "docs")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("STRAJA_")}
    ours = {"STRAJA_TELEGRAM_API": api, "STRAJA_HTTP_PORT": "0", "PYTHONPATH": str(ROOT)}
    return inherited | ours | {"LC_ALL": "C.UTF-8"}


async def typed(command: Command, folder: Path, env: dict[str, str]) -> None:
    """In the first terminal: done, with what the page says on the screen."""
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-e", "-c", command.text), cwd=folder, env=env, stdout=PIPE, stderr=STDOUT
    )
    printed = (await shell.communicate())[0].decode()
    assert shell.returncode == 0, printed
    assert matches(command.prints, printed), f"{command.text}\n{printed}"


async def started(
    command: Command, folder: Path, env: dict[str, str]
) -> asyncio.subprocess.Process:
    """In the second terminal: running, once the line of the page is on the screen."""
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-c", f"exec {command.text}"), cwd=folder, env=env, stdout=PIPE, stderr=STDOUT
    )
    assert shell.stdout
    async with asyncio.timeout(30):
        while line := (await shell.stdout.readline()).decode():
            if matches(command.prints, re.sub(r"\x1b\[[0-9;]*m", "", line)):
                return shell
    raise AssertionError(f"{command.text} ended.")


async def enrolled(sandbox: Sandbox, sheet: Path, phone: str) -> None:
    """What section 8 has the officer do: the camera, the link, the large button."""
    [[link]] = paper.codes(sheet.read_bytes())
    [text] = paper.texts(sheet.read_bytes())
    name = next(line for line in text.splitlines() if line.startswith("Mila"))
    mila = (await sandbox.person(name, language_code="sr", phone=phone))["id"]
    await sandbox.start(mila, link.rpartition("=")[2])
    await sandbox.wait_for(mila, text="велико дугме", timeout=10)
    keyboard = (await sandbox.chat(mila))["reply_keyboard"]
    await sandbox.keyboard(mila, keyboard["keyboard"][0][0]["text"])
    await sandbox.wait_for(mila, text=name, timeout=10)


@pytest.mark.timeout(180)
async def test_the_page_leads_to_an_enrolled_officer(
    sandbox: Sandbox, running: Running, tmp_path: Path
) -> None:
    env = prepared(tmp_path, running.url)
    page = commands()
    assert [each.stays for each in page].count(True) == 1
    assistant = None
    try:
        for command in page:
            if not command.stays:
                await typed(command, tmp_path, env)
                continue
            assistant = await started(command, tmp_path, env)
            [phone] = re.findall(r"\+381\d+", (tmp_path / "roster.csv").read_text())
            await enrolled(sandbox, tmp_path / "invitations.pdf", phone)
    finally:
        if assistant:
            assistant.send_signal(signal.SIGINT)  # Ctrl-C, as the page says
            await assistant.communicate()
    assert assistant
    assert assistant.returncode == 0
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "invitations.pdf").exists()
    assert (tmp_path / "straja-backup.db").exists()


def test_a_page_that_says_otherwise_is_noticed() -> None:
    assert matches("✓ database: … is sound.\n", "✓ database: /x.db is sound.\n")
    assert not matches("✓ database: … is sound.\n", "✗ database: /x.db is damaged.\n")
    assert not matches("", "a word too many\n")
