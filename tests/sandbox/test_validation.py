"""What Telegram refuses, word for word where its words are known."""

from typing import Any

import pytest

from sandbox.client import Sandbox
from tests.sandbox.bot_api import BotApi


@pytest.fixture(autouse=True)
async def _unlimited(sandbox: Sandbox) -> None:
    await sandbox.limits(enabled=False)


def html(text: str) -> dict[str, str]:
    return {"text": text, "parse_mode": "HTML"}


def entity(**fields: Any) -> dict[str, Any]:
    return {"text": "hello", "entities": [{"type": "bold", "offset": 0, "length": 1, **fields}]}


def inline(**button: Any) -> dict[str, Any]:
    return {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", **button}]]}}


BUTTON = "can't parse inline keyboard button: "
ONLY_HTTPS = (
    "inline keyboard button Web App URL 'http://example.com' is invalid:"
    " Only HTTPS links are allowed"
)

REFUSED = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": "   \n"}, "text must be non-empty"),
    (html("<b></b>"), "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "nul \0 inside"}, "strings must be encoded in UTF-8"),
    ({"text": "lone \ud83d surrogate"}, "strings must be encoded in UTF-8"),
    ({"text": "x", "parse_mode": "HTLM"}, "unsupported parse_mode"),
    ({"text": "x", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
    (
        html("<b>unclosed"),
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        html("<script>alert(1)</script>"),
        'can\'t parse entities: Unsupported start tag "script" at byte offset 0',
    ),
    (
        html("Ж <x>test</x>"),
        'can\'t parse entities: Unsupported start tag "x" at byte offset 3',
    ),
    (
        html("<b><i>test</b></i>"),
        'can\'t parse entities: Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
    ),
    (html("a</b>"), "can't parse entities: Unexpected end tag at byte offset 1"),
    (html("2 < 3"), 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    (html("a<b"), "can't parse entities: Unclosed start tag at byte offset 1"),
    (html('<b class="x" a'), "can't parse entities: Unclosed start tag at byte offset 0"),
    (
        html("<span>x</span>"),
        'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    (entity(offset=100), "entity begins after the end of the text at UTF-16 offset 100"),
    (
        entity(length=100),
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
    ),
    (entity(offset=-1), "receive an entity with incorrect offset -1"),
    (entity(type="invalid"), "can't parse MessageEntity: Unsupported type specified"),
    (entity(type=["bold"]), "can't parse MessageEntity: Unsupported type specified"),
    (
        entity(type="text_link", url="http://[x"),
        "entity URL 'http://[x' is invalid: Wrong HTTP URL",
    ),
    (entity(type="text_link"), "can't parse MessageEntity: Can't find field \"url\""),
    (
        entity(type="text_link", url="not-a-url"),
        "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    (inline(), BUTTON + "Text buttons are unallowed in the inline keyboard"),
    (inline(callback_data=""), BUTTON + "Text buttons are unallowed in the inline keyboard"),
    (inline(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    (inline(callback_data="Ж" * 33), "BUTTON_DATA_INVALID"),
    (
        inline(url="not-a-url"),
        "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    (
        inline(url="ftp://example.com"),
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    (inline(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    (inline(callback_data="x", style="blue"), "invalid button style specified"),
    (
        inline(web_app={"url": "http://example.com"}),
        ONLY_HTTPS,
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
        BUTTON + 'Can\'t find field "text"',
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": "bad"}},
        'field "inline_keyboard" must be of type Array',
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{}] * 8] * 13}},
        "REPLY_MARKUP_TOO_LONG",
    ),
    (
        {"text": "x", "reply_markup": {"keyboard": [["A"]], "selective": "yes"}},
        'field "selective" must be of type Boolean',
    ),
    (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "\ud83d", "url": "a.rs"}]]}},
        "strings must be encoded in UTF-8",
    ),
    (
        {"text": "x", "reply_markup": '{"inline_keyboard": [[{"text": "\\u0000"}]]}'},
        "strings must be encoded in UTF-8",
    ),
    ({"text": "x", "reply_markup": "{bad"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
    ({"text": "x", "reply_parameters": {"quote": "y"}}, 'can\'t find field "message_id"'),
    ({"text": "x", "message_thread_id": 7}, "message thread not found"),
    ({"text": "x", "business_connection_id": "b"}, "business connection not found"),
    ({"text": "x", "allow_paid_broadcast": True}, "FLOODSKIP_NOT_ALLOWED"),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
    ({"text": "x", "chat_id": -5}, "chat not found"),
]


@pytest.mark.parametrize(("params", "refusal"), REFUSED)
async def test_refused(
    bot: BotApi, sandbox: Sandbox, mila: int, params: dict[str, Any], refusal: str
) -> None:
    status, body = await bot.raw("sendMessage", json={"chat_id": mila, **params})
    assert (status, body["description"]) == (400, f"Bad Request: {refusal}")
    assert [one for one in await sandbox.messages(mila) if one["from"] == "bot"] == []
    assert (await sandbox.log())[-1]["outcome"] == "refused"


ACCEPTED = [
    ({"text": "x" * 4096}, "x" * 4096, []),
    ({"text": "😀" * 2048}, "😀" * 2048, []),
    (
        html("<b>" + "x" * 4096 + "</b>"),
        "x" * 4096,
        [{"offset": 0, "length": 4096, "type": "bold"}],
    ),
    ({"text": "  both ends \n"}, "both ends", []),
    (
        html(" 😀 <b>ж <i>и</i></b> "),
        "😀 ж и",
        [
            {"offset": 3, "length": 3, "type": "bold"},
            {"offset": 5, "length": 1, "type": "italic"},
        ],
    ),
    (html("1 &lt; 2 &amp;&amp; &quot;3&quot; &#1046; &nbsp;"), '1 < 2 && "3" Ж &nbsp;', []),
    (
        html('<a href="https://a.rs/?x=1&amp;y=2">там</a>'),
        "там",
        [{"offset": 0, "length": 3, "type": "text_link", "url": "https://a.rs/?x=1&y=2"}],
    ),
    (
        html("<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler>"),
        "qs",
        [
            {"offset": 0, "length": 1, "type": "expandable_blockquote"},
            {"offset": 1, "length": 1, "type": "spoiler"},
        ],
    ),
    (
        html('<pre><code class="language-python">x = 1</code></pre>'),
        "x = 1",
        [{"offset": 0, "length": 5, "type": "pre", "language": "python"}],
    ),
    (
        {"text": "see /help, #nera or https://a.rs/x @mila"},
        "see /help, #nera or https://a.rs/x @mila",
        [
            {"offset": 4, "length": 5, "type": "bot_command"},
            {"offset": 11, "length": 5, "type": "hashtag"},
            {"offset": 20, "length": 14, "type": "url"},
            {"offset": 35, "length": 5, "type": "mention"},
        ],
    ),
    (html("<code>/help</code>"), "/help", [{"offset": 0, "length": 5, "type": "code"}]),
    ({"text": "<b>plain</b> & 2 < 3"}, "<b>plain</b> & 2 < 3", []),
    (
        {"text": "😀b", "entities": [{"type": "bold", "offset": 2, "length": 1}]},
        "😀b",
        [{"offset": 2, "length": 1, "type": "bold"}],
    ),
]


@pytest.mark.parametrize(("params", "text", "entities"), ACCEPTED)
async def test_accepted(
    bot: BotApi, mila: int, params: dict[str, Any], text: str, entities: list[dict[str, Any]]
) -> None:
    sent = await bot("sendMessage", chat_id=mila, **params)
    assert (sent["text"], sent.get("entities", [])) == (text, entities)


async def test_buttons_up_to_their_limits(bot: BotApi, mila: int) -> None:
    row = [{"text": "b", "callback_data": "Ж" * 32, "style": "danger"}]
    keys = {"inline_keyboard": [row] * 100}
    sent = await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    assert sent["reply_markup"] == keys
    link = inline(url="https://example.com/x")["reply_markup"]
    assert await bot("sendMessage", chat_id=mila, text="x", reply_markup=link)
    copy = inline(copy_text={"text": "44.8, 21.4"})["reply_markup"]
    assert await bot("sendMessage", chat_id=mila, text="x", reply_markup=copy)


async def test_captions_have_1024(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.photo(mila)
    [update] = await bot("getUpdates")
    photo = update["message"]["photo"][-1]["file_id"]
    assert await bot("sendPhoto", chat_id=mila, photo=photo, caption="x" * 1024)
    refusal = await bot.refused("sendPhoto", chat_id=mila, photo=photo, caption="x" * 1025)
    assert refusal == "Bad Request: message caption is too long"


async def test_contact_and_place_are_asked_in_private_only(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    group = await sandbox.group("Nera", [mila])
    for key, what in (("request_contact", "phone number"), ("request_location", "location")):
        keys = {"keyboard": [[{"text": "Share", key: True}]]}
        await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
        refusal = await bot.refused("sendMessage", chat_id=group, text="x", reply_markup=keys)
        assert refusal == f"Bad Request: {what} can be requested in private chats only"


async def test_answers_to_buttons_have_200(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    sent = await bot("sendMessage", chat_id=mila, text="x")
    pressed = await sandbox.press(mila, data="d", message_id=sent["message_id"])
    query = pressed["callback_query_id"]
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"
    assert await bot("answerCallbackQuery", callback_query_id=query, text="x" * 200) is True
    assert "query ID is invalid" in await bot.refused("answerCallbackQuery", callback_query_id="1")


async def test_broken_bodies(bot: BotApi) -> None:
    status, body = await bot.raw(
        "sendMessage", data=b"{bad", headers={"Content-Type": "application/json"}
    )
    assert (status, body["description"]) == (400, "Bad Request: can't parse JSON object")
    status, body = await bot.raw(
        "sendMessage",
        data=b"chat_id=1&text=%ff%fe",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert (status, body["description"]) == (400, "Bad Request: strings must be encoded in UTF-8")
