"""Invitations in a file: the codes exist nowhere else, so they are on disk before they count."""

import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.access import CommandRefused, OutcomeUnknown

COLUMNS = ("service_number", "name", "link", "code", "expires_at")


@dataclass(frozen=True)
class Invitation:
    """A line of the file. `link` is empty where the bot's name is not known."""

    service_number: str
    name: str
    link: str
    code: str
    expires_at: str  # UTC, ISO 8601

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the columns."""
        return (self.service_number, self.name, self.link, self.code, self.expires_at)


def link(bot_username: str, code: str) -> str:
    """What opens the chat with the code in it: https://core.telegram.org/bots/features."""
    return f"https://t.me/{bot_username}?start={code}" if bot_username else ""


class InvitesFile:
    """A new file, readable by its owner only, that stays where its codes count or may count.

    Call `write` before the codes are handed to the database, and leave with `CommandRefused`
    where the database refused them: the file is taken away then.
    """

    def __init__(self, path: Path) -> None:
        """Raises `CommandRefused` where the file exists or cannot be made."""
        self._path = path
        self._written = False
        try:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandRefused(f"{path} exists already; choose another name.") from None
        except OSError as error:
            raise CommandRefused(f"{path} cannot be written: {error.strerror}.") from None

    def write(self, invitations: Iterable[Invitation]) -> None:
        """Put all of them on disk. Raises `CommandRefused`."""
        try:
            with os.fdopen(os.dup(self._descriptor), "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(COLUMNS)
                writer.writerows([_harmless(cell) for cell in each.cells] for each in invitations)
            os.fsync(self._descriptor)
            _sync_folder(self._path)
        except OSError as error:
            raise CommandRefused(
                f"{self._path} could not be written ({error.strerror}). Nobody was invited."
            ) from None
        self._written = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)
        refused = isinstance(fault, CommandRefused) and not isinstance(fault, OutcomeUnknown)
        if refused or not self._written:
            self._path.unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    """The file's name is on disk as well."""
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
