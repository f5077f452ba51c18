"""The command `straja`. Every part is imported when its command is given: help must be quick."""

import os
import sys
from typing import Annotated

import typer

from bot.commands import audit, data, db, roster, senders
from bot.commands.telling import remark
from bot.refusing import CommandRefused
from storage.faults import StoreFault

DEMO_PORT, SANDBOX_PORT = 8088, 8081

app = typer.Typer(
    name="straja",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Straja, the Telegram assistant of Romanian-Serbian joint border patrols.",
)
app.add_typer(db.app, name="db")
app.add_typer(roster.app, name="roster")
app.add_typer(data.app, name="data")
app.add_typer(senders.app, name="senders")
app.add_typer(audit.app, name="audit")

Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")]


@app.command()
def run() -> None:
    """Run the assistant until Ctrl-C: polling, or webhook where STRAJA_WEBHOOK_URL is set."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "bot.assistant"])  # noqa: S606 our own program


@app.command()
def demo(
    *,
    tour: Annotated[bool, typer.Option("--tour", help="Play the story and check it.")] = False,
    port: Port = DEMO_PORT,
) -> None:
    """Show the assistant against a stand-in for Telegram, with phones in the browser."""
    from bot import demo as staged  # noqa: PLC0415 the whole assistant, and the sandbox

    raise typer.Exit(staged.run(port=port, tour=tour))


@app.command()
def sandbox(port: Port = SANDBOX_PORT) -> None:
    """Run the stand-in for Telegram alone, until Ctrl-C."""
    from sandbox.__main__ import main as serve  # noqa: PLC0415 a web server of its own

    try:
        serve(["--port", str(port)])
    except OSError as error:
        raise CommandRefused(f"Port {port} cannot be used: {error.strerror}.") from None


@app.command()
def doctor() -> None:
    """Check settings, database, migrations, clock, token and webhook, a line each."""
    from bot.commands import doctor as practice  # noqa: PLC0415 needs Telegram's client

    raise typer.Exit(practice.examine())


def main() -> None:
    """The console script: what a user can mend is told in sentences, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # they are text files
    try:
        app(prog_name="straja")
    except (CommandRefused, StoreFault) as refusal:
        for sentence in getattr(refusal, "sentences", None) or [str(refusal)]:
            remark(sentence)
        sys.exit(1)


if __name__ == "__main__":
    main()
