"""`straja roster`: people in, invited, out, listed."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot import access, tools
from bot.access import CommandRefused, OutcomeUnknown
from bot.commands.invites import Invitation, InvitesFile, link
from bot.commands.settings import load
from bot.commands.telling import counted, measured, remark, say, waiting
from bot.settings import Settings
from bot.tools import Json
from services import enrolment, roster, roster_file
from services.roster_difference import Difference
from services.roster_file import Entry, RosterRefused

app = typer.Typer(no_args_is_help=True, help="People: bring in, invite, put out, list.")

InvitesOption = Annotated[
    Path | None, typer.Option("--invites", help="Write the invitations to this new CSV file.")
]


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="The roster as CSV in UTF-8.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change.")
    ] = False,
    invites: InvitesOption = None,
) -> None:
    """Bring people in from a CSV file: all of them, or nobody where a row is wrong."""
    settings, entries = load(), _read(file)
    body: Json = {"entries": tools.ENTRIES.dump_python(entries, mode="json"), "codes": None}
    with waiting("Comparing"):
        found = access.call(settings, "roster.compare", body)
    told = tools.DIFFERENCE.validate_python(found["difference"])
    if dry_run:
        say("Nothing is changed; this is what would be:")
    elif invites:
        with InvitesFile(invites) as written:
            people = [(each.service_number, each.name) for each in told.to_invite]
            body["codes"] = _write(settings, written, people, found)
            _carry_out(settings, "roster.bring_in", body, invites)
    else:
        _carry_out(settings, "roster.bring_in", body, None)
    _summarise(told, len(entries))
    _tell_invited(told, None if dry_run else invites)


@app.command()
def invite(
    service_numbers: Annotated[list[str], typer.Argument(help="Whom, by service number.")],
    *,
    invites: InvitesOption = None,
) -> None:
    """Invite people, once more or again: earlier invitations of theirs are worth nothing then.

    Somebody revoked may come in again, but must enrol anew.
    """
    settings = load()
    found = access.call(settings, "roster.find", {"numbers": service_numbers})
    people = [(each["service_number"], each["name"]) for each in found["people"]]
    if invites:
        with InvitesFile(invites) as written:
            codes = _write(settings, written, people, found)
            done = _carry_out(settings, "roster.invite", {"codes": codes}, invites)
        say(f"{counted(len(people), 'invitation is', 'invitations are')} in {invites}.")
    else:
        made = _invitations(settings, people, found)
        codes = {each.service_number: each.code for each in made}
        done = _carry_out(settings, "roster.invite", {"codes": codes}, None)
        for each in made:
            say("\t".join(each.cells))
    for one in tools.INVITED.validate_python(done["invited"]):
        _remark_on(one)


@app.command()
def revoke(service_number: Annotated[str, typer.Argument(help="Whose access ends.")]) -> None:
    """Take somebody's access away, from their next tap on."""
    done = _carry_out(load(), "roster.revoke", {"number": service_number}, None)
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
            str(standing),
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


def _carry_out(settings: Settings, tool: str, body: Json, invites: Path | None) -> Json:
    """Run a tool that writes, and say so where nobody knows whether it did."""
    try:
        with waiting("Writing"):
            return access.call(settings, tool, body)
    except OutcomeUnknown as unknown:
        kept = f" The codes in {invites} count if it is." if invites else ""
        question = f"Whether it is done is not known; straja roster list tells.{kept}"
        raise OutcomeUnknown(*unknown.sentences, question) from None


def _write(
    settings: Settings, file: InvitesFile, people: Sequence[tuple[str, str]], found: Json
) -> dict[str, str]:
    """Make invitations and put them on disk before they count; the codes by service number."""
    made = _invitations(settings, people, found)
    file.write(made)
    return {each.service_number: each.code for each in made}


def _invitations(
    settings: Settings, people: Sequence[tuple[str, str]], found: Json
) -> list[Invitation]:
    username = found["bot_username"] or _asked_username(settings)
    if people and not username:
        remark(
            "The links are empty, for the bot's name is not known before its first straja run "
            "(or STRAJA_BOT_TOKEN). The codes can be typed."
        )
    made = []
    for number, name in people:
        code = enrolment.new_code()
        made.append(Invitation(number, name, link(username, code), code, found["expires_at"]))
    return made


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


def _summarise(told: Difference, people: int) -> None:
    say(
        f"{counted(people, 'person', 'people')} in the file: {len(told.added)} added, "
        f"{len(told.changed)} changed, {told.unchanged} unchanged."
    )
    for each in told.added:
        say(f"  + {each.service_number} {each.name}")
    for changed in told.changed:
        anew = "; must enrol again" if changed.unbound else ""
        say(f"  ~ {changed.service_number} {changed.name}: {', '.join(changed.columns)}{anew}")
    for what, names in (
        ("services", [f"{name} ({country})" for country, name in told.services]),
        ("units", [f"{name} ({country})" for country, name in told.units]),
        ("sectors", told.sectors),
    ):
        if names:
            say(f"New {what}: {', '.join(names)}.")
    if told.absent:
        stay = counted(told.absent, "person of the roster is", "people of the roster are")
        say(f"{stay} not in the file; nothing changes for them.")
    if told.revoked:
        numbers = ", ".join(each.service_number for each in told.revoked)
        say(f"Revoked before, and still: {numbers}. straja roster invite lets them in again.")


def _tell_invited(told: Difference, invites: Path | None) -> None:
    if told.invited:
        say(
            f"{counted(told.invited, 'person has', 'people have')} an invitation in force that "
            "stays; straja roster invite makes a new one."
        )
    if invites:
        count = counted(len(told.to_invite), "invitation is", "invitations are")
        say(f"{count} in {invites}. Keep that file as you would keep keys.")
    elif told.to_invite:
        who = counted(len(told.to_invite), "person is", "people are")
        say(f"{who} neither enrolled nor invited: use --invites, or straja roster invite.")


def _remark_on(invited: roster.Invited) -> None:
    who = f"{invited.service_number} {invited.name}"
    if invited.was_revoked:
        remark(f"{who} was revoked, and may come in again with this invitation only.")
    elif invited.was_enrolled:
        remark(f"{who} is enrolled; the invitation moves them to another Telegram account.")
