"""What `straja roster import` says it has changed, or would change."""

from collections.abc import Sequence

from bot.commands.telling import counted, say
from services.roster_difference import Difference


def summarise(told: Difference, people: int) -> None:
    """Who is added, changed, waiting, and what else is new; `people` is how many the file has."""
    left = (("waiting", told.waiting), ("refused before", told.refused))
    more = "".join(f", {len(named)} {what}" for what, named in left if named)
    say(
        f"{counted(people, 'person', 'people')} in the file: {len(told.added)} added, "
        f"{len(told.changed)} changed, {told.unchanged} unchanged{more}."
    )
    for each in told.added:
        say(f"  + {each.service_number} {each.name}")
    for changed in told.changed:
        anew = "; must enrol again" if changed.unbound else ""
        say(f"  ~ {changed.service_number} {changed.name}: {', '.join(changed.columns)}{anew}")
    for waits in told.waiting:
        say(f"  ? {waits.service_number} {waits.name}: {', '.join(waits.columns) or 'new'}")
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


def tell_asked(told: Difference) -> None:
    """What is for the other country's administrators."""
    for side in sorted({each.country for each in told.waiting}):
        count = sum(each.country == side for each in told.waiting)
        who = counted(count, "person waits", "people wait")
        say(
            f"{who} until an administrator of {side} confirms it in chat; straja roster invite "
            "follows then."
        )
    for side in sorted({each.country for each in told.refused}):
        numbers = ", ".join(each.service_number for each in told.refused if each.country == side)
        refused = f"Refused in the same words by an administrator of {side}"
        say(f"{refused}, and not asked again: {numbers}.")
    for side in told.unasked:
        say(f"{side} has no enrolled administrator to confirm its people: they come in at once.")


def tell_invited(told: Difference, files: Sequence[str]) -> None:
    """Which invitations were made, and who has none."""
    if told.invited:
        say(
            f"{counted(told.invited, 'person has', 'people have')} an invitation in force that "
            "stays; straja roster invite makes a new one."
        )
    if files:
        count = counted(len(told.to_invite), "invitation is", "invitations are")
        what = "that file" if len(files) == 1 else "these files"
        say(f"{count} in {' and '.join(files)}. Keep {what} as you would keep keys.")
    elif told.to_invite:
        who = counted(len(told.to_invite), "person is", "people are")
        say(f"{who} neither enrolled nor invited: use --invites, or straja roster invite.")
