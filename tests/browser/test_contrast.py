"""Every text on the page stands out from what is behind it, as WCAG 2.2 AA (1.4.3) asks."""

import pytest
from playwright.async_api import expect

from sandbox.client import Sandbox
from tests.browser.conftest import DESK, ION, MILA, POCKET, Visitor, phone
from tests.sandbox.bot_api import BotApi

pytestmark = pytest.mark.asyncio(loop_scope="session")  # one Chromium for all of them

# Relative luminance and ratio as WCAG defines them; colours blend over all that is behind them.
FAINT = r"""async () => {
  await Promise.all(document.getAnimations().map((one) => one.finished));
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], low) => [r, g, b].map((part, i) => part * a + low[i] * (1 - a));
  const light = (colour) => {
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const one = node.parentElement;
    const seen = one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, svg');
    if (!seen || !/\p{L}|\p{N}/u.test(node.data)) continue;
    let below = [255, 255, 255], opacity = 1;
    const around = [];
    for (let at = one; at; at = at.parentElement) around.unshift(getComputedStyle(at));
    for (const style of around) {
      below = over(rgba(style.backgroundColor), below);
      opacity *= Number(style.opacity);
    }
    const [r, g, b, a] = rgba(around.at(-1).color);
    const pair = [light(over([r, g, b, a * opacity], below)), light(below)];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) found.add(`${one.className || one.tagName} ${ratio.toFixed(1)}: ${node.data}`);
  }
  return [...found];
}"""


@pytest.mark.parametrize("size", [DESK, POCKET])
@pytest.mark.parametrize("dark", [False, True])
async def test_no_text_is_faint(
    bot: BotApi, sandbox: Sandbox, visitor: Visitor, size: tuple[int, int], *, dark: bool
) -> None:
    await sandbox.captions([("Преузимам", "I take it over", "sr")])
    await sandbox.hint(MILA, "Press “Преузимам”.")
    await sandbox.story_progress(playing=False, of=2, step=1, scene="Ion reads it")
    styles = ("primary", "success", "danger", None)
    keys = [{"text": "Преузимам", "callback_data": str(one), "style": one} for one in styles]
    keys[-1].pop("style")
    rows = {"inline_keyboard": [[key] for key in keys]}
    sent = await bot("sendMessage", chat_id=MILA, text="Преузимам", reply_markup=rows)
    await bot("sendMessage", chat_id=MILA, text="<code>a</code> /b", parse_mode="HTML")
    await bot("sendMessage", chat_id=MILA, text="?", reply_markup={"keyboard": [[{"text": "SOS"}]]})
    await sandbox.text(MILA, "Преузимам", reply_to=sent["message_id"])
    await sandbox.block(ION)
    await sandbox.fault("drop", method="sendPhoto")
    await bot.refused("sendMessage", chat_id=ION, text="auziți")
    page = await visitor.open(size=size, dark=dark)
    await expect(phone(page, MILA).locator(".message .key .english")).to_have_count(4)
    await page.evaluate("""() => {
      for (const id of ['story', 'lost']) document.getElementById(id).hidden = false;
      for (const id of ['lost', 'story-deed']) document.getElementById(id).textContent = 'words';
    }""")
    assert await page.evaluate(FAINT) == []
    await phone(page, MILA).get_by_role("button", name="Attach").click()
    await phone(page, MILA).get_by_role("button", name="Location", exact=True).click()
    await expect(phone(page, MILA).locator(".map-frame svg")).to_be_visible()
    assert await page.evaluate(FAINT) == []
    await page.get_by_role("button", name="Backstage").click()
    for name in ("Phones", "Faults", "Deliveries"):
        await page.get_by_role("tab", name=name).click()
        assert await page.evaluate(FAINT) == []
    await expect(page.locator(".verdict.refused")).to_be_visible()
    assert await page.evaluate(FAINT) == []
