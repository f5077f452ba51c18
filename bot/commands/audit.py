"""`straja audit`: show that the log of deeds is whole."""

import typer

from bot import access
from bot.commands.settings import load
from bot.commands.telling import counted, measured, say
from bot.refusing import CommandRefused
from storage import audit
from storage.audit import Verdict
from storage.session import Session

app = typer.Typer(no_args_is_help=True, help="The log of who did what.")


@app.callback()
def group() -> None:
    """The log of who did what."""


@app.command()
def verify() -> None:
    """Go through the chain of digests, from the first entry to the last."""
    settings = load()
    with measured("Verifying") as seen:

        def work(session: Session) -> Verdict:
            of = audit.sealed(session)
            return audit.verify(session, lambda done: seen(done, of))

        verdict = access.look(settings, work)
    if verdict.broken_at is not None:
        raise CommandRefused(
            f"The chain is broken at entry {verdict.broken_at} of {verdict.sealed}: somebody "
            "changed or removed what was written there."
        )
    say(
        f"{counted(verdict.sealed, 'entry', 'entries')} in an unbroken chain, "
        f"{verdict.unsealed} not sealed yet."
    )
