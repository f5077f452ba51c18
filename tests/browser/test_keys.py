"""Reply keyboards, contact, place, commands, blocking: what a visitor does with a phone."""

from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from sandbox.client import Sandbox
from tests.browser.conftest import ION, MILA, Visitor, phone, read, texts
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

BOARD = {
    "keyboard": [
        [{"text": "Мој број", "request_contact": True}],
        [{"text": "Где сам", "request_location": True}, {"text": "Дежурство"}],
    ],
    "input_field_placeholder": "Изаберите",
}


async def message_of(bot: BotApi) -> Any:
    [update] = await read(bot)
    return update["message"]


async def test_the_reply_keyboard_comes_folds_and_goes(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    board = phone(page, MILA).get_by_label("Reply keyboard")
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=BOARD)
    await expect(board.locator(".key")).to_have_text(["Мој број", "Где сам", "Дежурство"])
    await expect(phone(page, MILA).get_by_placeholder("Изаберите")).to_be_visible()
    toggle = phone(page, MILA).get_by_role("button", name="Buttons")
    await toggle.click()
    await expect(board).to_be_hidden()
    await toggle.click()
    await board.get_by_role("button", name="Дежурство").click()
    assert (await message_of(bot))["text"] == "Дежурство"
    await expect(texts(page, MILA)).to_have_text(["/start", "Мени", "Дежурство"])
    await bot("sendMessage", chat_id=MILA, text="Крај", reply_markup={"remove_keyboard": True})
    await expect(board).to_be_hidden()
    await expect(toggle).to_be_hidden()


async def test_the_contact_key_asks_before_it_shares_one_s_own_number(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=BOARD)
    key = phone(page, MILA).get_by_role("button", name="Мој број")
    question = phone(page, MILA).get_by_role("dialog")
    await key.click()
    await expect(question.locator(".says")).to_have_text("Mila Jovanović\n+381601112233")
    await page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await key.click()
    await question.get_by_role("button", name="Cancel").click()
    assert len(await sandbox.messages(MILA)) == 2
    await key.click()
    await question.get_by_role("button", name="Share").click()
    contact = (await message_of(bot))["contact"]
    assert (contact["phone_number"], contact["user_id"]) == ("+381601112233", MILA)
    await expect(phone(page, MILA).locator(".message.mine .card")).to_have_count(1)


async def test_the_location_key_offers_known_points(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=BOARD)
    await phone(page, MILA).get_by_role("button", name="Где сам").click()
    sheet = phone(page, MILA).get_by_role("dialog")
    send, complaint = sheet.get_by_role("button", name="Send place"), sheet.get_by_role("alert")
    await expect(send).to_be_disabled()
    await expect(complaint).to_have_text("Choose a place first.")
    before = await sheet.locator(".map-frame").bounding_box()
    await sheet.get_by_label("Latitude").fill("91")
    await send.click()
    await expect(complaint).to_contain_text("−90 to 90")
    await sheet.get_by_label("Known points").select_option(
        "Mouth of the Nera (Socol · Banatska Palanka)"
    )
    await expect(sheet.get_by_label("Latitude")).to_have_value("44.82710")
    await expect(complaint).to_have_text("")
    assert await sheet.locator(".map-frame").bounding_box() == before
    await send.click()
    place = (await message_of(bot))["location"]
    assert (place["latitude"], place["longitude"]) == (44.8271, 21.3564)
    assert place["horizontal_accuracy"] == 12
    await expect(phone(page, MILA).locator(".place .figures")).to_have_text("44.8271, 21.3564")


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("44,7165", "21.627"), ("44.7165, 21.627", ""), ("44.7165", "21.627")],
)
async def test_any_other_place_can_be_given(
    bot: BotApi, visitor: Visitor, latitude: str, longitude: str
) -> None:
    page = await visitor.open()
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=BOARD)
    await phone(page, MILA).get_by_role("button", name="Где сам").click()
    sheet = phone(page, MILA).get_by_role("dialog")
    for wrong in ("91", "north", ""):
        await sheet.get_by_label("Latitude").fill(wrong)
        await sheet.get_by_label("Longitude").fill("21")
        await sheet.get_by_role("button", name="Send place").click()
        await expect(sheet.get_by_role("alert")).to_contain_text("−90 to 90")
    await sheet.get_by_label("Latitude").fill(latitude)
    await sheet.get_by_label("Longitude").fill(longitude)
    await page.keyboard.press("Enter")
    place = (await message_of(bot))["location"]
    assert (place["latitude"], place["longitude"]) == (44.7165, 21.627)


async def test_a_slash_lists_the_commands_of_this_chat_in_its_language(
    bot: BotApi, visitor: Visitor
) -> None:
    await bot("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    serbian = [
        {"command": "dojava", "description": "Пријави запажање"},
        {"command": "duty", "description": "Дужност"},
    ]
    await bot("setMyCommands", commands=serbian, language_code="sr")
    await bot(
        "setMyCommands",
        commands=[{"command": "raport", "description": "Raport"}],
        scope={"type": "chat", "chat_id": ION},
    )
    page = await visitor.open()
    for person, listed in (
        (MILA, ["/dojavaПријави запажање", "/dutyДужност"]),
        (ION, ["/raportRaport"]),
    ):
        await phone(page, person).locator("textarea").press_sequentially("/")
        await expect(phone(page, person).get_by_role("option")).to_have_text(listed)
    field = phone(page, MILA).locator("textarea")
    await field.press_sequentially("du")
    await expect(phone(page, MILA).get_by_role("option")).to_have_text(["/dutyДужност"])
    await field.press("ArrowDown")
    await field.press("Enter")
    assert (await message_of(bot))["text"] == "/duty"


async def test_start_begins_a_chat_and_shows_before_it_what_the_bot_is(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await bot("setMyDescription", description="Граничари два лица Дунава", language_code="sr")
    await sandbox.person("Нова Особа", id=105, language_code="sr")
    page = await visitor.open("?people=105")
    await expect(page.locator(".phone")).to_have_count(1)
    await expect(page.locator(".welcome")).to_have_text("Граничари два лица Дунава")
    await page.get_by_role("button", name="Start", exact=True).click()
    assert (await message_of(bot))["text"] == "/start"
    await expect(page.locator(".welcome")).to_be_hidden()
    await expect(page.locator("textarea")).to_be_visible()


async def test_a_deep_link_to_the_bot_starts_it_in_this_phone(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await visitor.open()
    link = "https://t.me/StrajaSandboxBot?start=code42"
    keys = {"inline_keyboard": [[{"text": "Придружи се", "url": link}]]}
    await bot("sendMessage", chat_id=MILA, text="Позив", reply_markup=keys)
    await phone(page, MILA).get_by_role("button", name="Придружи се").click()
    assert (await message_of(bot))["text"] == "/start code42"
    assert len(page.context.pages) == 1


async def test_blocking_is_asked_for_done_and_undone(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    screen = phone(page, MILA)
    await screen.get_by_role("button", name="Block the bot").click()
    await screen.get_by_role("button", name="Block", exact=True).click()
    await expect(screen.locator(".bot-state")).to_have_text("blocked")
    assert "blocked" in await bot.refused("sendMessage", chat_id=MILA, text="чујете ли")
    await bot("sendMessage", chat_id=ION, text="auziți")
    await expect(texts(page, ION)).to_have_text(["/start", "auziți"])
    await screen.get_by_role("button", name="Unblock", exact=True).click()
    await expect(screen.locator("textarea")).to_be_visible()
    await bot("sendMessage", chat_id=MILA, text="чујете ли")
    await expect(texts(page, MILA)).to_have_text(["/start", "чујете ли"])
    await sandbox.block(MILA)
    await expect(screen.locator(".bot-state")).to_have_text("blocked")


async def test_whoever_presses_twice_to_unblock_does_not_call_for_help(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    board = {"keyboard": [[{"text": "Дојава"}], [{"text": "🆘 SOS"}]]}
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=board)
    page = await visitor.open()
    screen = phone(page, MILA)
    place = await screen.get_by_label("Reply keyboard").bounding_box()
    await sandbox.block(MILA)
    unblock = screen.get_by_role("button", name="Unblock", exact=True)
    button = await unblock.bounding_box()
    assert place is not None
    assert button is not None
    assert button["y"] + button["height"] < place["y"]
    await unblock.click()
    help_key = screen.get_by_role("button", name="SOS")
    await help_key.dispatch_event("focus")
    assert await help_key.evaluate("one => one.closest('.board').inert")
    await page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] - 20)
    await expect(help_key).to_be_visible()
    await help_key.click()
    await expect(texts(page, MILA)).to_have_text(["/start", "Мени", "🆘 SOS"])


async def test_telegram_can_be_switched_off_and_on(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    own = await sandbox.fault("429", method="sendPhoto", seconds=3)
    page = await visitor.open()
    state = page.locator("#telegram-state")
    await expect(state).to_have_text("Telegram is working")
    await page.get_by_role("button", name="Cut Telegram off").click()
    await expect(state).to_have_text("Telegram is down")
    for _ in range(3):
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=MILA, text="има ли кога")
    await page.get_by_role("button", name="Bring Telegram back").click()
    await expect(state).to_have_text("Telegram is working")
    await bot("sendMessage", chat_id=MILA, text="има")
    await expect(texts(page, MILA)).to_have_text(["/start", "има"])
    assert [fault["id"] for fault in await sandbox.faults()] == [own]
