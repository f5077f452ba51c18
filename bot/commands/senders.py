"""`straja senders`: central systems that send alerts by CAP: let in, put out, listed."""

import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import access, tools
from bot.commands.settings import load
from bot.commands.telling import remark, say
from bot.refusing import OutcomeUnknown
from services import senders
from services.senders import SenderForm
from storage.alerts import Severity
from storage.people import SIDES
from storage.senders import Mode, SenderRow, everybody

app = typer.Typer(no_args_is_help=True, help="Central systems that send alerts by CAP.")


class Country(StrEnum):
    """A country, as the options name it."""

    RS = "RS"
    RO = "RO"


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What the system is called here.")],
    *,
    country: Annotated[Country, typer.Option("--country", help="Whose system it is.")],
    cap_sender: Annotated[
        str | None, typer.Option("--cap-sender", help="The one CAP <sender> it may write.")
    ] = None,
    audience: Annotated[
        list[Country] | None, typer.Option("--audience", help="A side it may alert (both).")
    ] = None,
    ceiling: Annotated[
        Severity, typer.Option("--ceiling", help="The gravest severity it may send.")
    ] = Severity.EXTREME,
    mode: Annotated[
        Mode, typer.Option("--mode", help="Sent at once, or put before the desk first.")
    ] = Mode.SEND,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="Whatever it sends is an exercise.")
    ] = False,
) -> None:
    """Let a system send alerts. Its token is shown once and kept nowhere."""
    token = senders.new_token()
    form = SenderForm(name, country, cap_sender, tuple(audience or SIDES), ceiling, mode, exercise)
    sender = tools.SENDER.dump_python(form, mode="json")
    body = {"sender": sender, "token_hash": senders.hash_of(token)}
    try:
        access.call(load(), "senders.add", body)
    except OutcomeUnknown as unknown:
        question = "Whether it is done is not known; straja senders list tells. Revoke it, then."
        raise OutcomeUnknown(*unknown.sentences, question) from None
    say(token)
    remark(f"{name} sends with this token from now on. It is not shown again.")


@app.command()
def revoke(name: Annotated[str, typer.Argument(help="Which system sends no more.")]) -> None:
    """Take a system's token away, from its next request on."""
    done = access.call(load(), "senders.revoke", {"name": name})["done"]
    if done:
        say(f"{name} is revoked: its token is worth nothing any more.")
    else:
        say(f"{name} was revoked before.")


@app.command("list")
def show() -> None:
    """Every system, and what it may do; tokens are kept nowhere."""
    header = ("name", "country", "cap_sender", "audience", "ceiling", "mode", "standing")
    lines = [_line(each) for each in access.look(load(), everybody)]
    if not sys.stdout.isatty():
        for line in (header, *lines):
            say("\t".join(line))
        return
    table = Table(*(title.replace("_", " ") for title in header), box=None)
    for line in lines:
        table.add_row(*line)
    Console().print(table)


def _line(row: SenderRow) -> tuple[str, ...]:
    standing = "revoked" if row.revoked_at else "exercise" if row.exercise else "active"
    bound = row.cap_sender or "any"
    return (row.name, row.country, bound, ";".join(row.audience), row.ceiling, row.mode, standing)
