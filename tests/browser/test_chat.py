"""What a visitor sees and does in the chat of a phone."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import expect

from sandbox.client import Sandbox
from sandbox.files import dimensions, grey_jpeg
from tests.browser.conftest import ION, MILA, Visitor, phone, read, texts
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

KEYS = {
    "inline_keyboard": [
        [{"text": "Преузимам", "callback_data": "take", "style": "success"}],
        [{"text": "Питај", "callback_data": "ask"}, {"text": "Одбиј", "callback_data": "no"}],
    ]
}


async def echo(bot: BotApi) -> None:
    """A bot that says what it is told, until it is stopped."""
    while True:
        for update in await read(bot):
            message: Any = update["message"]
            await bot("sendMessage", chat_id=message["chat"]["id"], text=f"Чух: {message['text']}")


async def test_what_is_typed_reaches_the_bot_and_its_answer_appears(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    await expect(texts(page, MILA)).to_have_text(["/start"])
    parrot = asyncio.create_task(echo(bot))
    await phone(page, MILA).get_by_label("Message from Mila Jovanović").fill("Глисер код Раме")
    await page.keyboard.press("Enter")
    await expect(texts(page, MILA)).to_have_text(
        ["/start", "Глисер код Раме", "Чух: Глисер код Раме"]
    )
    await expect(phone(page, MILA).locator("textarea")).to_have_value("")
    await expect(texts(page, ION)).to_have_text(["/start"])
    parrot.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await parrot
    assert [
        (message["from"], message["text"]) for message in await sandbox.messages(MILA, after=0)
    ] == [(MILA, "/start"), (MILA, "Глисер код Раме"), ("bot", "Чух: Глисер код Раме")]


@pytest.mark.alone
async def test_a_message_with_buttons_appears_within_two_seconds(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await visitor.open()
    await expect(texts(page, MILA)).to_have_text(["/start"])
    begun = time.monotonic()
    await bot("sendMessage", chat_id=MILA, text="Дојава", reply_markup=KEYS)
    keys = phone(page, MILA).locator(".inline .key")
    await expect(keys).to_have_text(["Преузимам", "Питај", "Одбиј"], timeout=2000)
    assert time.monotonic() - begun < 2
    assert "success" in str(await keys.first.get_attribute("class")).split()
    assert await phone(page, ION).locator(".inline").count() == 0


async def test_a_pressed_button_turns_until_the_bot_answers_with_a_toast(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await visitor.open()
    sent = await bot("sendMessage", chat_id=MILA, text="Дојава", reply_markup=KEYS)
    key = phone(page, MILA).get_by_role("button", name="Преузимам")
    await key.click()
    [update] = await read(bot)
    query: Any = update["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("take", MILA)
    assert query["message"]["message_id"] == sent["message_id"]
    await expect(key).to_have_attribute("aria-busy", "true")
    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Преузето.")
    await expect(phone(page, MILA).locator(".toast")).to_have_text("Преузето.")
    assert await key.get_attribute("aria-busy") is None
    assert await phone(page, ION).locator(".toast").count() == 0


async def test_an_alert_stays_until_it_is_read(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    await bot("sendMessage", chat_id=MILA, text="Дојава", reply_markup=KEYS)
    await phone(page, MILA).get_by_role("button", name="Питај").click()
    [update] = await read(bot)
    query: Any = update["callback_query"]
    said = "<b>Већ</b> преузето"
    await bot("answerCallbackQuery", callback_query_id=query["id"], text=said, show_alert=True)
    alert = phone(page, MILA).get_by_role("dialog")
    await expect(alert.locator(".says")).to_have_text(said)
    await alert.get_by_role("button", name="OK").press("Enter")
    await expect(alert).to_have_count(0)


async def test_an_edit_changes_the_bubble_in_place_and_a_deletion_takes_it_away(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await visitor.open()
    first = await bot("sendMessage", chat_id=MILA, text="прво", reply_markup=KEYS)
    await bot("sendMessage", chat_id=MILA, text="друго")
    await expect(texts(page, MILA)).to_have_text(["/start", "прво", "друго"])
    article = phone(page, MILA).locator(f'[data-message="{first["message_id"]}"]')
    await article.evaluate("element => { element.dataset.marked = 'the same element'; }")
    await article.get_by_role("button", name="Питај").focus()
    await bot(
        "editMessageText",
        chat_id=MILA,
        message_id=first["message_id"],
        text="прво, измењено",
        reply_markup={"inline_keyboard": [KEYS["inline_keyboard"][1]]},
    )
    await expect(texts(page, MILA)).to_have_text(["/start", "прво, измењено", "друго"])
    await expect(article).to_have_attribute("data-marked", "the same element")
    await expect(article.locator(".edited")).to_have_text("edited")
    await expect(article.locator(".inline .key")).to_have_text(["Питај", "Одбиј"])
    await expect(article.get_by_role("button", name="Питај")).to_be_focused()
    await bot("deleteMessage", chat_id=MILA, message_id=first["message_id"])
    await expect(texts(page, MILA)).to_have_text(["/start", "друго"])


async def test_entities_count_in_utf_16_units_and_nest(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    text = "<b>😀 Нера <i>и</i> Дунав</b>\n<code>44.8</code> &lt;u&gt;"
    await bot("sendMessage", chat_id=MILA, text=text, parse_mode="HTML")
    await expect(texts(page, MILA).nth(1)).to_be_visible()
    shown = await texts(page, MILA).nth(1).inner_html()
    wanted = "<strong>😀 Нера <em>и</em> Дунав</strong>\n<code>44.8</code> &lt;u&gt;"
    assert shown == wanted


async def test_a_link_never_runs_a_script(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    text = "open this and that"
    links = [(0, 4, "https://example.org/x"), (10, 3, "tg://user?id=1")]
    entities = [
        {"type": "text_link", "offset": offset, "length": length, "url": url}
        for offset, length, url in links
    ]
    await bot("sendMessage", chat_id=MILA, text=text, entities=entities)
    await expect(texts(page, MILA).nth(1)).to_have_text(text)
    safe = """async () => {
      const { safeAddress } = await import('/entities.js');
      return ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'file:///etc/x',
        'example.org/x', 'https://example.org/x'].map((one) => safeAddress(one)?.href ?? null);
    }"""
    same = "https://example.org/x"
    assert await page.evaluate(safe) == [None, None, None, None, same, same]


async def test_photos_places_contacts_and_protected_messages_are_shown(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    await sandbox.photo(MILA, caption="Трагови")
    await bot("sendLocation", chat_id=MILA, latitude=44.8271, longitude=21.3564)
    await sandbox.contact(MILA)
    await bot("sendMessage", chat_id=MILA, text="Само за вас", protect_content=True)
    screen = phone(page, MILA)
    await expect(texts(page, MILA)).to_have_text(["/start", "Трагови", "Само за вас"])
    image = screen.locator(".photo img")
    await expect(image).to_have_js_property("complete", value=True)
    size = await image.evaluate("one => [one.naturalWidth, one.naturalHeight]")
    assert tuple(size) == dimensions(grey_jpeg())
    await expect(screen.locator(".place .figures")).to_have_text("44.8271, 21.3564")
    pin = """one => { const [a, b] = ['.chart', '.map-pin circle'].map((part) =>
      one.querySelector(part).getBoundingClientRect());
      return [b.x + b.width / 2 - a.x - a.width / 2, b.y + b.height / 2 - a.y - a.height / 2]; }"""
    away = await screen.locator(".place").evaluate(pin)
    assert max(map(abs, away)) < 1, "the pin stands in the middle of its map"
    await expect(screen.locator(".message .card")).to_have_text("Mila Jovanović+381601112233")
    await expect(screen.locator(".message:has(.protected) .text")).to_have_text("Само за вас")


async def test_times_are_the_sandbox_s_on_the_wall_of_each_country(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    noon = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    await sandbox.clock(set=noon.isoformat(), frozen=True)
    for person in (MILA, ION):
        await bot("sendMessage", chat_id=person, text="подне")
    page = await visitor.open()
    for person, shown in ((MILA, "13:00"), (ION, "14:00")):
        await expect(phone(page, person).locator(".message time").last).to_have_text(shown)
        await expect(phone(page, person).locator(".wall")).to_have_text(shown)
        await expect(phone(page, person).locator(".day").last).to_have_text("Tuesday 1 December")
    await expect(page.locator(".clocks dd")).to_have_text(["13:00", "14:00", "12:00"])
    await sandbox.advance(3600)
    await expect(page.locator(".clocks dd")).to_have_text(["14:00", "15:00", "13:00"])
