"""getMe, names and descriptions by language, the menu button, logOut and close."""

from collections.abc import Callable

from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.markup_html import units
from sandbox.methods.commands import language
from sandbox.profile import Profile

TEN_MINUTES = 600
BUTTONS = {"commands", "web_app", "default"}


@method("getMe")
def get_me(call: Call) -> object:
    """The bot itself."""
    return call.bot.me()


@method("logOut")
def log_out(call: Call) -> object:
    """The cloud lets the bot in again after ten minutes."""
    call.bot.logged_out_until = call.now() + TEN_MINUTES
    return True


@method("close")
def close(_call: Call) -> object:
    """The bot moves to another server; here nothing moves."""
    return True


def _texts(name: str, field: str, top: int, of: Callable[[Profile], dict[str, str]]) -> None:
    """Register the setter and the getter of one text that is kept by language."""

    @method(f"setMy{name}")
    def set_text(call: Call) -> object:
        text = call.params.text(field).strip()
        if units(text) > top:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        code = language(call)
        of(call.bot.profile).pop(code, None)
        if text:
            of(call.bot.profile)[code] = text
        return True

    @method(f"getMy{name}")
    def get_text(call: Call) -> object:
        texts = of(call.bot.profile)
        fallback = str(call.bot.user["first_name"]) if field == "name" else ""
        return {field: texts.get(language(call)) or texts.get("") or fallback}


_texts("Name", "name", 64, lambda profile: profile.names)
_texts("Description", "description", 512, lambda profile: profile.descriptions)
_texts("ShortDescription", "short_description", 120, lambda profile: profile.short_descriptions)


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> object:
    """For one private chat, or (0) for all."""
    chat_id = call.chat().id if call.params.text("chat_id") else 0
    button = call.params.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or str(button.get("type")) not in BUTTONS:
        raise bad_request("can't parse MenuButton: Unsupported type specified")
    call.bot.profile.menu_buttons[chat_id] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> object:
    """The one of the chat, else that of all."""
    buttons = call.bot.profile.menu_buttons
    chat_id = call.chat().id if call.params.text("chat_id") else 0
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}
