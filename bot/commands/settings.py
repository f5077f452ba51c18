"""Settings as commands read them: what is wrong is told by its name, never by its value."""

from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.refusing import CommandRefused
from bot.settings import Settings


def load() -> Settings:
    """The settings of this installation. Raises `CommandRefused`, a sentence for each fault."""
    try:
        return Settings()
    except ValidationError as error:
        # The input is left out on purpose: it may be a secret.
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        sentences = [f"{_name(each['loc'])}: {each['msg']}." for each in faults]
        raise CommandRefused(*sentences) from None
    except (SettingsError, OSError, UnicodeDecodeError) as error:
        kind = type(error).__name__
        raise CommandRefused(f"The settings in .env cannot be read ({kind}).") from None


def _name(location: tuple[int | str, ...]) -> str:
    return "STRAJA_" + "_".join(str(part) for part in location).upper()
