"""What is wrong with an installation, found out before officers do; one finding for each matter."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot import asking, trust
from bot.asking import Answer, Unreachable
from bot.settings import Settings
from storage import audit, database, failpoints, migrate, reading
from storage.faults import StoreFault

_TOLERANCE = timedelta(seconds=30)
_RECENT = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """How a matter stands: `sentence` says what is well, or what to do."""

    matter: str
    well: bool
    sentence: str


def examine(settings: Settings, *, now: Callable[[], datetime]) -> list[Finding]:
    """Every matter, in the order in which one would mend them."""
    me = _ask(settings, "getMe")
    at = now()
    return [
        _settings(settings),
        _database(settings.database_url),
        _migrations(settings.database_url),
        _clock(settings.database_url, me, at),
        _token(settings, me),
        _webhook(settings, me, at),
    ]


def _settings(settings: Settings) -> Finding:
    faults = [*_addresses(settings), *_folder(settings.data_dir)]
    if warning := failpoints.armed():
        faults.append(warning)
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        faults.append("STRAJA_WEBHOOK_SECRET must be set where STRAJA_WEBHOOK_URL is.")
    try:
        trust.context(settings.ca_bundle)
    except trust.CannotTrust as fault:
        faults.append(str(fault))
    well = "Each of them can be used."
    if settings.sending == "held":
        well += " STRAJA_SENDING=held: nothing is sent until it is on again."
    return Finding("settings", not faults, " ".join(faults) or well)


def _addresses(settings: Settings) -> list[str]:
    either = ("http://", "https://")
    beginnings = {
        "STRAJA_TELEGRAM_API": (settings.telegram_api, either),
        "STRAJA_WEBHOOK_URL": (settings.webhook_url, ("https://",)),
        "STRAJA_PUBLIC_URL": (settings.public_url, either),
        "STRAJA_TELEGRAM_PROXY": (settings.telegram_proxy, either),
    }
    return [
        f"{name} must be an address that begins with {' or '.join(wanted)}."
        for name, (value, wanted) in beginnings.items()
        if value and not (value.startswith(wanted) and urlsplit(value).netloc)
    ]


def _folder(data_dir: Path) -> list[str]:
    nearest = next(each for each in (data_dir, *data_dir.absolute().parents) if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    return [f"STRAJA_DATA_DIR: {data_dir} must be a folder that can be written to."]


def _database(url: str) -> Finding:
    try:
        path = database.file_of(url)
        if path is None:
            database.ready(url)
            return Finding("database", True, "PostgreSQL answers, encoded in UTF-8.")
    except StoreFault as fault:
        return Finding("database", False, str(fault))
    if not path.exists():
        return Finding("database", False, f"There is none at {path}: straja db upgrade makes it.")
    damage = database.quick_check(path)
    if damage:
        advice = "straja db restore FILE brings a copy back."
        return Finding("database", False, f"{path} is damaged ({damage}): {advice}")
    return Finding("database", True, f"{path} is sound.")


def _migrations(url: str) -> Finding:
    try:
        revision, head = migrate.current(url), migrate.head()
    except StoreFault as fault:
        return Finding("migrations", False, str(fault))
    if revision == head:
        return Finding("migrations", True, f"The tables are at revision {head}.")
    return Finding(
        "migrations",
        False,
        f"The tables are at revision {revision or 'none'}, this program at {head}: "
        "straja db upgrade, or the newer program.",
    )


def _clock(url: str, me: Answer | Unreachable, at: datetime) -> Finding:
    others = []
    if isinstance(me, Answer) and me.date:
        others.append(("Telegram's", abs(at - me.date)))
    written, server = _moments(url)
    if server:
        others.append(("the database server's", abs(at - server)))
    for whose, apart in others:
        if apart > _TOLERANCE:
            seconds = int(apart.total_seconds())
            return Finding(
                "clock", False, f"It is {seconds} s off {whose}: keep it by NTP (timedatectl)."
            )
    if written and written > at + _TOLERANCE:
        sentence = f"It was set back: the audit log knows {written:%Y-%m-%d %H:%M} UTC already."
        return Finding("clock", False, sentence)
    compared = " and ".join(whose for whose, _apart in others)
    told = f"It agrees with {compared} clock." if compared else "Nothing to compare it with."
    return Finding("clock", True, f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC. {told}")


def _moments(url: str) -> tuple[datetime | None, datetime | None]:
    """When the last audit entry was written, and what a database server's clock says."""
    try:
        if migrate.current(url) is None:
            return None, None
        engine = database.reader(url)
    except StoreFault:
        return None, None
    try:
        written = reading.look(engine, audit.newest, patience=1)
        if database.file_of(url):
            return written, None
        with engine.connect() as connection:
            return written, connection.execute(text("SELECT now()")).scalar_one()
    except (StoreFault, DBAPIError):
        return None, None
    finally:
        engine.dispose()


def _token(settings: Settings, me: Answer | Unreachable) -> Finding:
    if not settings.bot_token.get_secret_value():
        return Finding("token", False, "There is none: @BotFather gives one, STRAJA_BOT_TOKEN.")
    if isinstance(me, Unreachable):
        host = urlsplit(settings.telegram_api).netloc
        advice = "Check the network, STRAJA_TELEGRAM_PROXY and STRAJA_CA_BUNDLE."
        return Finding("token", False, f"{host} cannot be reached: {me}. {advice}")
    if me.status in {401, 404}:
        return Finding("token", False, "Telegram does not know it: check STRAJA_BOT_TOKEN.")
    if me.status != 200:
        return Finding("token", False, f"Telegram refused it: {me.description} ({me.status}).")
    return Finding("token", True, f"It is that of @{me.result['username']}.")


def _webhook(settings: Settings, me: Answer | Unreachable, at: datetime) -> Finding:
    if isinstance(me, Unreachable) or me.status != 200:
        return Finding("webhook", False, "Telegram cannot be asked before the token is right.")
    answer = _ask(settings, "getWebhookInfo")
    if isinstance(answer, Unreachable) or answer.status != 200:
        return Finding("webhook", False, "Telegram did not say; try again.")
    info, wanted = answer.result, settings.webhook_url
    if info.get("url", "") != wanted:
        where = _host(info.get("url", ""))
        asked = _host(wanted)
        sentence = f"Telegram sends updates to {where}, the settings say {asked}: straja run"
        return Finding("webhook", False, f"{sentence} puts it right when it starts.")
    failed = datetime.fromtimestamp(info.get("last_error_date", 0), UTC)
    if wanted and at - failed < _RECENT:
        trouble = info.get("last_error_message", "")
        return Finding(
            "webhook", False, f"Telegram could not deliver at {failed:%H:%M} UTC: {trouble}."
        )
    return Finding("webhook", True, f"Updates go to {_host(wanted)}, as the settings say.")


def _host(address: str) -> str:
    """Only the host: some put a secret into the path."""
    return urlsplit(address).netloc if address else "whoever polls"


def _ask(settings: Settings, method: str) -> Answer | Unreachable:
    if not settings.bot_token.get_secret_value():
        return Unreachable("there is no token to ask with")
    try:
        return asking.ask(settings, method)
    except Unreachable as fault:
        return fault
