"""One process per file, and none too many after a crash."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.faults import StoreRefused
from storage.lock import OneProcess
from storage.store import Store, opened
from tests.storage import notes
from tests.storage.notes import words

ROOT = Path(__file__).parents[2]


def holder(url: str) -> "subprocess.Popen[bytes]":
    """Another process with the store open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.acknowledging", url, "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"-1\n"
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.alone
async def test_a_second_process_is_refused_at_once_and_told_why(sqlite_url: str) -> None:
    with opened(sqlite_url) as store:
        store.run_blocking(notes.lay_out)
    process = holder(sqlite_url)
    began = time.monotonic()
    with pytest.raises(StoreRefused, match=rf"in use .* \(number {process.pid}\)\. Stop"):
        await Store(sqlite_url).start()
    assert time.monotonic() - began < 2
    end(process)
    store = Store(sqlite_url)  # the right of a dead process is nobody's
    await store.start()
    assert await store.read(words) is not None
    await store.stop()


async def test_the_same_process_is_refused_as_well(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    await store.start()
    with pytest.raises(StoreRefused, match="in use"):
        await Store(sqlite_url).start()
    assert await store.run(lambda _session: "undisturbed") == "undisturbed"
    await store.stop()
    with opened(sqlite_url):
        pass


def test_another_name_of_the_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "straja.db").touch()
    (tmp_path / "other.db").symlink_to(tmp_path / "straja.db")
    with OneProcess(tmp_path / "straja.db"), pytest.raises(StoreRefused, match="in use"):
        OneProcess(tmp_path / "other.db").take()


def test_giving_back_twice_is_no_mistake(tmp_path: Path) -> None:
    lock = OneProcess(tmp_path / "straja.db")
    lock.take()
    lock.release()
    lock.release()
    with lock:
        pass


def test_a_child_of_the_process_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = OneProcess(tmp_path / "straja.db")
    lock.take()
    child = subprocess.Popen(["sleep", "30"], close_fds=False)
    lock.release()
    with OneProcess(tmp_path / "straja.db"):
        pass
    child.kill()
    child.wait()
