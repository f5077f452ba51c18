"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from sandbox.calls import Call, method
from sandbox.errors import ApiError, bad_request, too_many
from sandbox.methods.polling import allow
from sandbox.webhook import Webhook
from sandbox.wire import Json


@method("setWebhook")
def set_webhook(call: Call) -> object:
    """Have updates brought; an empty address means deleteWebhook."""
    if call.world.limits.enabled:
        if 0 <= call.now() - call.bot.last_set_webhook < 1:
            raise too_many(1)
        call.bot.last_set_webhook = call.now()
    url = call.params.text("url")
    if not url:
        return delete_webhook(call)
    secret = call.params.text("secret_token")
    _check(url, secret)
    allow(call)
    if call.params.boolean("drop_pending_updates"):
        call.bot.updates.clear()
    if call.bot.webhook is not None:
        call.bot.webhook.stop()
    connections = call.params.integer("max_connections", 40)
    call.bot.webhook = Webhook(call.world, call.bot, url, secret, min(max(connections, 1), 100))
    call.bot.take_turn()
    call.bot.webhook.start()
    return True


def _check(url: str, secret: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise bad_request("bad webhook: invalid URL specified") from None
    if not host:
        raise bad_request("bad webhook: URL host is empty")
    if parts.scheme != "https" and not _near(parts):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")


def _near(parts: SplitResult) -> bool:
    """Plain http is let through to this machine only, as a local Bot API server allows it."""
    if parts.scheme != "http" or parts.hostname == "localhost":
        return parts.scheme == "http"
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


@method("deleteWebhook")
def delete_webhook(call: Call) -> object:
    """Back to polling."""
    if call.params.boolean("drop_pending_updates"):
        call.bot.updates.clear()
    if call.bot.webhook is not None:
        call.bot.webhook.stop()
        call.bot.webhook = None
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> object:
    """Where updates go, how many wait, what went wrong last."""
    info: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates),
    }
    if call.bot.webhook is not None:
        info |= call.bot.webhook.as_info()
    if call.bot.updates.allowed:
        info["allowed_updates"] = call.bot.updates.allowed
    return info


def unknown(name: str) -> ApiError:
    """The refusal of a method that the sandbox does not have."""
    return ApiError(404, f"Not Found: method {name} is not in the sandbox")
