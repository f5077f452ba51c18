"""A long message is read from its beginning, and the large keys give way to it."""

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import DESK, ION, MILA, POCKET, Visitor, phone, texts
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

BOARD = {"keyboard": [[{"text": label}] for label in ("Дојава", "Дежурство", "Отворено", "SOS")]}
KEYS = {
    "inline_keyboard": [
        [{"text": "Преузимам", "callback_data": "1"}, {"text": "Питај", "callback_data": "2"}],
        *([{"text": label, "callback_data": label}] for label in ("Решена", "Непотврђена")),
        [{"text": "Предај надлежном органу", "callback_data": "5"}],
    ]
}


def lines(count: int) -> str:
    return "\n".join(["Дојава RS-26-0001", *(f"{line}. ред" for line in range(2, count + 1))])


CARD, LONGER = lines(20), lines(60)


async def with_keys(bot: BotApi, visitor: Visitor, size: tuple[int, int] = DESK) -> Page:
    page = await visitor.open(size=size)
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=BOARD)
    await expect(board(page)).to_be_visible()
    return page


def board(page: Page) -> Locator:
    return phone(page, MILA).get_by_label("Reply keyboard")


def whole(page: Page) -> Locator:
    return phone(page, MILA).locator(".message").last


@pytest.mark.parametrize(("size", "card"), [(DESK, CARD), (POCKET, lines(13))])
async def test_a_card_with_five_buttons_is_seen_whole(
    bot: BotApi, visitor: Visitor, size: tuple[int, int], card: str
) -> None:
    page = await with_keys(bot, visitor, size)
    sent = await bot("sendMessage", chat_id=MILA, text=card, reply_markup=KEYS)
    await expect(texts(page, MILA)).to_have_count(3)
    await expect(board(page)).to_be_hidden()
    await expect(whole(page)).to_be_in_viewport(ratio=1)
    toggle = phone(page, MILA).get_by_role("button", name="Buttons")
    await toggle.click()
    await bot("editMessageText", chat_id=MILA, **at(sent), text=card + "!", reply_markup=KEYS)
    await expect(texts(page, MILA).last).to_have_text(card + "!")
    await expect(board(page)).to_be_visible()


async def test_the_large_keys_come_back_when_nothing_is_asked_any_more(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await with_keys(bot, visitor)
    sent = await bot("sendMessage", chat_id=MILA, text=CARD, reply_markup=KEYS)
    await expect(board(page)).to_be_hidden()
    await bot("editMessageText", chat_id=MILA, **at(sent), text="Решена")
    await expect(board(page)).to_be_visible()
    await bot("sendMessage", chat_id=MILA, text="?", reply_markup=KEYS)
    await expect(whole(page)).to_be_in_viewport(ratio=1)
    await expect(board(page)).to_be_visible()


async def test_what_is_longer_than_the_phone_is_read_from_its_beginning(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await sandbox.limits(enabled=False)
    page = await with_keys(bot, visitor)
    log = phone(page, MILA).get_by_role("log")
    jump = phone(page, MILA).get_by_role("button", name="To the newest message")
    sent = await bot("sendMessage", chat_id=MILA, text=LONGER, reply_markup=KEYS)
    begins = "one => Math.round(one.lastElementChild.offsetTop - one.offsetTop - one.scrollTop)"
    await expect(jump).to_be_visible()
    assert await log.evaluate(begins) == 6
    await expect(page).to_have_title("Straja – phones")
    await bot("editMessageText", chat_id=MILA, **at(sent), text=LONGER + "!", reply_markup=KEYS)
    await expect(texts(page, MILA).last).to_have_text(LONGER + "!")
    assert await log.evaluate(begins) == 6
    await jump.click()
    await expect(jump).to_be_hidden()
    await expect(whole(page).locator(".key").last).to_be_in_viewport(ratio=1)
    await bot("editMessageText", chat_id=MILA, **at(sent), text=LONGER, reply_markup=KEYS)
    await expect(texts(page, MILA).last).to_have_text(LONGER)
    await expect(whole(page).locator(".key").last).to_be_in_viewport(ratio=1)
    await bot("sendMessage", chat_id=MILA, text="кратко")
    await expect(whole(page)).to_be_in_viewport(ratio=1)
    await expect(texts(page, ION)).to_have_text(["/start"])


def at(sent: dict[str, object]) -> dict[str, object]:
    return {"message_id": sent["message_id"]}
