"""`straja data`: what an installation knows, from files."""

from pathlib import Path
from typing import Annotated

import typer

from bot import access, tools
from bot.commands.settings import load
from bot.commands.telling import counted, remark, say, waiting
from bot.settings import Settings
from services import data_file
from services.csv_file import FileRefused
from services.data import Told

app = typer.Typer(
    no_args_is_help=True,
    help="Services, units, sectors, border markers, telephone numbers, templates of alerts.",
)

_WORDS = {
    "services": ("service", "services"),
    "units": ("unit", "units"),
    "sectors": ("sector", "sectors"),
    "markers": ("border marker", "border markers"),
    "telephones": ("telephone number", "telephone numbers"),
    "templates": ("template", "templates"),
}


@app.callback()
def group() -> None:
    """Services, units, sectors, border markers, telephone numbers, templates of alerts."""


@app.command("import")
def bring_in(
    files: Annotated[list[Path], typer.Argument(help="CSV or GeoJSON in UTF-8.")],
) -> None:
    """Bring files in, each as a whole or not at all; its header tells what it holds.

    Telephone numbers not in their file are taken away; everything else only adds and changes.
    """
    settings, refused = load(), False
    for file in files:
        try:
            _bring_in(settings, file)
        except FileRefused as refusal:
            refused = True
            for sentence in (*refusal.sentences, "Nothing of this file was brought in."):
                remark(f"{file}: {sentence}")
    if refused:
        raise typer.Exit(1)


def _bring_in(settings: Settings, file: Path) -> None:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FileRefused(f"It cannot be read: {error.strerror}.") from None
    body = {"data": tools.DATA.dump_python(data_file.read(content), mode="json")}
    with waiting("Writing"):
        answer = access.call(settings, "data.bring_in", body)
    _tell(file, tools.TOLD.validate_python(answer["told"]))


def _tell(file: Path, told: Told) -> None:
    whole = counted(told.added + told.changed + told.unchanged, *_WORDS[told.kind])
    gone = f", {told.removed} taken away" if told.removed else ""
    say(
        f"{file}: {whole}, {told.added} added, {told.changed} changed, "
        f"{told.unchanged} unchanged{gone}."
    )
