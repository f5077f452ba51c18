"""Copies on a disk that has no room, and what an operator is told after bringing one back."""

import resource
from pathlib import Path

from tests.bot.operator import ION, MILA, Straja
from tests.storage.roster import path_of

HELD = (
    "Messages that waited when it was copied may have gone out since. Start with "
    "STRAJA_SENDING=held: all is taken in and nothing is sent until you set it to on."
)


def no_room() -> None:
    """As on a disk with room for a few pages of the database and no more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def names(folder: Path) -> set[str]:
    """All files but the log that SQLite keeps beside a database somebody reads."""
    return {path.name for path in folder.iterdir() if path.suffix not in {".db-wal", ".db-shm"}}


def test_a_copy_that_has_no_room_is_refused_and_leaves_nothing_behind(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA))
    before = names(straja.folder)
    refused = straja("db", "backup", "copy.db", before=no_room)
    assert (refused.code, refused.out, len(refused.err)) == (1, [], 1)
    assert refused.err[0].startswith("copy.db could not be written: ")
    assert names(straja.folder) == before
    assert straja("db", "backup", "copy.db").code == 0


def test_a_restore_that_has_no_room_changes_nothing(straja: Straja) -> None:
    straja("roster", "import", straja.file(MILA))
    straja("db", "backup", "copy.db")
    straja("roster", "import", straja.file(MILA, ION))
    before = names(straja.folder)
    refused = straja("db", "restore", "copy.db", before=no_room)
    assert (refused.code, refused.out) == (1, [])
    assert "could not be written: " in refused.err[0]
    assert names(straja.folder) == before
    assert straja.names() == ["Mila Jovanović", "Ion Popescu"]
    assert straja("db", "check").code == 0


def test_after_a_restore_the_operator_is_told_to_hold_the_messages(straja: Straja) -> None:
    straja("db", "backup", "copy.db")
    back = straja("db", "restore", "copy.db")
    assert (back.code, back.err) == (0, [])
    assert back.out[1:] == [f"{path_of(straja.url)} is copy.db again.", HELD]
