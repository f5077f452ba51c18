"""Every setting is told in .env.example, with a sentence, and no other is."""

import importlib
from pathlib import Path

from tests.house.settings import PREFIX, in_code, in_example

ROOT = Path(__file__).parents[2]

# The names that outside scripts rely on; add to them freely, never rename one.
FIXED = {
    "STRAJA_BOT_TOKEN",
    "STRAJA_TELEGRAM_API",
    "STRAJA_DATABASE_URL",
    "STRAJA_WEBHOOK_URL",
    "STRAJA_WEBHOOK_SECRET",
    "STRAJA_HTTP_HOST",
    "STRAJA_HTTP_PORT",
    "STRAJA_PUBLIC_URL",
    "STRAJA_ENROLMENT_PROOF",
    "STRAJA_DATA_DIR",
    "STRAJA_LOG_FORMAT",
    "STRAJA_SEND_RATE",
    "STRAJA_TELEGRAM_PROXY",
    "STRAJA_CA_BUNDLE",
}


def test_the_fixed_names_are_there() -> None:
    assert FIXED - in_example(ROOT).keys() == set()


def test_each_is_told_in_a_sentence() -> None:
    untold = [key for key, sentence in in_example(ROOT).items() if not sentence.endswith(".")]
    assert untold == [], "a setting without a sentence above it in .env.example cannot be chosen"


def test_the_example_and_the_code_name_the_same() -> None:
    assert in_code(ROOT) == in_example(ROOT).keys(), (
        "bot/settings.py and .env.example name different settings: somebody who copies the "
        "example must find every one, and none that does nothing"
    )


def test_the_fields_read_from_the_source_are_those_of_the_class() -> None:
    fields = importlib.import_module("bot.settings").Settings.model_fields
    assert {f"{PREFIX}{name.upper()}" for name in fields} == in_code(ROOT)


def test_a_key_without_sentence_and_a_missing_key_are_seen(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("# What it is.\n#STRAJA_A=1\n\nSTRAJA_B=\n")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot/settings.py").write_text(
        "class Settings(BaseSettings):\n"
        "    model_config = SettingsConfigDict(env_prefix='STRAJA_')\n"
        "    a: int = 1\n"
        "    c: str\n"
    )
    assert in_example(tmp_path) == {"STRAJA_A": "What it is.", "STRAJA_B": ""}
    assert in_code(tmp_path) == {"STRAJA_A", "STRAJA_C"}
