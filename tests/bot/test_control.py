"""The command socket: what it takes, what it refuses, and that it is never in the way."""

import asyncio
import json
import os
import socket
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import access, control
from bot.control import Control, ControlRefused
from bot.refusing import CommandRefused, OutcomeUnknown
from bot.settings import Settings
from bot.tools import ENTRIES, TOOLS, Json
from services import roster_file
from storage import people
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork

NOW = datetime(2026, 3, 7, 13, 5, tzinfo=UTC)
LINE = "RS-1,Mila Jovanović,RS,Granična policija,SGP,Nera,officer,sr-Cyrl,0641110001"
ROSTER = f"{','.join(roster_file.COLUMNS)}\n{LINE}\n".encode()
ENTRY = {"entries": ENTRIES.dump_python(roster_file.read(ROSTER), mode="json"), "codes": None}


def clock() -> datetime:
    return NOW


def settings_of(url: str, folder: Path) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings reads it, mypy does not know
        bot_token=SecretStr(""),
        database_url=url,
        data_dir=folder,
    )


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return settings_of(sqlite_url, tmp_path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / control.SOCKET


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    opened = Store(sqlite_url)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def listening(store: Store, path: Path) -> AsyncIterator[Control]:
    opened = await control.listen(path, store, Installation(), clock=clock)
    yield opened
    await opened.close()


async def names(store: Store) -> list[str]:
    return await store.read(lambda session: [each.name for each in people.roster(session)])


async def called(settings: Settings, tool: str, arguments: Json) -> Json:
    return await asyncio.to_thread(access.call, settings, tool, arguments, patience=0.3)


async def asked(path: Path, request: bytes) -> Any:
    """The answer to a request as it is; None where the line is cut."""
    reader, writer = await asyncio.open_unix_connection(control.reachable(path))
    try:
        writer.write(request)
        await writer.drain()
        writer.write_eof()
        return json.loads(await reader.read() or b"null")
    finally:
        writer.close()


async def test_a_tool_runs_in_the_assistant_that_holds_the_database(
    listening: Control, store: Store, settings: Settings
) -> None:
    answer = await called(settings, "roster.bring_in", ENTRY)
    assert [each["name"] for each in answer["difference"]["added"]] == ["Mila Jovanović"]
    assert await names(store) == ["Mila Jovanović"]
    found = await called(settings, "roster.find", {"numbers": ["RS-1"]})
    assert found == {
        "people": [
            {
                "service_number": "RS-1",
                "name": "Mila Jovanović",
                "country": "RS",
                "service": "Granična policija",
                "unit": "SGP",
                "language": "sr-Cyrl",
            }
        ],
        "bot_username": "",
        "expires_at": "2026-03-21T13:05:00+00:00",
    }


async def test_without_an_assistant_the_command_does_it_itself(
    settings: Settings, path: Path, sqlite_url: str
) -> None:
    answer = await called(settings, "roster.bring_in", ENTRY)
    assert [each["name"] for each in answer["difference"]["added"]] == ["Mila Jovanović"]
    assert not path.exists()
    store = Store(sqlite_url)
    await store.start()
    assert await names(store) == ["Mila Jovanović"]
    await store.stop()


async def test_on_postgresql_nothing_listens_and_commands_work_beside(
    postgresql_url: str, tmp_path: Path, path: Path
) -> None:
    store = Store(postgresql_url)
    await store.start()
    opened = await control.listen(path, store, Installation())
    assert not path.exists()
    await called(settings_of(postgresql_url, tmp_path), "roster.bring_in", ENTRY)
    assert await names(store) == ["Mila Jovanović"]
    await opened.close()
    await store.stop()


async def test_a_refusal_reaches_the_command_with_all_its_sentences(
    listening: Control, store: Store, settings: Settings
) -> None:
    with pytest.raises(CommandRefused) as refusal:
        await called(settings, "roster.find", {"numbers": ["X", "Y"]})
    assert refusal.value.sentences == (
        "Nobody in the roster has the number X.",
        "Nobody in the roster has the number Y.",
    )


async def test_only_its_owner_may_connect_and_it_goes_when_the_assistant_goes(
    listening: Control, path: Path
) -> None:
    assert stat.S_ISSOCK(path.stat().st_mode)
    assert oct(path.stat().st_mode)[-3:] == "600"
    await listening.close()
    assert not path.exists()
    await listening.close()


async def test_a_folder_made_for_it_is_its_owners_only(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    opened = await control.listen(folder / control.SOCKET, store, Installation())
    assert oct(folder.stat().st_mode)[-3:] == "700"
    await opened.close()


def left_behind(path: Path) -> None:
    """A socket file whose listener was killed."""
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    dead.bind(control.reachable(path))
    dead.close()


async def test_a_dead_socket_is_replaced_by_the_assistant(
    store: Store, path: Path, settings: Settings
) -> None:
    left_behind(path)
    opened = await control.listen(path, store, Installation())
    assert (await called(settings, "roster.bring_in", ENTRY))["difference"]["unchanged"] == 0
    await opened.close()


async def test_a_dead_socket_is_removed_by_a_command(settings: Settings, path: Path) -> None:
    left_behind(path)
    await called(settings, "roster.bring_in", ENTRY)
    assert not path.exists()


async def test_a_living_one_is_not_taken_over(
    listening: Control, store: Store, path: Path, settings: Settings
) -> None:
    with pytest.raises(ControlRefused, match="Another assistant listens at"):
        await control.listen(path, store, Installation())
    await called(settings, "roster.bring_in", ENTRY)


async def test_a_file_that_is_no_socket_is_left_alone(store: Store, path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(ControlRefused, match="cannot be opened"):
        await control.listen(path, store, Installation())
    assert path.read_text() == "precious"


async def test_a_path_too_long_for_a_socket_is_refused_in_a_sentence(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(ControlRefused, match="is too long a path for a socket"):
        await control.listen(tmp_path / ("d" * 110) / control.SOCKET, store, Installation())


async def test_an_assistant_of_another_database_does_not_do_it(
    listening: Control, settings: Settings, tmp_path: Path, sqlite_url: str
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(Path(sqlite_url.removeprefix("sqlite:///")).read_bytes())
    with pytest.raises(CommandRefused, match="Give each installation a STRAJA_DATA_DIR"):
        await called(settings_of(f"sqlite:///{other}", tmp_path), "roster.bring_in", ENTRY)


async def test_a_held_database_without_a_listener_is_told(
    store: Store, settings: Settings, path: Path
) -> None:
    with pytest.raises(CommandRefused) as refusal:
        await called(settings, "roster.bring_in", ENTRY)
    question = "Is STRAJA_DATA_DIR the same as that of the assistant?"
    assert refusal.value.sentences == (
        f"{store.file} is in use, and nobody listens at {path}. {question}",
    )


async def test_a_command_waits_for_an_assistant_that_is_just_starting(
    store: Store, settings: Settings, path: Path
) -> None:
    call = asyncio.to_thread(access.call, settings, "roster.bring_in", ENTRY, patience=10)
    waiting = asyncio.create_task(call)
    await asyncio.sleep(0.3)
    assert not waiting.done()
    opened = await control.listen(path, store, Installation())
    assert (await waiting)["difference"]["absent"] == 0
    await opened.close()


@pytest.mark.parametrize(
    "request_of",
    [
        lambda _: b"",
        lambda _: b"{",
        lambda _: b"\xff\xfe",
        lambda _: b"[" * 100_000,
        lambda _: b"[1]",
        lambda _: b'"roster.find"',
        lambda file: json.dumps({"database": file}).encode(),
        lambda file: json.dumps({"database": file, "tool": "rm", "arguments": {}}).encode(),
        lambda file: json.dumps({"database": file, "tool": ["x"], "arguments": {}}).encode(),
        lambda file: json.dumps({"database": file, "tool": "roster.find", "arguments": 1}).encode(),
        lambda file: json.dumps(
            {"database": file, "tool": "roster.find", "arguments": {}}
        ).encode(),
        lambda file: json.dumps(
            {"database": file, "tool": "roster.find", "arguments": {"numbers": [None]}}
        ).encode(),
    ],
)
async def test_what_is_no_request_is_answered_so(
    listening: Control, store: Store, path: Path, request_of: Callable[[str], bytes]
) -> None:
    answer = await asked(path, request_of(str(store.file)))
    assert answer == {"refused": ["The assistant does not understand this command. Restart it."]}


async def test_a_request_without_end_is_cut_off(
    listening: Control, path: Path, settings: Settings
) -> None:
    taken = 0
    _reader, writer = await asyncio.open_unix_connection(control.reachable(path))
    with suppress(ConnectionError):
        while taken < 2 * control.LARGEST:
            writer.write(b"x" * 65536)
            await writer.drain()
            taken += 65536
    writer.close()
    assert control.LARGEST < taken < control.LARGEST + 4 * 1024 * 1024
    await called(settings, "roster.bring_in", ENTRY)


async def test_a_silent_line_holds_up_neither_others_nor_the_end(
    listening: Control, path: Path, settings: Settings
) -> None:
    _reader, writer = await asyncio.open_unix_connection(control.reachable(path))
    writer.write(b'{"database"')
    await called(settings, "roster.bring_in", ENTRY)
    await asyncio.wait_for(listening.close(), 2)
    writer.close()


async def test_what_runs_is_finished_and_answered_before_the_end(
    listening: Control, path: Path, store: Store, settings: Settings
) -> None:
    def slow(uow: UnitOfWork, arguments: Json) -> Json:
        uow.session.connection().exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "
            "SELECT count(*) FROM n"
        )
        return TOOLS["roster.bring_in"](uow, arguments)

    TOOLS["slow"] = slow
    try:
        waiting = asyncio.create_task(called(settings, "slow", ENTRY))
        while not store.busy_for:
            await asyncio.sleep(0.01)
        await listening.close()
        assert (await waiting)["difference"]["absent"] == 0
    finally:
        del TOOLS["slow"]
    assert await names(store) == ["Mila Jovanović"]


async def test_a_fault_of_the_program_is_told_without_its_insides(
    listening: Control, settings: Settings
) -> None:
    def broken(_uow: UnitOfWork, _arguments: Json) -> Json:
        raise RuntimeError("secret")

    TOOLS["broken"] = broken
    try:
        with pytest.raises(CommandRefused) as refusal:
            await called(settings, "broken", {})
    finally:
        del TOOLS["broken"]
    assert refusal.value.sentences == ("The command failed in the assistant; its log says how.",)


async def test_an_answer_that_never_comes_leaves_the_outcome_open(
    settings: Settings, path: Path
) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_unix_server(hang_up, control.reachable(path))
    with pytest.raises(OutcomeUnknown, match="The assistant ended before it answered"):
        await called(settings, "roster.bring_in", ENTRY)
    server.close()


def test_a_socket_of_another_user_says_whose_command_it_is(path: Path) -> None:
    left_behind(path)
    path.chmod(0)
    was = os.geteuid()
    if was == 0:  # to whom nothing is forbidden
        os.seteuid(65534)
    try:
        with pytest.raises(CommandRefused, match="run this command as the same user"):
            access._ask(path, path, "roster.find", {})
    finally:
        os.seteuid(was)


async def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandRefused) as refusal:
        await called(settings_of(f"sqlite:///{tmp_path}/none.db", tmp_path), "roster.find", {})
    assert refusal.value.sentences == (
        "The database has no tables yet: straja db upgrade makes them.",
    )
    assert not (tmp_path / "none.db").exists()
