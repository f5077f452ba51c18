"""`straja roster`: people in, invited, out, listed."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import access, tools
from bot.commands import roster_summary
from bot.commands.invites import InvitesFile, as_csv, as_sheet, cells
from bot.commands.settings import load
from bot.commands.telling import counted, measured, remark, say, waiting
from bot.refusing import CommandRefused, OutcomeUnknown
from bot.settings import Settings
from bot.tools import Json
from services import enrolment, roster, roster_file
from services.roster_file import Entry, RosterRefused
from storage.people import Person
from views.invitations import Invitation

app = typer.Typer(no_args_is_help=True, help="People: bring in, invite, put out, list.")


class Side(StrEnum):
    """A country, as the option names it."""

    RO = "RO"
    RS = "RS"


SideOption = Annotated[
    Side | None,
    typer.Option("--side", help="Speak for this country (STRAJA_SIDE, or both)."),
]
InvitesOption = Annotated[
    Path | None, typer.Option("--invites", help="Write the invitations to this new CSV file.")
]
Files = dict[InvitesFile, Callable[[Sequence[Invitation]], bytes]]
SheetOption = Annotated[
    Path | None,
    typer.Option("--sheet", help="Write them to this new PDF file, to print and hand over."),
]


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="The roster as CSV in UTF-8.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change.")
    ] = False,
    invites: InvitesOption = None,
    sheet: SheetOption = None,
    side: SideOption = None,
) -> None:
    """Bring people in from a CSV file: all of them, or nobody where a row is wrong.

    People of the country that the operator does not speak for wait until its administrators
    confirm them in chat.
    """
    settings, entries = load(), _read(file)
    listed = tools.ENTRIES.dump_python(entries, mode="json")
    body: Json = {"entries": listed, "codes": None, "side": side or settings.side}
    with waiting("Comparing"):
        found = access.call(settings, "roster.compare", body)
    told = tools.DIFFERENCE.validate_python(found["difference"])
    if dry_run:
        say("Nothing is changed; this is what would be:")
    elif invites or sheet:
        to_invite = {each.service_number for each in told.to_invite}
        people = [_person(each) for each in entries if each.service_number in to_invite]
        with _files(invites, sheet) as files:
            body["codes"] = _write(settings, files, people, found)
            _carry_out(settings, "roster.bring_in", body, files)
    else:
        _carry_out(settings, "roster.bring_in", body, {})
    roster_summary.summarise(told, len(entries))
    roster_summary.tell_asked(told)
    roster_summary.tell_invited(told, [] if dry_run else _named(invites, sheet))


@app.command()
def invite(
    service_numbers: Annotated[list[str], typer.Argument(help="Whom, by service number.")],
    *,
    invites: InvitesOption = None,
    sheet: SheetOption = None,
    side: SideOption = None,
) -> None:
    """Invite people, once more or again: earlier invitations of theirs are worth nothing then.

    Somebody revoked may come in again, but must enrol anew; those of the country that the operator
    does not speak for are invited again by its own.
    """
    settings = load()
    speaks: Json = {"side": side or settings.side}
    found = access.call(settings, "roster.find", {"numbers": service_numbers} | speaks)
    people = [Person(**each) for each in found["people"]]
    if invites or sheet:
        with _files(invites, sheet) as files:
            codes = _write(settings, files, people, found)
            done = _carry_out(settings, "roster.invite", {"codes": codes} | speaks, files)
        count = counted(len(people), "invitation is", "invitations are")
        say(f"{count} in {' and '.join(_named(invites, sheet))}.")
    else:
        made = _invitations(settings, people, found)
        codes = {each.person.service_number: each.code for each in made}
        done = _carry_out(settings, "roster.invite", {"codes": codes} | speaks, {})
        for each in made:
            say("\t".join(cells(each)))
    for one in tools.INVITED.validate_python(done["invited"]):
        _remark_on(one)


@app.command()
def revoke(service_number: Annotated[str, typer.Argument(help="Whose access ends.")]) -> None:
    """Take somebody's access away, from their next tap on.

    Administrators of a country that the operator does not speak for are told.
    """
    settings = load()
    body = {"number": service_number, "side": settings.side}
    done = _carry_out(settings, "roster.revoke", body, {})
    if done["done"]:
        say(f"{service_number} {done['name']} is revoked: nothing works for them any more.")
    else:
        say(f"{service_number} {done['name']} was revoked before.")


@app.command("list")
def show() -> None:
    """Everybody of the roster, and how far they have come."""
    now = datetime.now(UTC)
    lines = [
        (
            person.service_number,
            person.name,
            person.country,
            person.service,
            person.unit,
            ";".join(sorted(person.roles)),
            person.language,
            standing,
        )
        for person, standing in access.look(load(), lambda each: roster.standings(each, now))
    ]
    header = (
        "service_number",
        "name",
        "country",
        "service",
        "unit",
        "roles",
        "language",
        "standing",
    )
    if not sys.stdout.isatty():
        for line in (header, *lines):
            say("\t".join(line))
        return
    table = Table(*(name.replace("_", " ") for name in header), box=None)
    for line in lines:
        table.add_row(*line)
    Console().print(table)


def _read(file: Path) -> list[Entry]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandRefused(f"{file} cannot be read: {error.strerror}.") from None
    try:
        with measured("Reading") as seen:
            return roster_file.read(data, seen)
    except RosterRefused as refusal:
        raise CommandRefused(*refusal.sentences, "Nothing was changed.") from None


def _carry_out(settings: Settings, tool: str, body: Json, files: Files) -> Json:
    """Run a tool that writes, and say so where nobody knows whether it did."""
    try:
        with waiting("Writing"):
            return access.call(settings, tool, body)
    except OutcomeUnknown as unknown:
        names = " and ".join(str(file.path) for file in files)
        kept = f" The codes in {names} count if it is." if files else ""
        question = f"Whether it is done is not known; straja roster list tells.{kept}"
        raise OutcomeUnknown(*unknown.sentences, question) from None


def _write(
    settings: Settings, files: Files, people: Sequence[Person], found: Json
) -> dict[str, str]:
    """Make invitations and put them on disk before they count; the codes by service number."""
    made = _invitations(settings, people, found)
    for file, written in files.items():
        file.write(written(made))
    return {each.person.service_number: each.code for each in made}


@contextmanager
def _files(invites: Path | None, sheet: Path | None) -> Iterator[Files]:
    """The new files that were asked for, and how each is written."""
    asked = ((invites, as_csv), (sheet, as_sheet))
    with ExitStack() as stack:
        yield {stack.enter_context(InvitesFile(path)): how for path, how in asked if path}


def _named(*paths: Path | None) -> list[str]:
    return [str(path) for path in paths if path]


def _person(entry: Entry) -> Person:
    """Somebody of the file, as far as an invitation tells of them."""
    names = ("service_number", "name", "country", "service", "unit", "language")
    return Person(**{name: getattr(entry, name) for name in names})


def _invitations(settings: Settings, people: Sequence[Person], found: Json) -> list[Invitation]:
    username = found["bot_username"] or _asked_username(settings)
    if people and not username:
        remark(
            "The links are empty, for the bot's name is not known before its first straja run "
            "(or STRAJA_BOT_TOKEN). The codes can be typed."
        )
    until = datetime.fromisoformat(found["expires_at"])
    return [Invitation(each, enrolment.new_code(), username, until) for each in people]


def _asked_username(settings: Settings) -> str:
    """What Telegram calls the bot; empty where there is no token or no answer."""
    from bot import asking  # noqa: PLC0415 an HTTP client that most commands do without

    if not settings.bot_token.get_secret_value():
        return ""
    try:
        me = asking.ask(settings, "getMe").result
    except asking.Unreachable as fault:
        remark(f"Telegram was asked for the bot's name in vain: {fault}.")
        return ""
    return str((me or {}).get("username", ""))


def _remark_on(invited: roster.Invited) -> None:
    who = f"{invited.service_number} {invited.name}"
    if invited.was_revoked:
        remark(f"{who} was revoked, and may come in again with this invitation only.")
    elif invited.was_enrolled:
        remark(f"{who} is enrolled; the invitation moves them to another Telegram account.")
