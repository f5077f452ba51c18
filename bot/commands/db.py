"""`straja db`: make the tables, look after the file, put copies aside and bring them back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.settings import load
from bot.commands.telling import say, waiting
from bot.refusing import CommandRefused
from storage import backup as copies
from storage import database, migrate

app = typer.Typer(no_args_is_help=True, help="The database: tables, checks, copies.")


@app.command()
def upgrade() -> None:
    """Make the tables, or bring them to what this program expects."""
    with waiting("Upgrading the database"):
        done = migrate.upgrade(load().database_url)
    if done.before == done.after:
        say(f"The database is at revision {done.after}; nothing had to be done.")
        return
    if done.kept:
        say(f"The former database is kept as {done.kept}.")
    say(f"The database is at revision {done.after} now.")


@app.command()
def check() -> None:
    """Look for damage, rows that refer to nothing, and tables of another version."""
    with waiting("Checking the database"):
        found = migrate.check(load().database_url)
    if found:
        raise CommandRefused(*found)
    say("The database is sound, and its tables are those of this program.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Put a copy aside; the assistant may be running."""
    with waiting("Copying the database"):
        copies.backup(load().database_url, file)
    say(f"The copy is {file}.")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A copy made by backup.")]) -> None:
    """Bring a copy back in place of the database; the assistant must be stopped."""
    url = load().database_url
    with waiting("Bringing the copy back"):
        aside = copies.restore(url, file)
    if aside:
        say(f"The former database is kept as {aside}.")
    say(f"{database.file_of(url)} is {file} again.")
    if migrate.current(url) != migrate.head():
        say("Its tables are of another version: straja db upgrade.")
    say(
        "Messages that waited when it was copied may have gone out since. Start with "
        "STRAJA_SENDING=held: all is taken in and nothing is sent until you set it to on."
    )
