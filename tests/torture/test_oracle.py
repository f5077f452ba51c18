"""The oracle itself: what it must find is put into a log, and it tells one from the other."""

from typing import Any

import pytest

from tests.torture import oracle
from tests.torture.oracle import MARK, WINDOW, Promise, Verdict
from tests.torture.table import Line

READER, OUTSIDER = 11, 12


def sent(number: int, life: int, *, marked: bool = False, chat: int = READER) -> dict[str, Any]:
    """A message that came to this chat, called for in this life."""
    text = f"vest-{number}: Дунав расте."
    return {
        "at": 0.0,
        "method": "sendMessage",
        "outcome": "delivered",
        "chat_id": chat,
        "agent": f"straja/{life}",
        "params": {"text": f"{MARK} Поновљено\n{text}" if marked else text},
    }


def judged(*entries: dict[str, Any], kills: int = 2, wanted: int = 20) -> Verdict:
    promises = [Promise(READER, f"vest-{number}:") for number in range(wanted)]
    audience = {f"vest-{number}": {READER} for number in range(wanted)}
    return oracle.judge(entries, promises, audience, kills=kills)


def once(*, life: int = 1, wanted: int = 20) -> list[dict[str, Any]]:
    return [sent(number, life) for number in range(wanted)]


def again(*numbers: int, life: int) -> list[dict[str, Any]]:
    return [sent(number, life, marked=True) for number in numbers]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    verdict = judged(*once())
    assert (verdict.accepted, verdict.delivered, verdict.worst) == (20, 20, 0)
    assert verdict.faults == verdict.repeated == []


@pytest.mark.parametrize(("copies", "holds"), [(WINDOW, True), (WINDOW + 1, False)])
def test_more_copies_than_calls_in_flight_are_a_fault(copies: int, holds: bool) -> None:
    verdict = judged(*once(), *again(*range(copies), life=2))
    assert (verdict.worst, len(verdict.repeated), verdict.unmarked) == (copies, copies, [])
    assert verdict.faults == ([] if holds else [f"one kill caused {copies} repeats"])
    assert Line("", 1, verdict).said == ("holds" if holds else "FAILS")


def test_copies_of_two_kills_are_not_one_kills() -> None:
    """The first life's calls are repeated by the third, for the second was killed at once."""
    first = once(wanted=10)
    second = [sent(number, 2) for number in range(10, 20)]
    copies = again(*range(5), *range(10, 16), life=3)
    verdict = judged(*first, *second, *copies)
    assert (verdict.worst, len(verdict.repeated), verdict.faults) == (6, 11, [])


def test_each_copy_counts_for_the_life_that_called_before() -> None:
    verdict = judged(*once(), *again(0, 1, 2, life=2), *again(0, 1, life=3))
    assert (verdict.worst, len(verdict.repeated)) == (3, 5)


def test_a_call_carried_out_late_counts_for_the_life_that_made_it() -> None:
    """Between calls of the next life, or after the copy itself: then the reader saw no mark."""
    late = [sent(number, 1) for number in range(10, 20)]
    mixed = judged(*once(wanted=10), sent(20, 2), *late, *again(*range(10, 19), life=2))
    assert mixed.worst == 9
    overtaken = judged(*again(*range(9), life=2), *once())
    assert (overtaken.worst, len(overtaken.unmarked)) == (9, 9)


def test_lost_repeated_unmarked_and_leaked_are_told_apart() -> None:
    lost = judged(*once()[1:])
    assert lost.faults == [f"lost: vest-0: in {READER}: 0 of 1"]
    unmarked = judged(*once(), sent(0, 2))
    assert unmarked.faults == [f"unmarked: 'vest-0' in {READER}"]
    marked = judged(*once(), sent(0, 2, marked=True))
    assert (marked.faults, marked.repeated) == ([], [f"'vest-0' in {READER}"])
    leaked = judged(*once(), sent(0, 1, chat=OUTSIDER))
    assert [fault.partition(":")[0] for fault in leaked.faults] == ["leaked"]


def test_a_call_that_does_not_say_its_life_is_a_fault() -> None:
    entries = once()
    del entries[0]["agent"]
    assert judged(*entries).faults == ["wrong: 1 messages do not say in which life they were sent"]
    assert judged(*entries, kills=0).faults == []


def refused(at: float, life: int, *, chat: int = READER) -> dict[str, Any]:
    """A call that Telegram wants again after two seconds."""
    told = {"at": at, "outcome": "refused", "description": "Too Many Requests: retry after 2"}
    return sent(0, life, chat=chat) | told


def call(at: float, life: int, *, chat: int = READER) -> dict[str, Any]:
    return sent(1, life, chat=chat) | {"at": at}


@pytest.mark.parametrize(
    ("calls", "early"),
    [
        ([refused(0, 1), call(1, 1)], ["chat 11, 1.00 s"]),
        ([refused(0, 1), call(2, 1)], []),
        # What a life that called again had been told was known to the next one, too.
        ([refused(0, 1), call(0.5, 1, chat=OUTSIDER), call(1, 2)], ["chat 11, 1.00 s"]),
        # It was killed before it could write it down.
        ([refused(0, 1), call(0.5, 2)], []),
    ],
)
def test_a_call_is_early_where_it_was_known_until_when_to_wait(
    calls: list[dict[str, Any]], early: list[str]
) -> None:
    assert judged(*calls, wanted=0).early == early
