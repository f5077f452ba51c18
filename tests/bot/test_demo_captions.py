"""English for the page of phones: whole, without a guess, the same every time."""

import runpy
from pathlib import Path

import pytest

from bot.demo.captions import JOINTS, PLACEHOLDER, table
from bot.demo.cast import cast
from bot.demo.hints import hint
from locales import catalogues
from views.glossary import terms
from views.script import latin

MAP = Path("sandbox/page/border.json")


def test_every_translation_has_its_english_in_each_script() -> None:
    known = {(pattern, language) for pattern, _, language in table()}
    wanted = {(row["sr_Cyrl"], "sr") for row in terms().values()}
    wanted |= {(row["sr_Latn"], "sr-Latn") for row in terms().values()}
    for folder in catalogues.LANGUAGES:
        for entry in catalogues.entries(catalogues.read(Path(), folder)):
            lines = [line for form in entry.forms for line in form.split("\n")]
            words = [line for line in lines if any(map(str.isalpha, PLACEHOLDER.sub("", line)))]
            wanted |= {(line, folder) for line in words}
            if folder == "sr":
                wanted |= {(latin(line), "sr-Latn") for line in words}
    assert wanted - known == set()


def test_english_fills_in_what_its_pattern_has_and_each_line_stands_once() -> None:
    lines = table()
    assert lines == table()
    assert len({(pattern, language) for pattern, _, language in lines}) == len(lines)
    differing = [
        pattern
        for pattern, english, _ in lines
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(pattern))
    ]
    assert differing == []
    assert [pattern for pattern, _, language in lines if not language] == list(JOINTS)


@pytest.mark.parametrize(
    ("pattern", "english", "language"),
    [
        ("Пре 1 минута", "1 minute ago", "sr"),
        ("Pre {n} minuta", "{n} minutes ago", "sr-Latn"),
        ("Dispecerat {code}", "Duty centre {code}", "ro"),
        ("POZIV ZA POMOĆ {code}", "CALL FOR HELP {code}", "sr-Latn"),
    ],
)
def test_one_is_told_from_many_and_codes_are_joined(
    pattern: str, english: str, language: str
) -> None:
    assert (pattern, english, language) in table()


def message(*labels: tuple[str, str]) -> dict[str, object]:
    rows = [[{"text": text, "callback_data": data}] for text, data in labels]
    return {"from": "bot", "deleted": False, "inline_keyboard": rows}


CLOSE, ANSWER = message(("Închide", "sos-close:RS-26-1")), message(("1", "answer:7:1"))
SOS_KEYS: list[dict[str, object]] = [
    {"text": "👁 Нова дојава"},
    {"text": "📍", "request_location": True},
]


@pytest.mark.parametrize(
    ("messages", "keys", "says"),
    [
        ([], [{"text": "👁 Нова дојава"}], "Press “👁 Нова дојава” and answer"),
        ([message(("Да", "sighting:1:what:2:yes"))], [], "Answer with one of the buttons"),
        ([message(("✅ Пошаљи", "sighting:1:check:2:send"))], [], "Press “✅ Пошаљи”: both desks"),
        ([], [{"text": "📍", "request_location": True}], "Press “📍”, then click on the map"),
        ([message(("Preiau", "take:RS-26-1:1"))], [], "Press “Preiau”: the reporter"),
        ([message(("Preiau", "take:RS-26-1:1")), message()], [], "still waits: “Preiau”"),
        ([message(("🆘 Preiau", "sos-take:RS-26-1"))], [], "calls for help. Press “🆘 Preiau”"),
        ([message(("Închide", "sos-close:RS-26-1"))], [], "help has come, press “Închide”"),
        ([message(("Gata", "resolve:RS-26-1:1"))], [], "press “Gata”"),
        ([message(("1", "answer:7:1"), ("2–5", "answer:7:2"))], [], "such as “2–5”"),
        ([CLOSE, message(("Preiau", "take:RS-26-1:1"))], [], "Press “Preiau”: the reporter"),
        ([message(("Preiau", "take:RS-26-1:1")), ANSWER], [], "such as “1”"),
        ([CLOSE], SOS_KEYS, "Press “📍”"),
        ([CLOSE, message(("Да", "sighting:1:what:2:yes"))], SOS_KEYS, "Answer with one"),
        ([message(("🆘 Preiau", "sos-take:RS-26-1")), ANSWER], [], "calls for help"),
    ],
)
def test_a_hint_names_what_the_phone_shows(
    messages: list[dict[str, object]], keys: list[dict[str, object]], says: str
) -> None:
    chat = {"messages": messages, "reply_keyboard": {"keyboard": [keys]}}
    assert says in hint(cast()[0], chat)


def test_the_map_of_the_page_is_what_its_script_makes() -> None:
    committed = MAP.read_bytes()
    try:
        runpy.run_path("scripts/page_map.py", run_name="__main__")
        assert MAP.read_bytes() == committed
    finally:
        MAP.write_bytes(committed)
