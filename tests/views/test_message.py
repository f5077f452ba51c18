"""What is shown is plain data that the Bot API takes, and nothing typed can disturb it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.message import (
    MAX_CAPTION_UNITS,
    MAX_UNITS,
    Attachment,
    Button,
    FileKind,
    Key,
    Message,
    Style,
    Wants,
    cut,
    shown,
    units,
)

FAMILY = "👩\u200d👩\u200d👧"


def test_a_message_with_a_title_and_buttons_is_sent_and_edited_alike() -> None:
    rows = ((Button("Узми", "take:1", Style.PRIMARY), Button("Не", "no:1")),)
    message = Message("текст", title="🚨 Наслов", buttons=rows)
    content = {
        "chat_id": 5,
        "text": "🚨 Наслов\nтекст",
        "entities": [{"type": "bold", "offset": 0, "length": 9}],
        "reply_markup": {
            "inline_keyboard": [
                [
                    {"text": "Узми", "callback_data": "take:1", "style": "primary"},
                    {"text": "Не", "callback_data": "no:1"},
                ]
            ]
        },
    }

    assert message.payload(5) == content | {"protect_content": True}
    assert message.edit(5, 7) == content | {"message_id": 7}


def test_large_keys_are_shown_once_or_for_good_or_taken_away() -> None:
    keys = ((Key("📍", Wants.LOCATION), Key("Да")), (Key("📱", Wants.CONTACT),))
    shape = [
        [{"text": "📍", "request_location": True}, {"text": "Да"}],
        [{"text": "📱", "request_contact": True}],
    ]

    def markup(message: Message) -> object:
        return message.payload(1).get("reply_markup")

    stay, once = (
        {
            "keyboard": shape,
            "resize_keyboard": True,
            "is_persistent": stays,
            "one_time_keyboard": not stays,
        }
        for stays in (True, False)
    )
    assert markup(Message("x", keys=keys)) == stay
    assert markup(Message("x", keys=keys, keys_stay=False)) == once
    assert markup(Message("x", keys=())) == {"remove_keyboard": True}
    assert markup(Message("x")) is None
    assert "reply_markup" not in Message("x", keys=keys).edit(1, 2)
    assert Message("x", protected=False).payload(1)["protect_content"] is False


def test_nothing_is_parsed() -> None:
    payload = Message("<b>&amp;</b> *x* _y_ [z](t.me)").payload(1)

    assert payload["text"] == "<b>&amp;</b> *x* _y_ [z](t.me)"
    assert "parse_mode" not in payload
    assert "entities" not in payload


@pytest.mark.parametrize(
    ("data", "fits"), [("x" * 64, True), ("x" * 65, False), ("ш" * 32, True), ("ш" * 33, False)]
)
def test_a_button_carries_at_most_64_bytes(data: str, fits: bool) -> None:
    button = Button("x", data)
    if fits:
        assert button.as_json() == {"text": "x", "callback_data": data}
    else:
        with pytest.raises(ValueError, match="64 bytes"):
            button.as_json()


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("шђ", 2), ("😀", 2), (FAMILY, 8), ("\ud800", 1)]
)
def test_text_is_measured_in_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length


@given(text=st.text(max_size=60), limit=st.integers(2, 40))
def test_cutting_never_splits_a_letter(text: str, limit: int) -> None:
    shortened = cut(text, limit)

    assert units(shortened) <= limit
    shortened.encode()  # half a pair would not encode
    if units(text) <= limit:
        assert shortened == text
    else:
        assert shortened.endswith("…")
        assert text.startswith(shortened[:-1])
        assert units(shortened) >= limit - 1


def test_what_is_cut_at_a_pair_loses_the_whole_of_it() -> None:
    assert cut("ab😀cd", 4) == "ab…"
    assert cut("ab😀cd", 5) == "ab😀…"
    assert cut("x\ud800" * 5, 4) == "xx…"


def test_a_message_too_long_for_telegram_is_cut_with_its_title_kept() -> None:
    payload = Message("😀" * 5000, title="Наслов").payload(1)

    assert units(payload["text"]) <= MAX_UNITS
    assert payload["text"].startswith("Наслов\n😀")
    assert payload["entities"] == [{"type": "bold", "offset": 0, "length": 6}]


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("обрт \u202egpj.exe", "обрт gpj.exe"),
        ("a\u2066b\u2069c\u200ed\u061ce", "abcde"),
        ("x\0y\x1b[31mz\x7f", "xy[31mz"),
        ("a\ud800b\ue000c", "abc"),
        ("нула\u200bширина\ufeff", "нулаширина"),
        ("  ред\nред \t ", "ред\nред"),
        (FAMILY + " 🇷🇸 ❤️ 👍🏽", FAMILY + " 🇷🇸 ❤️ 👍🏽"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_what_was_typed_is_shown_without_what_would_deceive(typed: str, safe: str) -> None:
    assert shown(typed) == safe


MAP = Attachment(FileKind.PHOTO, "0" * 64, "map.jpg")


@pytest.mark.parametrize("kind", FileKind)
def test_a_message_with_a_file_is_its_caption(kind: FileKind) -> None:
    rows = ((Button("Да", "yes:1"),),)
    file = Attachment(kind, "0" * 64, "x")
    message = Message("Сокол", title="Мапа", buttons=rows, attachment=file)

    assert message.method == {"photo": "sendPhoto", "document": "sendDocument"}.get(
        kind, f"send{kind.capitalize()}"
    )
    assert message.parts() == (message,)
    assert message.payload(5) == {
        "chat_id": 5,
        "caption": "Мапа\nСокол",
        "caption_entities": [{"type": "bold", "offset": 0, "length": 4}],
        "attachment": {"kind": kind.value, "file": "0" * 64, "name": "x"},
        "protect_content": True,
        "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "yes:1"}]]},
    }


def test_a_file_without_words_has_no_caption() -> None:
    payload = {"chat_id": 5, "attachment": MAP.as_json(), "protect_content": True}
    assert Message("", attachment=MAP).payload(5) == payload


@pytest.mark.parametrize(("length", "number"), [(MAX_CAPTION_UNITS, 1), (MAX_CAPTION_UNITS + 1, 2)])
def test_what_is_too_long_for_a_caption_follows_its_file_whole(length: int, number: int) -> None:
    words = "🚤" * (length // 2) + "x" * (length % 2)
    rows = ((Button("Да", "yes:1"),),)
    message = Message(words, buttons=rows, attachment=MAP)
    parts = message.parts()

    assert [each.method for each in parts] == ["sendPhoto", "sendMessage"][:number]
    last = parts[-1].payload(5)
    assert last.get("text", last.get("caption")) == words
    assert "reply_markup" in last
    assert number == 1 or parts[0] == Message("", attachment=MAP)
