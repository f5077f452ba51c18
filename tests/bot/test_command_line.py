"""The command `straja` as operators type it: what it says, where, and its exit code."""

import asyncio
import os
import pty
import resource
import signal
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import control
from bot.tools import TOOLS, Json
from sandbox.server import Running
from services import enrolment
from storage import audit, installation, migrate, people
from storage.audit import Deed, Entry
from storage.faults import StoreUnknown
from storage.people import Person
from storage.session import Session
from storage.store import Store, opened
from storage.unit_of_work import Installation, UnitOfWork
from tests.bot.operator import HEADER, ION, MILA, ROOT, SAMPLE, Said, Straja
from tests.storage.roster import path_of, rows

NO_LINKS = (
    "The links are empty, for the bot's name is not known before its first straja run (or "
    "STRAJA_BOT_TOKEN). The codes can be typed."
)
TOKEN = "4242:made-up-token-of-tests"


def test_from_nothing_to_people_with_invitations(tmp_path: Path) -> None:
    straja = Straja(f"sqlite:///{tmp_path}/straja.db", tmp_path)
    assert straja("roster", "list") == Said(
        1, [], ["The database has no tables yet: straja db upgrade makes them."]
    )
    head = migrate.head()
    assert straja("db", "upgrade") == Said(0, [f"The database is at revision {head} now."], [])
    again = [f"The database is at revision {head}; nothing had to be done."]
    assert straja("db", "upgrade") == Said(0, again, [])
    brought = straja("roster", "import", SAMPLE)
    assert brought.code == 0
    assert brought.out[0] == "10 people in the file: 10 added, 0 changed, 0 unchanged."
    assert brought.out[-1] == (
        "10 people are neither enrolled nor invited: use --invites, or straja roster invite."
    )
    listed = straja("roster", "list").out
    assert len(listed) == 11
    assert listed[1].split("\t") == [
        "RO-2001",
        "Ion Popescu",
        "RO",
        "Poliția de Frontieră",
        "ITPF Timișoara",
        "duty",
        "ro",
        "not invited",
    ]


def test_the_whole_summary(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA, ION))
    straja("roster", "revoke", "RO-1")
    elsewhere = MILA.replace("SGP", "PS").replace("0641110001", "0641119999")
    new = "RS-2,Ana,RS,Saobraćajna policija,,Đerdap,officer,en,0641110002"
    with opened(straja.url) as store:
        store.run_blocking(
            lambda session: people.change(
                session, 1, telegram_id=501, enrolled_at=datetime.now(UTC)
            )
        )
    told = straja("roster", "import", straja.file(elsewhere, new), "--dry-run")
    assert told == Said(
        0,
        [
            "Nothing is changed; this is what would be:",
            "2 people in the file: 1 added, 1 changed, 0 unchanged.",
            "  + RS-2 Ana",
            "  ~ RS-1 Mila Jovanović: unit, phone; must enrol again",
            "New services: Saobraćajna policija (RS).",
            "New units: PS (RS).",
            "New sectors: Đerdap.",
            "1 person of the roster is not in the file; nothing changes for them.",
            "2 people are neither enrolled nor invited: use --invites, or straja roster invite.",
        ],
        [],
    )
    assert straja.names() == ["Mila Jovanović", "Ion Popescu"]
    done = straja("roster", "import", straja.file(elsewhere, new, ION), "--invites", "out.csv")
    assert done.out[1:-1] == [
        *told.out[2:7],
        "Revoked before, and still: RO-1. straja roster invite lets them in again.",
    ]
    assert done.out[-1] == "2 invitations are in out.csv. Keep that file as you would keep keys."
    assert [each["service_number"] for each in straja.invites("out.csv")] == ["RS-1", "RS-2"]


def test_a_bad_file_changes_nothing_and_every_fault_is_on_stderr(straja: Straja) -> None:
    wrong = straja.file(MILA, ION.replace(",ro,", ",hu,"), MILA.replace("RS-1", "RS-2"))
    assert straja("roster", "import", wrong, "--invites", "out.csv") == Said(
        1,
        [],
        [
            "Line 3: language is 'hu', none of ro, sr-Cyrl, sr-Latn, en.",
            "Line 4: phone +381641110001 is that of line 2 already.",
            "Nothing was changed.",
        ],
    )
    assert straja.names() == []
    assert not (straja.folder / "out.csv").exists()


def test_a_phone_of_somebody_else_leaves_no_invitations_behind(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA))
    taken = straja.file(ION, MILA.replace("RS-1", "RS-2"))
    refused = straja("roster", "import", taken, "--invites", "out.csv")
    assert (refused.code, refused.out) == (1, [])
    reason = "is that of RS-1 already, who is in the roster and not in this file."
    assert refused.err == [f"Line 3: phone +381641110001 {reason}"]
    assert not (straja.folder / "out.csv").exists()


def test_invitations_are_for_their_owner_and_the_codes_open(straja: Straja) -> None:
    with opened(straja.url) as store:
        now = datetime.now(UTC)
        store.run_blocking(lambda s: installation.write(s, "bot_username", "StrajaBot", now=now))
    straja("roster", "import", straja.file(MILA, ION), "--invites", "invites.csv")
    path = straja.folder / "invites.csv"
    assert oct(path.stat().st_mode)[-3:] == "600"
    mila, ion = straja.invites()
    assert list(mila) == ["service_number", "name", "link", "code", "expires_at"]
    assert (mila["service_number"], ion["name"]) == ("RS-1", "Ion Popescu")
    assert mila["link"] == f"https://t.me/StrajaBot?start={mila['code']}"
    expires = datetime.fromisoformat(mila["expires_at"])
    assert (expires - now).days in {13, 14}

    def check(session: Session) -> str:
        uow = UnitOfWork(session, Person(), now, Installation())
        return enrolment.check_code(uow, ion["code"])[1].name

    with opened(straja.url) as store:
        assert store.run_blocking(check) == "Ion Popescu"
    before = path.read_bytes()
    assert straja("roster", "invite", "RS-1", "--invites", "invites.csv") == Said(
        1, [], ["invites.csv exists already; choose another name."]
    )
    assert path.read_bytes() == before


def test_a_cell_is_never_a_formula(straja: Straja) -> None:
    line = MILA.replace("RS-1", "=1+1").replace("Mila Jovanović", '"@SUM(A1)"')
    straja("roster", "import", straja.file(line, ION), "--invites", "invites.csv")
    told = [(each["service_number"], each["name"]) for each in straja.invites()]
    assert told == [("'=1+1", "'@SUM(A1)"), ("RO-1", "Ion Popescu")]


async def test_where_the_file_cannot_be_written_nobody_is_invited(
    straja: Straja, assistant: Store
) -> None:
    """The disk that the invitations go to is full; that of the assistant is not."""

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))

    refused = await asyncio.to_thread(
        straja, "roster", "import", straja.file(MILA, ION), "--invites", "out.csv", before=full
    )
    assert (refused.code, refused.out) == (1, [])
    assert "out.csv could not be written (File too large). Nobody was invited." in refused.err
    assert not (straja.folder / "out.csv").exists()
    assert await assistant.read(people.roster) == []


async def test_where_nobody_knows_whether_it_was_done_the_codes_are_kept(
    straja: Straja, assistant: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_uow: UnitOfWork, _arguments: Json) -> Json:
        raise StoreUnknown("The connection was lost while committing.")

    question = "Whether it is done is not known; straja roster list tells."
    monkeypatch.setitem(TOOLS, "roster.bring_in", lost)
    said = await asyncio.to_thread(
        straja, "roster", "import", straja.file(MILA, ION), "--invites", "out.csv"
    )
    assert said == Said(
        1,
        [],
        [
            NO_LINKS,
            "The connection was lost while committing.",
            f"{question} The codes in out.csv count if it is.",
        ],
    )
    assert [each["service_number"] for each in straja.invites("out.csv")] == ["RS-1", "RO-1"]


def test_a_revoked_person_is_invited_in_again(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA))
    gone = ["RS-1 Mila Jovanović is revoked: nothing works for them any more."]
    assert straja("roster", "revoke", "RS-1") == Said(0, gone, [])
    assert straja("roster", "revoke", "RS-1").out == ["RS-1 Mila Jovanović was revoked before."]
    assert straja("roster", "list").out[1].endswith("\trevoked")
    invited = straja("roster", "invite", "RS-1")
    assert (invited.code, len(invited.out)) == (0, 1)
    number, name, link, code, _expires = invited.out[0].split("\t")
    assert (number, name, link) == ("RS-1", "Mila Jovanović", "")
    assert enrolment.looks_like_code(code)
    assert invited.err == [
        NO_LINKS,
        "RS-1 Mila Jovanović was revoked, and may come in again with this invitation only.",
    ]
    assert straja("roster", "list").out[1].endswith("\tinvited")
    assert straja("roster", "invite", "RS-1", "X") == Said(
        1, [], ["Nobody in the roster has the number X."]
    )


async def test_everything_works_beside_a_running_assistant(
    straja: Straja, assistant: Store
) -> None:
    async def say(*arguments: str | Path) -> Said:
        return await asyncio.to_thread(straja, *arguments)

    brought = await say("roster", "import", straja.file(MILA, ION), "--invites", "out.csv")
    assert (brought.code, brought.err) == (0, [NO_LINKS])
    assert len(straja.invites("out.csv")) == 2
    assert (await say("roster", "revoke", "RO-1")).code == 0
    listed = (await say("roster", "list")).out
    assert [line.split("\t")[-1] for line in listed[1:]] == ["revoked", "invited"]
    assert (await say("audit", "verify")).out == [
        "0 entries in an unbroken chain, 5 not sealed yet."
    ]
    assert (await say("db", "check")).code == 0
    assert (await say("db", "backup", "copy.db")).out == ["The copy is copy.db."]
    restored = await say("db", "restore", "copy.db")
    assert (restored.code, restored.out) == (1, [])
    assert "is in use by another process" in restored.err[0]

    def deeds(session: Session) -> list[tuple[object, object]]:
        rows = session.execute(audit.audit.select())
        return [(row.actor_id, '"origin": "command line"' in row.detail) for row in rows]

    assert await assistant.read(deeds) == [(None, True)] * 5


async def test_the_links_bear_the_name_that_telegram_tells(
    straja: Straja, running: Running
) -> None:
    asked = await asyncio.to_thread(
        straja,
        *("roster", "import", straja.file(MILA), "--invites", "out.csv"),
        env={"STRAJA_BOT_TOKEN": TOKEN, "STRAJA_TELEGRAM_API": running.url},
    )
    assert (asked.code, asked.err) == (0, [])
    [mila] = straja.invites("out.csv")
    assert mila["link"] == f"https://t.me/StrajaSandboxBot?start={mila['code']}"


def test_where_telegram_does_not_answer_the_invitations_are_made_without_links(
    straja: Straja,
) -> None:
    api = {"STRAJA_BOT_TOKEN": TOKEN, "STRAJA_TELEGRAM_API": "http://127.0.0.1:1"}
    asked = straja("roster", "import", straja.file(MILA), "--invites", "out.csv", env=api)
    assert asked.code == 0
    assert asked.err[0].startswith("Telegram was asked for the bot's name in vain: ")
    assert TOKEN not in "".join(asked.err)
    assert straja.invites("out.csv")[0]["link"] == ""


def test_a_backup_is_brought_back_and_the_former_file_kept(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA))
    assert straja("db", "backup", "copy.db").code == 0
    assert straja("db", "backup", "copy.db").err == ["copy.db exists already; choose another name."]
    straja("roster", "import", straja.file(ION))
    back = straja("db", "restore", "copy.db")
    assert back.code == 0
    assert back.out[0].startswith(f"The former database is kept as {path_of(straja.url)}.replaced-")
    assert back.out[1] == f"{path_of(straja.url)} is copy.db again."
    assert straja.names() == ["Mila Jovanović"]
    assert straja("db", "restore", "nothing.db") == Said(1, [], ["There is no file nothing.db."])


def test_damage_is_told(straja: Straja) -> None:
    sound = "The database is sound, and its tables are those of this program."
    assert straja("db", "check") == Said(0, [sound], [])
    path = path_of(straja.url)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * 8192 + whole[12288:])
    checked = straja("db", "check")
    assert (checked.code, checked.out) == (1, [])
    assert checked.err[0].endswith("straja db restore FILE brings a backup back.")
    listed = straja("roster", "list")
    assert (listed.code, listed.out, len(listed.err)) == (1, [], 1)


def test_an_older_database_is_not_worked_on(straja: Straja) -> None:
    rows(straja.url, "UPDATE alembic_version SET version_num = '0001'")
    sentence = (
        f"The database is at revision 0001, this program at {migrate.head()}: "
        "straja db upgrade, or the newer program."
    )
    for arguments in (
        ["roster", "list"],
        ["roster", "revoke", "RS-1"],
        ["run"],
        ["audit", "verify"],
    ):
        assert straja(*arguments) == Said(1, [], [sentence]), arguments


def test_a_changed_deed_is_found(straja: Straja) -> None:
    now = datetime.now(UTC)
    with opened(straja.url) as store:
        entries = [Entry(Deed.ROLES, f"person:{number}") for number in range(5)]
        store.run_blocking(lambda session: audit.record_all(session, entries, now))
        store.run_blocking(audit.seal)
        store.run_blocking(lambda session: audit.record_all(session, entries[:1], now))
    whole = ["5 entries in an unbroken chain, 1 not sealed yet."]
    assert straja("audit", "verify") == Said(0, whole, [])
    rows(straja.url, "UPDATE audit SET subject = 'person:9' WHERE id = 3")
    broken = "The chain is broken at entry 3 of 5: somebody changed or removed what was written"
    assert straja("audit", "verify") == Said(1, [], [f"{broken} there."])


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["roster", "nothing"],
        ["roster", "import"],
        ["roster", "invite"],
        ["db", "backup"],
        ["sandbox", "--port", "70000"],
        ["run", "--frob"],
    ],
)
def test_wrong_usage_is_2(straja: Straja, arguments: list[str]) -> None:
    said = straja(*arguments)
    assert (said.code, said.out) == (2, [])
    assert said.err[0].startswith("Usage: straja")


@pytest.mark.parametrize(
    ("setting", "value", "begins"),
    [
        ("STRAJA_HTTP_PORT", "eighty", "STRAJA_HTTP_PORT: "),
        ("STRAJA_WEBHOOK_SECRET", "no spaces here", "STRAJA_WEBHOOK_SECRET: "),
        ("STRAJA_LOG_FORMAT", "xml", "STRAJA_LOG_FORMAT: "),
        ("STRAJA_DATABASE_URL", "mysql://secret@host/x", "A database of the kind mysql"),
        ("STRAJA_DATABASE_URL", "nonsense", "The database address must look like"),
        ("STRAJA_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x", "The database cannot be"),
        ("STRAJA_DATABASE_URL", "sqlite:////nowhere/straja.db", "The database has no tables yet"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name_never_by_its_value(
    straja: Straja, setting: str, value: str, begins: str
) -> None:
    said = straja("roster", "list", env={setting: value})
    assert (said.code, said.out) == (1, [])
    assert said.err[0].startswith(begins)
    assert "secret@" not in "".join(said.err)
    assert "no spaces here" not in "".join(said.err)


def test_files_that_cannot_be_read_or_written_are_told(straja: Straja) -> None:
    straja.file(MILA)
    for arguments, sentence in (
        (["import", "none.csv"], "none.csv cannot be read: No such file or directory."),
        (["import", "."], ". cannot be read: Is a directory."),
        (
            ["import", "roster.csv", "--invites", "no/out.csv"],
            "no/out.csv cannot be written: No such file or directory.",
        ),
    ):
        assert straja("roster", *arguments) == Said(1, [], [sentence])
    assert straja.names() == []
    latin = straja.folder / "latin.csv"
    latin.write_bytes(f"{HEADER}\n{MILA}\n".encode("cp1250"))
    assert straja("roster", "import", latin).err[0].startswith("Line 2: this is not UTF-8")


def test_help_needs_none_of_the_large_libraries() -> None:
    code = (
        "import sys, bot.__main__\n"
        "large = ('telegram', 'aiohttp', 'alembic', 'psycopg', 'apscheduler', 'fpdf', 'sandbox')\n"
        "print([name for name in large if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_sandbox_runs_until_it_is_told_to_stop_and_says_when_its_port_is_taken(
    straja: Straja,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox", "--port", "0"],
        cwd=straja.folder,
        env=straja.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Sandbox: http://127.0.0.1:")
        port = line.rstrip().rsplit(":", 1)[1]
        taken = straja("sandbox", "--port", port)
        assert taken.code == 1
        assert taken.err[-1].startswith(f"Port {port} cannot be used: ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_names_of_any_script_come_out_on_a_terminal_that_knows_none(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA.replace("Mila Jovanović", "Мила Јовановић")))
    listed = straja("roster", "list", env={"PYTHONIOENCODING": "latin-1"})
    assert listed.code == 0
    assert listed.out[1].startswith("RS-1\t???? ?????????\tRS")


def test_long_work_shows_a_bar_on_a_terminal_and_plain_lines_elsewhere(straja: Straja) -> None:
    code = (
        "import time\n"
        "from bot.commands import telling\n"
        "telling._SECONDS = 0.02\n"
        "with telling.measured('Verifying') as seen:\n"
        "    seen(1, 3)\n"
        "    time.sleep(0.05)\n"
        "    seen(2, 3)\n"
        "with telling.waiting('Copying'):\n"
        "    time.sleep(0.2)\n"
    )
    command = [sys.executable, "-c", code]
    plain = subprocess.run(
        command, env=straja.environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert plain.stderr.splitlines() == ["Verifying: 2 of 3", "Copying …"]
    ours, theirs = pty.openpty()
    terminal = straja.environment | {"TERM": "xterm", "COLUMNS": "80"}
    subprocess.run(command, env=terminal, cwd=ROOT, stderr=theirs, check=True)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # what Linux says at the end of a terminal
        pass
    os.close(ours)
    assert b"Verifying" in shown
    assert b"2 of 3" not in shown
    assert "━".encode() in shown


def test_the_socket_of_a_dead_assistant_is_no_obstacle(straja: Straja) -> None:
    path = straja.folder / control.SOCKET
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    dead.bind(control.reachable(path))
    dead.close()
    assert stat.S_ISSOCK(path.stat().st_mode)
    assert straja("roster", "import", straja.file(MILA)).code == 0
    assert not path.exists()
