"""Invitations in a file: the codes exist nowhere else, so they are on disk before they count."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.commands.telling import measured
from bot.refusing import CommandRefused, OutcomeUnknown
from views.invitations import Invitation

COLUMNS = ("service_number", "name", "link", "code", "expires_at")


def as_csv(invitations: Iterable[Invitation]) -> bytes:
    """A line each; the link is empty where the bot's name is not known."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in cells(each)] for each in invitations)
    return text.getvalue().encode()


def as_sheet(invitations: Sequence[Invitation]) -> bytes:
    """A PDF to print and cut. Raises `CommandRefused` where the bot's name is not known."""
    from views.documents import invitations as printed  # noqa: PLC0415 fonts, for those who print

    if invitations and not invitations[0].link:
        raise CommandRefused(
            "A sheet needs the bot's name for its links, and Telegram has not told it: set "
            "STRAJA_BOT_TOKEN, and see what straja doctor says. Nobody was invited."
        )
    with measured("Drawing invitations") as seen:
        return printed.sheets(invitations, seen)


def cells(invitation: Invitation) -> tuple[str, ...]:
    """In the order of the columns; the moment in UTC, ISO 8601."""
    person, until = invitation.person, invitation.expires_at.isoformat(timespec="seconds")
    return (person.service_number, person.name, invitation.link, invitation.code, until)


class InvitesFile:
    """A new file, readable by its owner only, that stays where its codes count or may count.

    Call `write` before the codes are handed to the database, and leave with `CommandRefused`
    where the database refused them: the file is taken away then.
    """

    def __init__(self, path: Path) -> None:
        """Raises `CommandRefused` where the file exists or cannot be made."""
        self.path = path
        self._written = False
        try:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandRefused(f"{path} exists already; choose another name.") from None
        except OSError as error:
            raise CommandRefused(f"{path} cannot be written: {error.strerror}.") from None

    def write(self, content: bytes) -> None:
        """Put it on disk. Raises `CommandRefused`."""
        try:
            with os.fdopen(os.dup(self._descriptor), "wb") as file:
                file.write(content)
            os.fsync(self._descriptor)
            _sync_folder(self.path)
        except OSError as error:
            raise CommandRefused(
                f"{self.path} could not be written ({error.strerror}). Nobody was invited."
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
            self.path.unlink(missing_ok=True)


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
