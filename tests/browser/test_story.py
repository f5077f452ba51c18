"""The assistant itself on the page: the story plays, a visitor can follow it, pictures are taken.

`make pictures` sets STRAJA_PICTURES: then the story goes slower, and docs/pictures is written.
"""

import asyncio
import csv
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.captions import PLACEHOLDER, table
from bot.demo.cast import DRAGAN, ION, SAMPLE
from bot.demo.showing import ready_for_visitors
from bot.demo.stage import Stage, staged
from tests.browser.conftest import DESK, POCKET
from views.script import latin

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

PICTURES = Path("docs/pictures") if os.environ.get("STRAJA_PICTURES") else None
LARGEST_PICTURE = 400_000
MILA = 501  # the first of the cast
UNKNOWN = """async () => {
  const { englishOf } = await import('/captions.js');
  const said = [...document.querySelectorAll('.message.bot .text')];
  const lines = said.flatMap((one) => one.textContent.split('\\n'));
  return [...new Set(lines.filter((line) => /\\p{L}{2}/u.test(line) && !englishOf(line)))];
}"""


FAR_OFF = {"latitude": 45.25, "longitude": 21.9}
CAPTIONS = """() => [...document.querySelectorAll('.message.bot:has(> .english)')].map((one) =>
  [one.querySelector('.text').textContent, one.querySelector(':scope > .english').textContent])"""
WORD = re.compile(r"[^\W\d_]{3,}")
CYRILLIC = re.compile("[\u0400-\u04ff]")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The assistant on its stage, as `straja demo` sets it."""
    pace = 1.4 if PICTURES else 0.05
    async with (
        staged(tmp_path / "stage", port=0, tell=lambda _: None) as stage,
        ready_for_visitors(stage, pace=pace),
    ):
        yield stage


async def taken(what: Page | Locator, name: str) -> None:
    """A picture for the README, where one is asked for."""
    if PICTURES is None:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    await asyncio.sleep(0.7)  # what moves has come to rest
    path = PICTURES / f"{name}.png"
    await what.screenshot(path=path)
    assert path.stat().st_size < LARGEST_PICTURE


async def test_the_story_is_played_on_four_phones_and_every_line_is_understood(
    stage: Stage, browser: Browser
) -> None:
    people = ",".join(str(actor.id) for actor in stage.actors.values())
    desk = await looking(browser, f"{stage.url}/?people={people}", DESK)
    pocket = await looking(browser, f"{stage.url}/?people={people}", POCKET, dark=True)
    hint = desk.locator(f'.phone[data-person="{MILA}"] .hint')
    await expect(hint).to_contain_text("“👁 Нова дојава” (New sighting)")
    await expect(desk.locator("#story-scene")).to_contain_text("each in its own language")
    # A visitor has tried the SOS key before: the place sent in the story must not go to that call.
    await desk.locator(f'.phone[data-person="{MILA}"] .board').get_by_text("SOS").click()
    await expect(hint).to_contain_text("then click on the map")
    await desk.get_by_role("button", name="Play the story").click()
    deed = desk.locator("#story-deed")
    await expect(deed).to_have_text("Ion Popescu presses Preiau (I take it over)", timeout=60_000)
    await taken(pocket, "pocket")
    await taken(desk, "story")
    scene = desk.locator("#story-scene")
    await expect(scene).to_contain_text("told, read and settled on both sides", timeout=60_000)
    await expect(desk.locator("#story-count")).to_have_text("10 of 10")
    await expect(pocket.locator(".tab").first).to_have_attribute("aria-current", "true")
    for officer in (DRAGAN, ION):
        phone = desk.locator(f'.phone[data-person="{stage.actors[officer].id}"]')
        await expect(phone.locator(".message img").last).to_be_in_viewport(ratio=0.5)
    assert await desk.evaluate(UNKNOWN) == ["👤 Mila Jovanović"]  # a name, in the call for help
    await desk.get_by_role("button", name="Backstage").click()
    await desk.get_by_role("tab", name="Deliveries").click()
    await expect(desk.locator(".deliveries .delivered").first).to_be_visible()
    mila = desk.locator(f'.phone[data-person="{MILA}"]')
    await mila.get_by_role("button", name="Attach").click()
    await mila.get_by_role("button", name="Location", exact=True).click()
    await mila.locator(".map-frame svg").click(position={"x": 150, "y": 190})
    await expect(mila.get_by_label("Latitude")).to_have_value(re.compile(r"44\.\d{5}"))
    await taken(mila, "place")
    await report_far_off(stage)
    await expect(desk.locator(".english", has_text="Outside the 10 km zone")).to_have_count(3)
    await expect(desk.locator(".english", has_text="✔ 2–5").first).to_be_attached()
    captions = [(text.split("\n"), english) for text, english in await desk.evaluate(CAPTIONS)]
    for said, english in captions:
        assert len(english.split("\n")) == len([line for line in said if line.strip()]), english
        assert CYRILLIC.search(english) is None, english
        assert set(WORD.findall(english.lower())) & foreign_words() == set(), english


def foreign_words() -> set[str]:
    """Words of the translations that are no words of the English, nor of the units' names."""
    rows = csv.DictReader(SAMPLE.read_text("utf-8").splitlines())
    names = {word for row in rows for word in WORD.findall(latin(row["unit"]).lower())}
    names.add("socol")  # a place in an example of a translation
    lines = [
        [set(WORD.findall(PLACEHOLDER.sub("", side).lower())) for side in (pattern, english)]
        for pattern, english, _ in table()
    ]
    return set().union(*(one for one, _ in lines)) - set().union(names, *(one for _, one in lines))


async def report_far_off(stage: Stage) -> None:
    """A report from a place off the border zone, a question of the other desk, and its answer."""
    mila, ion = MILA, stage.actors[ION].id
    await stage.sandbox.text(mila, "/cancel")
    await stage.sandbox.keyboard(mila, await key(stage, mila, "👁 Нова дојава"))
    await press(stage, mila, "👁 Сумњива појава")
    await press(stage, mila, "Сумњиво пловило")
    place = await key(stage, mila, "📍 Пошаљи локацију")
    await stage.sandbox.keyboard(mila, place, location=FAR_OFF)
    await press(stage, mila, "Ка Румунији")
    await press(stage, mila, "✅ Пошаљи: RS + RO")
    await press(stage, ion, "❓ Pune o întrebare")
    await press(stage, ion, "Câte persoane sunt?")
    await press(stage, mila, "2–5")


async def press(stage: Stage, person: int, label: str) -> None:
    """Press the newest button with this label, once there is one."""

    def offers(message: dict[str, object]) -> bool:
        rows: Any = message.get("inline_keyboard") or []
        return any(button["text"] == label for row in rows for button in row)

    message = await stage.sandbox.wait_for(person, predicate=offers, timeout=20)
    await stage.sandbox.press(person, label, message_id=message["message_id"])


async def key(stage: Stage, person: int, label: str) -> str:
    """The label of a large key, once it is there."""
    async with asyncio.timeout(20):
        while True:
            chat = await stage.sandbox.chat(person)
            rows = (chat["reply_keyboard"] or {}).get("keyboard", [])
            if any(one["text"] == label for row in rows for one in row):
                return label
            await stage.sandbox.chat(person, after=chat["seq"], wait=5)


async def looking(browser: Browser, url: str, size: tuple[int, int], *, dark: bool = False) -> Page:
    width, height = size
    page = await browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    await page.goto(url)
    await expect(page.locator("#play")).to_be_visible()
    return page
