"""What helps a visitor: captions in English, hints, the story, the map, live places."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.client import Sandbox
from tests.browser.conftest import ION, MILA, Visitor, phone, read, texts
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

TABLE = [
    ("Дојава", "Report", "sr"),
    ("Преузима: {desk}", "Taken over by: {desk}", "sr"),
    ("Дежурни центар {code}", "Duty centre {code}", "sr"),
    ("Дојава бр. {number} је примљена.", "Report no. {number} has been received.", "sr"),
    ("Нова", "New", "sr"),
    ("Преузимам", "I take it over", "sr"),
    ("Nou", "New, in Romanian", "ro"),
    ("Нова", "Nova, in Romanian", "ro"),
    ("тачност: {metres} м", "accuracy: {metres} m", "sr"),
    ("{metres} м", "{metres} m", "sr"),
    ("{km} км", "{km} km", "sr"),
    ("Изван појаса од 10 км", "Outside the 10 km zone", "sr"),
    ("Најближе место: {place}, {km} км", "Nearest place: {place}, {km} km", "sr"),
    ("Удаљеност: {km} км", "Distance: {km} km", "sr"),
    ("{one} · {two}", "{one} · {two}", ""),
    ("{one}: {two}", "{one}: {two}", ""),
    ("{one}, {two}", "{one}, {two}", ""),
]
CARD = """🟡 Преузима: Дежурни центар RO, Ion Popescu
🔵 Дежурни центар RS: Нова
📍 44.82310, 21.33590
📍 44.82310, 21.33590 · тачност: 12 м
Дојава бр. RS-26-0001 је примљена. Нова
„Дојава“
Socol (RO), 5,0 км
Најближе место: Вршац (RS), 5,0 км
⚠ Изван појаса од 10 км. Удаљеност: 1.029 км

✔ 2–5
☎ +381601112233
Нова?"""
CAPTION = """🟡 Taken over by: Duty centre RO, Ion Popescu
🔵 Duty centre RS: New
📍 44.82310, 21.33590
📍 44.82310, 21.33590 · accuracy: 12 m
Report no. RS-26-0001 has been received. New
„Дојава“
Socol (RO), 5.0 km
Nearest place: Vršac (RS), 5.0 km
⚠ Outside the 10 km zone. Distance: 1,029 km
✔ 2–5
☎ +381601112233
New?"""


async def test_captions_come_line_by_line_and_leave_what_they_do_not_know(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await sandbox.captions(TABLE)
    page = await visitor.open()
    keys = {"inline_keyboard": [[{"text": "Преузимам", "callback_data": "take"}]]}
    await bot("sendMessage", chat_id=MILA, text=CARD, reply_markup=keys)
    await bot("sendMessage", chat_id=MILA, text="Ion Popescu, 5,0")
    await bot(
        "sendMessage", chat_id=ION, text="Nou", reply_markup={"keyboard": [[{"text": "ℹ Nou"}]]}
    )
    card = phone(page, MILA).locator(".message", has_text="Преузима")
    await expect(card.locator("> .english")).to_have_text(CAPTION)
    await expect(card.locator(".key .english")).to_have_text("I take it over")
    await expect(phone(page, MILA).locator(".message > .english")).to_have_count(1)
    await expect(phone(page, ION).locator(".message > .english")).to_have_text("New, in Romanian")
    await expect(phone(page, ION).locator(".board .english")).to_have_text("ℹ New, in Romanian")
    assert await texts(page, MILA).nth(1).text_content() == CARD
    switch = page.get_by_role("switch", name="English captions")
    await switch.click()
    await expect(card.locator("> .english")).to_be_hidden()
    await expect(switch).to_have_attribute("aria-checked", "false")
    await switch.press("Enter")
    await expect(card.locator("> .english")).to_be_visible()


async def test_without_a_table_there_is_nothing_to_switch(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    await expect(texts(page, MILA)).to_have_text(["/start"])
    await expect(page.locator("#english")).to_be_hidden()
    await expect(page.locator("#play")).to_be_hidden()


async def test_a_hint_says_what_its_labels_mean(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await sandbox.limits(enabled=False)
    page = await visitor.open()
    await sandbox.captions(TABLE)
    await sandbox.hint(MILA, "Press “Преузимам” or “<b>”.")
    hint = phone(page, MILA).locator(".hint span")
    await expect(hint).to_have_text("Press “Преузимам” (I take it over) or “<b>”.")
    await expect(phone(page, ION).locator(".hint")).to_be_hidden()
    keys = {"inline_keyboard": [[{"text": "Преузимам", "callback_data": "take"}]]}
    await bot("sendMessage", chat_id=MILA, text="1", reply_markup=keys)
    for _ in range(9):
        await bot("sendMessage", chat_id=MILA, text="\n".join("23456"))
    meant = phone(page, MILA).get_by_role("button", name="Преузимам").last
    await expect(meant).not_to_be_in_viewport()
    await hint.click()
    await expect(meant).to_be_in_viewport(ratio=0.9)
    await sandbox.hint(MILA, "")
    await expect(hint).to_be_hidden()


async def test_the_story_is_asked_for_followed_and_can_be_asked_for_again(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await sandbox.story_progress(playing=False, of=2)
    page = await visitor.open()
    keys = {"inline_keyboard": [[{"text": "Преузимам", "callback_data": "take"}]]}
    await bot("sendMessage", chat_id=ION, text="1", reply_markup=keys)
    await bot("sendMessage", chat_id=ION, text="2", reply_markup=keys)
    for time in (1, 2):
        await page.locator("#play").click()
        await expect(page.locator("#play")).to_be_disabled()
        assert await sandbox.story_asked(after=time - 1, wait=5) == time
        told: dict[str, object] = {"playing": True, "of": 2, "step": 1, "scene": "Ion reads it"}
        await sandbox.story_progress(**told, person=ION, name="Ion", label="Преузимам")
        await expect(page.locator(".story-words")).to_have_text(
            "Ion reads it Ion presses Преузимам"
        )
        await expect(page.locator(".key.next")).to_have_count(1)
        await expect(phone(page, ION).locator(".message").last.locator(".next")).to_be_visible()
        await expect(page.locator(".phone.acting h2")).to_have_text("Ion Munteanu")
        await sandbox.story_progress(playing=False, of=2, step=2, scene="The end")
        await expect(page.locator("#story-scene")).to_have_text("The end")
        await expect(page.locator(".next, .acting")).to_have_count(0)
        await expect(page.locator("#play")).to_have_text("▶Play it again")
    await phone(page, MILA).locator(".log").click()
    await expect(page.locator("#story")).to_be_visible()
    await phone(page, ION).locator(".message").last.locator(".key").click()
    await expect(page.locator("#story")).to_be_hidden()


async def test_what_the_page_is_stands_above_it_until_a_phone_is_used(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    await sandbox.story_progress(playing=False, of=2, scene="Two phones of a patrol")
    scene = page.locator("#story-scene")
    await expect(scene).to_have_text("Two phones of a patrol")
    await expect(page.locator("#story-progress")).to_be_hidden()
    await phone(page, MILA).get_by_role("button", name="Attach").click()
    await expect(scene).to_be_hidden()
    await sandbox.story_progress(playing=True, of=2, step=1, scene="Ion reads it")
    await expect(page.locator("#story-progress")).to_be_visible()
    await expect(scene).to_have_text("Ion reads it")


async def map_of(page: Page, bot: BotApi) -> Any:
    """The map of Mila's phone, opened by the key that asks for a place."""
    board = {"keyboard": [[{"text": "Где сам", "request_location": True}]]}
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=board)
    await phone(page, MILA).get_by_role("button", name="Где сам").click()
    await expect(phone(page, MILA).get_by_role("dialog")).to_be_visible()
    return phone(page, MILA).locator(".map-frame svg")


async def sent_place(bot: BotApi) -> tuple[float, float]:
    [update] = await read(bot)
    message: Any = update.get("message") or update["edited_message"]
    return message["location"]["latitude"], message["location"]["longitude"]


async def test_a_click_on_the_map_is_a_place_on_the_ground(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    chart = await map_of(page, bot)
    nera = """one => {
      const line = one.querySelector('.map-river'), box = one.getBoundingClientRect();
      const end = line.getPointAtLength(line.getTotalLength()).matrixTransform(one.getScreenCTM());
      return { x: end.x - box.x, y: end.y - box.y }; }"""
    await chart.click(position=await chart.evaluate(nera))
    await phone(page, MILA).get_by_role("button", name="Send place").click()
    assert await sent_place(bot) == pytest.approx((44.83, 21.36), abs=0.02)


async def test_the_map_is_used_without_a_mouse(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    chart = await map_of(page, bot)
    await expect(chart).to_be_focused()
    sheet = phone(page, MILA).get_by_role("dialog")
    await chart.press("ArrowUp")
    first = float(await sheet.get_by_label("Latitude").input_value())
    await chart.press("ArrowUp")
    second = float(await sheet.get_by_label("Latitude").input_value())
    for _ in range(3):
        await chart.press("+")
    await chart.press("ArrowUp")
    third = float(await sheet.get_by_label("Latitude").input_value())
    assert third - second == pytest.approx((second - first) / 8, rel=0.01)
    await expect(sheet.locator(".notice")).to_have_text("© OpenStreetMap contributors · GeoNames")


async def choose(screen: Locator, known: int) -> None:
    """One of the known points, and send it."""
    await screen.get_by_label("Known points").select_option(str(known))
    await screen.get_by_role("button", name="Send place").click()


async def test_a_live_place_begins_moves_and_ends(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    screen = phone(page, MILA)
    await screen.get_by_role("button", name="Attach").click()
    await screen.get_by_role("button", name="Live location").click()
    await choose(screen, 0)
    assert await sent_place(bot) == (44.8271, 21.3564)
    await screen.get_by_role("button", name="Move it").click()
    await choose(screen, 5)
    assert await sent_place(bot) == (44.6416, 22.3018)
    await expect(screen.locator(".place strong")).to_have_text("Live location")
    await screen.get_by_role("button", name="Stop sharing").click()
    await expect(screen.locator(".place strong")).to_have_text("Location")
    await expect(screen.locator(".live")).to_have_count(0)
    assert await sent_place(bot) == (44.6416, 22.3018)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("A sample photo", "photo"),
        ("Voice message", "voice"),
        ("Video", "video"),
        ("File", "document"),
    ],
)
async def test_a_photo_a_voice_a_film_and_a_file_are_at_hand(
    bot: BotApi, visitor: Visitor, entry: str, kind: str
) -> None:
    page = await visitor.open()
    await phone(page, MILA).get_by_role("button", name="Attach").click()
    await phone(page, MILA).get_by_role("button", name=entry).click()
    [update] = await read(bot)
    sent: Any = update["message"]
    assert kind in sent
    if kind == "photo":
        assert (sent["photo"][-1]["width"], sent["photo"][-1]["height"]) == (800, 600)


async def test_an_album_is_sent_as_a_phone_sends_it(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    await phone(page, MILA).get_by_role("button", name="Attach").click()
    await phone(page, MILA).get_by_role("button", name="Album of three").click()
    await expect(phone(page, MILA).locator(".photo img")).to_have_count(3)
    sent = [update["message"] for update in await bot("getUpdates")]
    assert [("photo" in each) for each in sent] == [True] * 3
    assert len({each["media_group_id"] for each in sent}) == 1
