"""answerCallbackQuery: in time, and once."""

from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.markup_html import units
from sandbox.updates import CALLBACK_LIFETIME

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer(call: Call) -> object:
    """Stop the spinner, perhaps with a line of text."""
    query = call.world.callbacks.get(call.params.text("callback_query_id"))
    text = call.params.text("text")
    if units(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if query is None or query.bot is not call.bot or query.answered_at is not None:
        raise bad_request(TOO_OLD)
    if call.now() > query.pressed_at + CALLBACK_LIFETIME:
        raise bad_request(TOO_OLD)
    query.answered_at = call.now()
    query.text = text or None
    query.show_alert = call.params.boolean("show_alert")
    query.url = call.params.text("url") or None
    query.bell.ring()
    return True
