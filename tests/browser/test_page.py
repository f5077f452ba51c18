"""The page as a whole: hostile content, several phones, small screens, new beginnings."""

import re

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Sandbox
from sandbox.server import Running
from tests.browser.conftest import DESK, ION, MILA, POCKET, Visitor, phone, read, texts
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

HOSTILE = [
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "\u202eтекст наопако\u2066 без краја",
    "שלום 12:00 <b>",
    "{{7*7}} ${alert(3)} &lt;b&gt; javascript:alert(4)",
    "ш" * 4096,
    "\u200b\u200b.\u0301\u0489" * 20,
]
SMALL = """() => [...document.querySelectorAll('button, textarea, input')]
  .filter((one) => one.checkVisibility() && !one.classList.contains('linked'))
  .map((one) => [one.textContent || one.ariaLabel, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 44 || height < 43.9)
  .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)"""


async def test_hostile_texts_are_only_texts(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await sandbox.limits(enabled=False)
    page = await visitor.open()
    for text in HOSTILE:
        await bot("sendMessage", chat_id=MILA, text=text)
        await sandbox.text(MILA, text)
    wanted = ["/start", *(text for text in HOSTILE for _ in range(2))]
    await expect(texts(page, MILA)).to_have_count(len(wanted))
    assert [await one.text_content() for one in await texts(page, MILA).all()] == wanted
    assert await phone(page, MILA).locator(".log :is(img, script, b, iframe)").count() == 0
    isolated = "one => getComputedStyle(one).unicodeBidi + ' ' + one.parentElement.dir"
    assert [await one.evaluate(isolated) for one in await texts(page, MILA).all()] == [
        "isolate auto"
    ] * len(wanted)
    crossing = """one => [...one.querySelectorAll('.bubble, .meta, .text')].filter((part) => {
      const [inner, outer] = [part.getBoundingClientRect(), one.getBoundingClientRect()];
      return inner.left < outer.left || inner.right > outer.right;
    }).length"""
    assert await phone(page, MILA).locator(".log").evaluate(crossing) == 0
    times = await phone(page, MILA).locator(".meta time").all_text_contents()
    assert len(set(times)) <= 2, "a text has changed the time beside it"


async def test_hostile_names_labels_and_answers_are_only_texts(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    await sandbox.person(nasty, id=106, phone=nasty, language_code=nasty)
    await sandbox.start(106)
    keys = {"keyboard": [[{"text": nasty}]]}
    await bot("sendMessage", chat_id=106, text="1", reply_markup=keys)
    keys = {"inline_keyboard": [[{"text": nasty, "callback_data": "x"}]]}
    await bot("sendMessage", chat_id=106, text="2", reply_markup=keys)
    page = await visitor.open("?people=106")
    await expect(page.locator(".caption h2")).to_have_text(nasty)
    await expect(page.locator(".inline .key")).to_have_text(nasty)
    await expect(page.locator(".board .key")).to_have_text(nasty)
    assert await page.locator("img[src=x]").count() == 0


async def test_a_file_is_a_download_unless_it_is_a_picture(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor, running: Running
) -> None:
    page = await visitor.open()
    html = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="
    await sandbox.document(MILA, data=html, file_name="<b>.html")
    link = phone(page, MILA).locator("a.card")
    await expect(link.locator("strong")).to_have_text("<b>.html")
    address = f"{running.url}/{await link.get_attribute('href')}"
    async with bot.session.get(address) as answer:
        told = {name: answer.headers[name] for name in ("Content-Type", "Content-Disposition")}
        assert await answer.read() == b"<script>alert(1)</script>"
    assert told == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment",
    }


async def test_two_phones_know_nothing_of_each_other(bot: BotApi, visitor: Visitor) -> None:
    page = await visitor.open()
    await phone(page, MILA).locator("textarea").fill("још пишем")
    await bot("sendMessage", chat_id=ION, text="Bună")
    await expect(texts(page, ION)).to_have_text(["/start", "Bună"])
    await expect(texts(page, MILA)).to_have_text(["/start"])
    await expect(phone(page, MILA).locator("textarea")).to_have_value("још пишем")
    await phone(page, MILA).get_by_role("button", name="Block the bot").click()
    await phone(page, ION).locator("textarea").fill("Salut")
    await phone(page, ION).get_by_role("button", name="Send", exact=True).click()
    await expect(texts(page, ION)).to_have_text(["/start", "Bună", "Salut"])


async def test_people_are_shown_in_order_or_as_chosen(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    names = page.locator(".caption h2")
    await expect(names).to_have_text(["Mila Jovanović", "Ion Munteanu"])
    await sandbox.person("Ana Dragomir", id=104, language_code="ro")
    await expect(names).to_have_text(["Mila Jovanović", "Ion Munteanu", "Ana Dragomir"])
    chosen = await visitor.open(f"?people={ION},{MILA},999")
    await expect(chosen.locator(".caption h2")).to_have_text(["Ion Munteanu", "Mila Jovanović"])


async def test_a_reset_empties_the_page_and_new_people_begin_anew(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    await bot("sendMessage", chat_id=MILA, text="пре")
    await expect(texts(page, MILA)).to_have_text(["/start", "пре"])
    await sandbox.reset()
    await sandbox.person("Mila Jovanović", id=MILA, language_code="sr", phone="+381601112233")
    await sandbox.start(MILA)
    await expect(texts(page, MILA)).to_have_text(["/start"])
    await expect(phone(page, ION)).to_have_count(0)
    await sandbox.reset()
    await expect(page.locator(".phone")).to_have_count(0)
    await expect(page.get_by_role("heading", name="No phones yet")).to_be_visible()


async def test_on_a_real_phone_one_phone_fills_the_screen_and_the_others_call(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await visitor.open(size=POCKET)
    tab = page.locator(".tab", has_text="Ion")
    await expect(page.locator(".tab", has_text="Mila")).to_have_attribute("aria-current", "true")
    box = await phone(page, MILA).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, POCKET[0])
    await bot("sendMessage", chat_id=ION, text="unu")
    await bot("sendMessage", chat_id=ION, text="doi")
    await expect(tab.locator(".badge")).to_have_text("2")
    await expect(page).to_have_title("(2) Straja – phones")
    await tab.click()
    await expect(tab).to_have_attribute("aria-current", "true")
    await expect(tab.locator(".badge")).to_be_hidden()
    await expect(page).to_have_title("Straja – phones")


async def test_who_reads_above_is_not_torn_away_but_told(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    await sandbox.limits(enabled=False)
    for number in range(40):
        await bot("sendMessage", chat_id=MILA, text=f"порука {number}")
    page = await visitor.open()
    log = phone(page, MILA).get_by_role("log")
    await expect(texts(page, MILA).last).to_be_in_viewport()
    await log.evaluate("one => one.scrollTo(0, 0)")
    jump = phone(page, MILA).get_by_role("button", name="To the newest message")
    await expect(jump).to_be_visible()
    await bot("sendMessage", chat_id=MILA, text="нова")
    await expect(jump.locator(".badge")).to_have_text("1")
    assert await log.evaluate("one => one.scrollTop") == 0
    await jump.click()
    await expect(texts(page, MILA).last).to_be_in_viewport()
    await expect(jump).to_be_hidden()
    await expect(page).to_have_title("Straja – phones")


async def fill(bot: BotApi) -> None:
    row = [{"text": "Преузимам", "callback_data": "1"}, {"text": "Да", "callback_data": "2"}]
    await bot("sendMessage", chat_id=MILA, text="?", reply_markup={"inline_keyboard": [row, row]})
    board = {"keyboard": [[{"text": "Дојава"}, {"text": "SOS"}, {"text": "Више"}]]}
    await bot("sendMessage", chat_id=MILA, text="Мени", reply_markup=board)


@pytest.mark.parametrize("size", [DESK, POCKET, (820, 1180), (720, 450), (320, 568)])
async def test_keys_are_large_and_nothing_sticks_out(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor, size: tuple[int, int]
) -> None:
    await fill(bot)
    await sandbox.captions([("а", "a", "sr")])
    await sandbox.story_progress(playing=False, of=2, scene="Two phones of a patrol")
    page = await visitor.open(size=size)
    await expect(phone(page, MILA).locator(".board .key")).to_have_count(3)
    await expect(page.locator("#play")).to_be_visible()
    last = await page.locator("#backstage-open").bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= size[0]
    assert await page.evaluate(SMALL) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) == 0
    assert await sideways(page) == []


async def sideways(page: Page) -> list[str]:
    """Parts of a phone that are wider than the phone."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('.screen, .screen *')]
          .filter((one) => one.checkVisibility() && !one.closest('.unseen'))
          .filter((one) => {
            const inner = one.getBoundingClientRect();
            const outer = one.closest('.phone').getBoundingClientRect();
            return inner.left < outer.left - 1 || inner.right > outer.right + 1;
          }).map((one) => one.className)"""
    )
    return found


async def test_a_visitor_without_a_mouse_presses_buttons(bot: BotApi, visitor: Visitor) -> None:
    await fill(bot)
    page = await visitor.open()
    await expect(phone(page, MILA).locator(".board .key")).to_have_count(3)
    await expect(page.locator(".board[inert]")).to_have_count(0)
    reached = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        name = "document.activeElement.textContent || document.activeElement.ariaLabel"
        reached.add(await page.evaluate(name))
    assert {"Преузимам", "Да", "Дојава", "SOS", "Send", "Block the bot"} <= reached
    await expect(phone(page, MILA).get_by_role("log")).to_have_attribute("aria-live", "polite")


async def test_the_page_finds_its_way_back_to_a_sandbox_that_was_away(
    bot: BotApi, visitor: Visitor
) -> None:
    page = await visitor.open()
    await expect(texts(page, MILA)).to_have_text(["/start"])
    await page.context.set_offline(True)
    await expect(page.locator("#lost")).to_be_visible()
    await bot("sendMessage", chat_id=MILA, text="у међувремену")
    await page.context.set_offline(False)
    await expect(texts(page, MILA)).to_have_text(["/start", "у међувремену"])
    await expect(page.locator("#lost")).to_be_hidden()
    visitor.faults[:] = [one for one in visitor.faults if "ERR_INTERNET_DISCONNECTED" not in one]


async def test_a_visitor_is_told_why_nothing_is_answered(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    page = await visitor.open()
    trouble = page.locator("#lost")
    await expect(texts(page, MILA)).to_have_text(["/start"])
    await expect(trouble).to_be_hidden()
    await sandbox.text(MILA, "има ли кога")
    await sandbox.advance(60)
    await expect(trouble).to_have_text(re.compile("^The assistant does not answer"))
    await page.get_by_role("button", name="Cut Telegram off").click()
    await expect(trouble).to_have_text(re.compile("^Telegram is down"))
    await page.get_by_role("button", name="Bring Telegram back").click()
    await expect(trouble).to_have_text(re.compile("^Telegram is back"))
    await read(bot)
    await expect(trouble).to_be_hidden()


async def test_who_somebody_is_stands_under_the_name(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor
) -> None:
    about = "Romania · <b>duty desk"
    await sandbox.person("Ana Dragomir", id=104, phone="+40721110009", about=about)
    page = await visitor.open()
    lines = page.locator(".caption .about")
    await expect(lines).to_have_text(["+381601112233", "+40722123456", about])
    await expect(lines.last).to_have_attribute("title", "+40721110009")


async def test_nothing_is_asked_of_any_other_address(
    bot: BotApi, visitor: Visitor, running: Running
) -> None:
    page = await visitor.browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(running.url)
    await expect(texts(page, MILA)).to_have_text(["/start"])
    assert [address for address in asked if not address.startswith(f"{running.url}/")] == []
