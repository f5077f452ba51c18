"""`straja doctor`: one line for each matter, and what to do about it."""

from datetime import UTC, datetime

from bot.commands.settings import load
from bot.commands.telling import say
from bot.doctor import Finding
from bot.doctor import examine as findings
from bot.refusing import CommandRefused


def examine() -> int:
    """Print the findings; 1 if anything is not well."""
    try:
        settings = load()
    except CommandRefused as refusal:
        _tell(Finding("settings", False, " ".join(refusal.sentences)))
        return 1
    found = findings(settings, now=lambda: datetime.now(UTC))
    token = settings.bot_token.get_secret_value()
    for each in found:
        _tell(each, token)
    return 0 if all(each.well for each in found) else 1


def _tell(finding: Finding, token: str = "") -> None:
    mark = "✓" if finding.well else "✗"
    line = f"{mark} {finding.matter}: {finding.sentence}"
    # Whatever Telegram or a proxy put into its answer, the token is not repeated.
    say(line.replace(token, "[token]") if token else line)
