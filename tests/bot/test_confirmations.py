"""`straja roster` for an operator who speaks for one country, beside the assistant and without."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services import confirmations
from storage import outbox, people
from storage.people import Role
from storage.session import Session
from storage.store import Store, opened
from storage.unit_of_work import Installation, UnitOfWork
from tests.bot.operator import ION, MILA, Said, Straja
from tests.storage.roster import rows

ROMANIA = {"STRAJA_SIDE": "RO"}
SAVA = "RS-2,Sava Ilić,RS,Granična policija,,,duty,sr-Latn,0641110002"
NOT_YET = "RS-1 Mila Jovanović is not in the roster yet: an administrator of RS must confirm it"
WAITING = "2 people wait until an administrator of RS confirms it in chat; straja roster invite"


def vera(session: Session) -> None:
    """An enrolled administrator of Serbia."""
    now = datetime.now(UTC)
    values = {"service_number": "RS-0", "name": "Vera", "country": "RS", "service": "GP"}
    reached = {"telegram_id": 500, "enrolled_at": now, "language": "sr-Latn", "phone": "+38164"}
    people.set_roles(session, people.add(session, values | reached), [Role.ADMIN])


def confirm(session: Session, row_id: int) -> None:
    admin = people.by_service_number(session, "RS-0")
    assert admin
    uow = UnitOfWork(session, admin, datetime.now(UTC), Installation(), chat_id=500)
    confirmations.confirm(uow, row_id)


def queued(url: str) -> list[str]:
    found = rows(url, "SELECT payload FROM outbox WHERE chat_id = 500 ORDER BY id")
    return [str(row[0]) for row in found]


def standings(said: Said) -> dict[str, str]:
    lines = [line.split("\t") for line in said.out[1:]]
    return {line[0]: line[-1] for line in lines}


def test_where_no_assistant_runs_the_other_country_is_asked(straja: Straja) -> None:
    with opened(straja.url) as store:
        store.run_blocking(vera)
    file = straja.file(MILA, SAVA, ION)
    told = straja("roster", "import", file, "--dry-run", env=ROMANIA)
    assert told == Said(
        0,
        [
            "Nothing is changed; this is what would be:",
            "3 people in the file: 1 added, 0 changed, 0 unchanged, 2 waiting.",
            "  + RO-1 Ion Popescu",
            "  ? RS-1 Mila Jovanović: new",
            "  ? RS-2 Sava Ilić: new",
            "New services: Poliția de Frontieră (RO).",
            "New units: ITPF (RO).",
            "New sectors: Nera.",
            "1 person of the roster is not in the file; nothing changes for them.",
            f"{WAITING} follows then.",
            "1 person is neither enrolled nor invited: use --invites, or straja roster invite.",
        ],
        [],
    )
    assert queued(straja.url) == []
    done = straja("roster", "import", file, "--invites", "out.csv", env=ROMANIA)
    assert done.out[:-1] == told.out[1:-1]
    assert [each["service_number"] for each in straja.invites("out.csv")] == ["RO-1"]
    assert straja.names() == ["Vera", "Ion Popescu"]
    assert len(queued(straja.url)) == 1
    again = straja("roster", "import", file, env=ROMANIA)
    assert again.out[0] == "3 people in the file: 0 added, 0 changed, 1 unchanged, 2 waiting."
    assert len(queued(straja.url)) == 1
    assert standings(straja("roster", "list")) == {
        "RO-1": "invited",
        "RS-0": "enrolled",
        "RS-1": "waiting",
        "RS-2": "waiting",
    }
    assert straja("roster", "invite", "RS-1", env=ROMANIA) == Said(
        1, [], [f"{NOT_YET} in chat first."]
    )


def test_confirmed_people_are_invited_and_changes_of_theirs_wait(straja: Straja) -> None:
    with opened(straja.url) as store:
        store.run_blocking(vera)
    straja("roster", "import", straja.file(MILA), "--side", "RO")
    with opened(straja.url) as store:
        store.run_blocking(lambda session: confirm(session, 1))
    assert straja("roster", "invite", "RS-1", "--side", "RO").code == 0
    told = straja("roster", "import", straja.file(MILA.replace("SGP", "PS")), env=ROMANIA)
    assert told.out[:2] == [
        "1 person in the file: 0 added, 0 changed, 0 unchanged, 1 waiting.",
        "  ? RS-1 Mila Jovanović: unit",
    ]
    assert standings(straja("roster", "list"))["RS-1"] == "invited, waiting"
    assert straja("roster", "revoke", "RS-1", env=ROMANIA).code == 0
    assert standings(straja("roster", "list"))["RS-1"] == "revoked"
    assert "Operater sistema je ukinuo pristup: " in queued(straja.url)[-1]


def test_the_option_goes_before_the_setting(straja: Straja) -> None:
    with opened(straja.url) as store:
        store.run_blocking(vera)
    file = straja.file(MILA)
    assert straja("roster", "import", file, "--side", "RS", env=ROMANIA).out[0] == (
        "1 person in the file: 1 added, 0 changed, 0 unchanged."
    )
    assert queued(straja.url) == []


def test_a_country_without_an_administrator_is_not_asked(straja: Straja) -> None:
    told = straja("roster", "import", straja.file(MILA), env=ROMANIA)
    assert told.out[-2] == (
        "RS has no enrolled administrator to confirm its people: they come in at once."
    )
    assert straja.names() == ["Mila Jovanović"]


@pytest.mark.parametrize(
    ("options", "env"), [(["--side", "HU"], {}), ([], {"STRAJA_SIDE": "Romania"})]
)
def test_a_country_that_takes_no_part_is_refused(
    straja: Straja, options: list[str], env: dict[str, str]
) -> None:
    said = straja("roster", "import", straja.file(MILA), *options, env=env)
    assert said.code != 0
    assert straja.names() == []


async def test_the_running_assistant_asks_as_well(straja: Straja, assistant: Store) -> None:
    async def say(*arguments: str | Path) -> Said:
        return await asyncio.to_thread(straja, *arguments, env=ROMANIA)

    await assistant.run(vera)
    done = await say("roster", "import", straja.file(MILA, ION))
    assert done.out[0] == "2 people in the file: 1 added, 0 changed, 0 unchanged, 1 waiting."
    waiting = await assistant.read(lambda session: session.execute(outbox.outbox.select()).all())
    assert [row.chat_id for row in waiting] == [500]
    refused = await say("roster", "invite", "RS-1")
    assert refused == Said(1, [], [f"{NOT_YET} in chat first."])
    await assistant.run(lambda session: confirm(session, 1))
    assert (await say("roster", "invite", "RS-1")).code == 0
