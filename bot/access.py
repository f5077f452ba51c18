"""How a command gets at the data: through the assistant that runs, or itself where none does."""

import json
import socket
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot import control
from bot.refusing import CommandRefused, OutcomeUnknown
from bot.settings import Settings
from bot.tools import ORIGIN, TOOLS, Json, bot_username
from services.roster_file import RosterRefused
from storage import database, migrate, reading
from storage.faults import StoreFault, StoreInUse, StoreUnknown
from storage.people import Person
from storage.session import Session
from storage.store import opened
from storage.unit_of_work import Installation, UnitOfWork

T = TypeVar("T")

_ANSWER_SECONDS = 120
_PATIENCE = 5.0  # seconds in which an assistant that is just starting begins to listen


def call(
    settings: Settings,
    tool: str,
    arguments: Json,
    *,
    clock: Callable[[], datetime] = control.utc_now,
    patience: float = _PATIENCE,
) -> Json:
    """What a tool of `bot.tools` answers. Raises `CommandRefused`."""
    url, path = settings.database_url, settings.data_dir / control.SOCKET
    must_be_current(url)
    file = database.file_of(url)
    until = time.monotonic() + patience
    while True:
        answer = _ask(path, file, tool, arguments) if file else None
        if answer is not None:
            return answer
        try:
            return _run_here(url, path, tool, arguments, clock())
        except StoreInUse as fault:
            if time.monotonic() > until:
                raise CommandRefused(
                    f"{file} is in use, and nobody listens at {path}. Is STRAJA_DATA_DIR the same "
                    "as that of the assistant?"
                ) from fault
        time.sleep(0.1)


def look(settings: Settings, work: Callable[[Session], T]) -> T:
    """What `work` reads, whether the assistant runs or not. Raises `CommandRefused`."""
    must_be_current(settings.database_url)
    engine = database.reader(settings.database_url)
    try:
        return reading.look(engine, work, patience=_PATIENCE)
    except StoreFault as fault:
        raise CommandRefused(str(fault)) from fault
    finally:
        engine.dispose()


def must_be_current(url: str) -> None:
    """Raise `CommandRefused` unless the database is there, with the tables of this program."""
    try:
        revision = migrate.current(url)
    except StoreFault as fault:
        raise CommandRefused(str(fault)) from fault
    if revision is None:
        raise CommandRefused("The database has no tables yet: straja db upgrade makes them.")
    if revision != migrate.head():
        raise CommandRefused(
            f"The database is at revision {revision}, this program at {migrate.head()}: "
            "straja db upgrade, or the newer program."
        )


def _run_here(url: str, path: Path, tool: str, arguments: Json, now: datetime) -> Json:
    def work(session: Session) -> Json:
        installation = Installation(bot_username=bot_username(session))
        uow = UnitOfWork(session, Person(), now, installation, origin=ORIGIN)
        return TOOLS[tool](uow, arguments)

    try:
        with opened(url) as store:
            if store.file and path.is_socket():
                path.unlink()  # whoever listened there is dead: the file is ours alone now
            return store.run_blocking(work)
    except RosterRefused as refusal:
        raise CommandRefused(*refusal.sentences) from refusal
    except StoreUnknown as fault:
        raise OutcomeUnknown(str(fault)) from fault
    except StoreInUse:
        raise
    except StoreFault as fault:
        raise CommandRefused(str(fault)) from fault


def _ask(path: Path, file: Path, tool: str, arguments: Json) -> Json | None:
    """The answer of the running assistant; None where none listens."""
    request = {"database": str(file), "tool": tool, "arguments": arguments}
    body = json.dumps(request).encode()
    if len(body) > control.LARGEST:
        raise CommandRefused("That is more than one command may carry.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_ANSWER_SECONDS)
        try:
            line.connect(control.reachable(path))
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
            return None
        except PermissionError as error:
            raise CommandRefused(
                f"{path} is the assistant's: run this command as the same user."
            ) from error
        return _result(_exchange(line, body))


def _exchange(line: socket.socket, body: bytes) -> Any:  # noqa: ANN401 JSON of any shape
    """The whole answer. Raises `OutcomeUnknown`."""
    try:
        line.sendall(body)
        line.shutdown(socket.SHUT_WR)
        return json.loads(b"".join(iter(lambda: line.recv(65536), b"")))
    except (OSError, ValueError) as error:
        raise OutcomeUnknown("The assistant ended before it answered.") from error


def _result(answer: Any) -> Json:  # noqa: ANN401 JSON of any shape
    if "result" in answer:
        return dict(answer["result"])
    kind = OutcomeUnknown if answer.get("unsure") else CommandRefused
    raise kind(*answer.get("refused", ["The assistant gave no answer."]))
