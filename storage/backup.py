"""A copy of the database put aside while the assistant runs, and brought back when it does not."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from storage import database
from storage.faults import StoreRefused
from storage.lock import OneProcess

_BESIDE = ("-wal", "-shm")


def backup(url: str, copy: Path) -> None:
    """Write a sound copy of one moment of the database to `copy`, readable by its owner only.

    The assistant may be running. Raises `StoreRefused`; an existing file is never overwritten.
    """
    original = _file(url, "pg_dump --format=custom")
    if not original.exists():
        raise StoreRefused(f"There is no database at {original}.")
    if copy.exists():
        raise StoreRefused(f"{copy} exists already; choose another name.")
    _copy(original, copy)


def restore(url: str, copy: Path) -> Path | None:
    """Put a backup in the place of the database; returns where the former one was put, if any.

    The assistant must be stopped. Raises `StoreRefused`, and nothing was changed then.
    """
    original = _file(url, "pg_restore")
    _must_be_ours(copy)
    with OneProcess(original):
        fresh = original.with_name(original.name + ".restoring")
        fresh.unlink(missing_ok=True)
        _copy(copy, fresh)
        aside = _put_aside(original)
        fresh.replace(original)
        _sync_folder(original)
    return aside


def _file(url: str, tool: str) -> Path:
    path = database.file_of(url)
    if path is None:
        raise StoreRefused(f"PostgreSQL has tools of its own for this: use {tool}.")
    return path


def _copy(original: Path, copy: Path) -> None:
    """By SQLite's online backup, whole under its name or not there at all."""
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        _copy_pages(original, partial)
        finding = database.quick_check(partial)
        if finding:
            raise StoreRefused(f"The copy would be damaged ({finding}); none was made.")
        _sync(partial)
        partial.rename(copy)
        _sync_folder(copy)
    except (OSError, sqlite3.Error) as error:
        raise StoreRefused(f"{copy} could not be written: {error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _copy_pages(original: Path, partial: Path) -> None:
    source = sqlite3.connect(database.read_only(original), uri=True)
    target = sqlite3.connect(partial)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    finally:
        target.close()
        source.close()


def _must_be_ours(copy: Path) -> None:
    if not copy.is_file():
        raise StoreRefused(f"There is no file {copy}.")
    finding = database.quick_check(copy)
    if finding:
        raise StoreRefused(f"{copy} is damaged ({finding}). Nothing was changed.")
    connection = sqlite3.connect(database.read_only(copy), uri=True)
    try:
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
    finally:
        connection.close()
    if not known:
        raise StoreRefused(f"{copy} is not a backup of this assistant. Nothing was changed.")


def _put_aside(original: Path) -> Path | None:
    """Keep the former database, its log included, under another name; the caller has the lock.

    A log left in place would be taken for the restored file's own.
    """
    if not original.exists():
        return None
    _bring_log_back(original)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = original.with_name(f"{original.name}.replaced-{moment}")
    os.link(original, aside)  # the name itself is replaced in one step, never missing
    for ending in _BESIDE:
        log = original.with_name(original.name + ending)
        if log.exists():
            log.rename(aside.with_name(aside.name + ending))
    return aside


def _bring_log_back(original: Path) -> None:
    """What is damaged keeps its log beside it.

    SQLite deletes the log of a file that it opens for writing and cannot read.
    """
    if database.quick_check(original):
        return
    connection = sqlite3.connect(original)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    _sync(path.parent)
