"""The panel beside the phones: whose phones are shown, faults on order, the delivery log."""

import aiohttp
import pytest
from playwright.async_api import Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import DESK, ION, MILA, POCKET, Visitor, phone, texts
from tests.browser.test_page import SMALL
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them


async def opened(visitor: Visitor, tab: str, *, size: tuple[int, int] = DESK) -> Page:
    page = await visitor.open(size=size)
    await expect(texts(page, MILA)).not_to_have_count(0)
    await page.get_by_role("button", name="Backstage").click()
    await page.get_by_role("tab", name=tab).click()
    return page


async def test_phones_are_chosen_from_everybody_there_is(bot: BotApi, visitor: Visitor) -> None:
    page = await opened(visitor, "Phones")
    names = page.locator(".caption h2")
    mila = page.get_by_role("checkbox", name="Mila")
    await mila.uncheck()
    await expect(names).to_have_text(["Ion Munteanu"])
    assert page.url.endswith(f"?people={ION}")
    await page.reload()
    await expect(names).to_have_text(["Ion Munteanu"])
    await page.get_by_role("button", name="Backstage").click()
    await mila.check()
    await expect(names).to_have_text(["Ion Munteanu", "Mila Jovanović"])
    await page.get_by_role("checkbox", name="Ion").uncheck()
    await mila.uncheck()
    await expect(names).to_have_count(0)
    await page.get_by_role("button", name="Show all").click()
    await expect(names).to_have_text(["Mila Jovanović", "Ion Munteanu"])


async def test_a_stranger_gets_a_phone(bot: BotApi, sandbox: Sandbox, visitor: Visitor) -> None:
    page = await opened(visitor, "Phones")
    await page.get_by_label("Name").fill("Ана <b>")
    await page.get_by_label("Number").fill("+381601")
    await page.get_by_label("Language").select_option("Romanian")
    await page.get_by_role("button", name="Add this phone").press("Enter")
    await expect(page.locator(".caption h2")).to_have_text(
        ["Mila Jovanović", "Ion Munteanu", "Ана <b>"]
    )
    stranger = (await sandbox.people())[-1]
    facts = (stranger["name"], stranger["phone"], stranger["language_code"])
    assert facts == ("Ана <b>", "+381601", "ro")


async def test_faults_are_ordered_shown_and_ended(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await opened(visitor, "Faults")
    await page.get_by_label("Whom it strikes").select_option("Ion Munteanu")
    await page.get_by_role("button", name="Lost answer").click()
    row = page.get_by_role("list", name="Faults now").get_by_role("listitem")
    await expect(row).to_contain_text("Ion Munteanu · struck 0×")
    await bot("sendMessage", chat_id=MILA, text="чујем")
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=ION, text="nu aud")
    await expect(texts(page, ION)).to_have_text(["/start", "nu aud"])
    await expect(row).to_have_text("Nothing: everything works.")
    await page.get_by_label("Whom it strikes").select_option("everybody")
    await page.get_by_role("button", name="Outage").click()
    await expect(page.locator("#telegram-state")).to_have_text("Telegram is down")
    await row.get_by_role("button", name="End it").click()
    await expect(row).to_have_text("Nothing: everything works.")
    await bot("sendMessage", chat_id=ION, text="aud")
    before = (await sandbox.clock())["unix"]
    await page.get_by_role("button", name="+ 1 hour").click()
    await expect(page.locator(".complaint").first).to_have_text("")
    assert (await sandbox.clock())["unix"] - before == pytest.approx(3600, abs=30)


async def test_who_has_blocked_the_bot_is_seen_and_changed(bot: BotApi, visitor: Visitor) -> None:
    page = await opened(visitor, "Faults")
    chip = page.locator(".chip", has_text="Ion")
    await chip.click()
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await expect(phone(page, ION).locator(".bot-state")).to_have_text("blocked")
    assert "blocked" in await bot.refused("sendMessage", chat_id=ION, text="alo")
    await chip.click()
    await expect(phone(page, ION).locator(".bot-state")).to_have_text("bot")


async def test_deliveries_come_live_and_are_filtered(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await opened(visitor, "Deliveries")
    await bot("sendMessage", chat_id=MILA, text="<i>прва</i>\nдруги ред")
    await bot("sendMessage", chat_id=ION, text="prima")
    await sandbox.block(ION)
    await bot.refused("sendMessage", chat_id=ION, text="a doua")
    shown = page.locator(".deliveries li:visible")
    said = shown.locator(".said")
    await expect(said).to_have_text(["a doua", "prima", "<i>прва</i>"])
    await page.get_by_label("Whose deliveries").select_option("Ion Munteanu")
    await expect(said).to_have_text(["a doua", "prima"])
    await page.get_by_label("Which outcome").select_option("refused")
    await expect(said).to_have_text(["a doua"])
    await expect(shown.locator(".verdict")).to_have_text("refused")
    await sandbox.reset()
    await expect(page.locator(".deliveries li")).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, POCKET, (320, 568)])
async def test_the_panel_is_used_without_a_mouse_and_its_keys_are_large(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor, size: tuple[int, int]
) -> None:
    await sandbox.captions([("а", "a", "sr")])
    await sandbox.story_progress(playing=False)
    page = await opened(visitor, "Phones", size=size)
    for name in ("Faults", "Deliveries", "Phones"):
        await page.keyboard.press("ArrowRight")
        await expect(page.get_by_role("tab", name=name)).to_be_focused()
        await expect(page.get_by_role("tabpanel")).to_have_attribute("aria-label", name)
        assert [one for one in await page.evaluate(SMALL) if ": 21" not in one] == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(wide) == 0
    await phone(page, MILA).get_by_role("log").evaluate("one => one.focus()")
    await page.keyboard.press("Escape")
    await expect(page.locator("#backstage")).to_be_hidden()
    await expect(page.get_by_role("button", name="Backstage")).to_be_focused()
