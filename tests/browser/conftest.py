"""A sandbox, a bot on plain HTTP and the page of phones in the system's Chromium."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright

from sandbox.client import Sandbox
from sandbox.server import Running, serve
from tests.needs import CHROMIUM_FLAGS, chromium
from tests.sandbox.bot_api import BotApi

DESK = (1440, 900)
POCKET = (390, 844)
MILA, ION = 101, 103


@dataclass
class Visitor:
    """Somebody who looks at the page; what went wrong in it is noted."""

    browser: Browser
    url: str
    pages: list[Page] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def open(
        self, query: str = "", *, size: tuple[int, int] = DESK, dark: bool = False
    ) -> Page:
        width, height = size
        page = await self.browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page.set_default_timeout(10_000)
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("dialog", lambda dialog: self._note("error", f"a dialog: {dialog.message}"))
        self.pages.append(page)
        await page.goto(f"{self.url}/{query}")
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.faults.append(f"{kind}: {text}")


def phone(page: Page, person: int) -> Locator:
    return page.locator(f'.phone[data-person="{person}"]')


def texts(page: Page, person: int) -> Locator:
    return phone(page, person).locator(".message .text")


@pytest_asyncio.fixture(loop_scope="session")
async def running() -> AsyncIterator[Running]:
    running = await serve()
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(running: Running) -> AsyncIterator[Sandbox]:
    async with Sandbox(running.url) as client:
        await client.person("Mila Jovanović", id=MILA, language_code="sr", phone="+381601112233")
        await client.person("Ion Munteanu", id=ION, language_code="ro", phone="+40722123456")
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def bot(running: Running, sandbox: Sandbox) -> AsyncIterator[BotApi]:
    """A bot to which both have said /start, and which has read it."""
    api = BotApi(running.url)
    await api("getMe")
    await sandbox.start(MILA)
    await sandbox.start(ION)
    await read(api)
    yield api
    await api.session.close()


async def read(bot: BotApi) -> list[dict[str, object]]:
    """The updates that wait or come within five seconds, acknowledged."""
    updates: list[dict[str, object]] = await bot("getUpdates", timeout=5)
    if updates:
        await bot("getUpdates", offset=int(str(updates[-1]["update_id"])) + 1)
    return updates


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _chromium() -> AsyncIterator[Browser]:
    """One for all tests, since its start takes seconds."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*CHROMIUM_FLAGS, "--disable-lcd-text"]
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(_chromium: Browser) -> AsyncIterator[Browser]:
    """Each page has a profile of its own, and none outlives its test."""
    yield _chromium
    for context in _chromium.contexts:
        await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(running: Running, browser: Browser) -> AsyncIterator[Visitor]:
    """Fails the test if a page complained about anything."""
    visitor = Visitor(browser, running.url)
    yield visitor
    for page in visitor.pages:
        await page.close()
    assert visitor.faults == []
