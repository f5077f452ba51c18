"""Even overall, gentle to each chat, and never before a hold ends; whose turn it is."""

import heapq
import random
from itertools import pairwise

import pytest

from bot.lanes import SLOTS, Turns
from bot.pace import ITSELF, LATE, Pace
from storage.outbox import Lane

MILA, ION, GROUP = 101, 202, -100


def go_as_soon_as_may_be(pace: Pace, number: int, *, late: float = 0.0) -> list[float]:
    """Moments at which so many calls to different people go, each noticed a little late."""
    now, moments = 50.0, []
    for chat_id in range(1, number + 1):
        now += pace.wait(now)
        now += late
        pace.went(chat_id, now)
        pace.came_back(now, now)
        moments.append(now)
    return moments


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(begin <= each < begin + 1 for each in moments) for begin in moments)


def test_the_pace_is_even_from_the_first_call_and_has_no_burst() -> None:
    moments = go_as_soon_as_may_be(Pace(28), 300)
    gaps = [after - before for before, after in pairwise(moments)]
    assert moments[0] == 50.0
    assert gaps == pytest.approx([0.0, 2 / 28 - LATE] + [1 / 28] * 297)
    assert most_in_a_second(moments) <= 30


@pytest.mark.parametrize("rate", [1.0, 28.0, 100.0, 1000.0])
@pytest.mark.parametrize("before", [0, 1, 20, 29])
def test_as_many_have_room_as_would_go_one_after_the_other(rate: float, before: int) -> None:
    pace, now = Pace(rate), 50.0
    for chat_id in range(before):
        pace.went(chat_id + 1, now)
    for later in (0.0, 0.01, 0.2, 5.0):
        room, went = pace.room(now + later), 0
        while not pace.wait(now + later):
            went += 1
            pace.went(1000 + went, now + later)
        assert room == went
    assert pace.room(now) == 0


@pytest.mark.parametrize("late", [0.005, 0.03])
def test_waking_late_does_not_slow_the_average(late: float) -> None:
    moments = go_as_soon_as_may_be(Pace(28), 280, late=late)
    assert moments[-1] - moments[0] == pytest.approx(279 / 28, abs=0.15)
    assert most_in_a_second(moments) <= 30


def test_after_a_pause_the_pace_is_even_again() -> None:
    pace = Pace(10)
    pace.went(MILA, 0.0)
    assert pace.wait(100.0) == 0.0
    pace.went(ION, 100.0)
    assert pace.wait(100.0) == pytest.approx(0.1 - LATE)
    pace.went(GROUP, 100.1)
    assert pace.wait(100.1) == pytest.approx(0.1 - LATE)


def at_telegram(seed: int, pace: Pace) -> list[float]:
    """When each of many calls arrives, on a way that delays some of them and not others."""
    chance, now = random.Random(seed), 50.0
    back: list[tuple[float, float]] = []
    arrived: list[float] = []
    for _ in range(600):
        now += max(pace.wait(now), 0.001)
        while back and back[0][0] <= now:
            ended, went = heapq.heappop(back)
            pace.came_back(went, ended)
        if pace.wait(now) or len(back) >= SLOTS:
            continue
        pace.went(len(arrived) + 1, now)
        there, again = (0.02 + chance.choice((0.0, 0.0, chance.uniform(0, 0.3))) for _ in "ab")
        arrived.append(now + there)
        heapq.heappush(back, (now + there + again, now))
    return arrived


@pytest.mark.parametrize("seed", range(5))
def test_however_the_network_delays_calls_no_second_at_telegram_has_too_many(seed: int) -> None:
    arrived = sorted(at_telegram(seed, Pace(28)))
    assert len(arrived) > 200
    assert most_in_a_second(arrived) <= 30


def test_without_looking_at_what_came_back_it_would_have() -> None:
    class Blind(Pace):
        def _full_for(self, _now: float) -> float:
            return 0.0

    assert max(most_in_a_second(sorted(at_telegram(seed, Blind(28)))) for seed in range(5)) > 30


def free_at(pace: Pace, lane: Lane, chat_id: int, now: float = 0.0) -> float:
    """When a chat is free for a lane, to a tenth of a second."""
    return next(
        tenth / 10
        for tenth in range(int(now * 10), 100_000)
        if chat_id not in pace.closed(lane, tenth / 10)
    )


@pytest.mark.parametrize("lane", [Lane.NOTICE, Lane.ROUTINE])
def test_one_call_a_second_to_a_person(lane: Lane) -> None:
    pace = Pace(1000)
    pace.went(MILA, 0.0)
    assert free_at(pace, lane, MILA) == 1.0
    assert free_at(pace, lane, ION) == 0.0
    pace.went(MILA, 1.0)
    assert free_at(pace, lane, MILA) == 2.0


@pytest.mark.parametrize("lane", [Lane.SOS, Lane.ALERT, Lane.REPLY])
def test_five_at_once_for_somebody_who_waits_and_then_one_a_second(lane: Lane) -> None:
    pace = Pace(1000)
    moments = []
    now = 0.0
    for _ in range(6):
        now = free_at(pace, lane, MILA, now)
        pace.went(MILA, now)
        moments.append(now)
    assert moments == [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize("lane", list(Lane))
def test_one_call_in_three_seconds_to_a_group_whatever_it_is(lane: Lane) -> None:
    pace = Pace(1000)
    pace.went(GROUP, 0.0)
    assert free_at(pace, lane, GROUP) == 3.0


def test_calls_about_the_bot_itself_are_not_paced_by_chat() -> None:
    pace = Pace(1000)
    pace.went(ITSELF, 0.0)
    assert free_at(pace, Lane.ROUTINE, ITSELF) == 0.0


def test_a_held_chat_is_closed_to_every_lane_and_a_shorter_hold_changes_nothing() -> None:
    pace = Pace(1000)
    pace.hold(MILA, 30.0)
    pace.hold(MILA, 5.0)
    assert [free_at(pace, lane, MILA) for lane in Lane] == [30.0] * 5
    assert free_at(pace, Lane.SOS, ION) == 0.0


def test_after_a_call_that_did_not_get_through_only_sos_goes_at_once() -> None:
    pace = Pace(1000)
    pace.spare(MILA, 15.0)
    assert [free_at(pace, lane, MILA) for lane in Lane] == [0.0, 15.0, 15.0, 15.0, 15.0]


def test_when_all_is_held_only_sos_goes() -> None:
    pace = Pace(1000)
    assert pace.only_sos(0.0) is False
    pace.hold_all(3.0)
    pace.hold_all(2.0)
    assert [pace.only_sos(now) for now in (0.0, 2.9, 3.0)] == [True, True, False]


def test_the_next_opening_is_the_next_moment_at_which_more_may_go() -> None:
    pace = Pace(1000)
    assert pace.next_opening(0.0) is None
    pace.hold(ION, 9.0)
    pace.hold_all(7.0)
    pace.spare(GROUP, 5.0)
    for _ in range(3):
        pace.went(MILA, 0.0)
    openings, now = [], 0.0
    while (opening := pace.next_opening(now)) is not None:
        openings.append(opening)
        now = opening
    assert openings == [1.0, 2.0, 3.0, 5.0, 7.0, 9.0]


def test_lanes_are_strict() -> None:
    assert Turns().open([]) == (Lane.SOS, Lane.ALERT, Lane.REPLY, Lane.NOTICE, Lane.ROUTINE)


def test_every_fifth_slot_is_offered_to_replies_while_alerts_go() -> None:
    turns = Turns()
    offered = []
    for _ in range(15):  # both wait all the time
        lane = next(lane for lane in turns.open([]) if lane in {Lane.ALERT, Lane.REPLY})
        turns.took(lane)
        offered.append(lane)
    assert offered == [*[Lane.ALERT] * 4, Lane.REPLY] * 3


def test_replies_never_overtake_sos_and_leave_their_slot_when_none_waits() -> None:
    turns = Turns()
    for _ in range(50):
        turns.took(Lane.ALERT)
    assert turns.open([])[:3] == (Lane.SOS, Lane.REPLY, Lane.ALERT)
    turns.took(Lane.REPLY)
    assert turns.open([])[:3] == (Lane.SOS, Lane.ALERT, Lane.REPLY)


def test_two_of_eight_slots_are_kept_for_sos() -> None:
    turns = Turns()
    assert len(turns.open([Lane.ALERT] * 5)) == 5
    assert turns.open([Lane.ALERT] * 6) == (Lane.SOS,)
    assert turns.open([Lane.ALERT] * 6 + [Lane.SOS]) == (Lane.SOS,)
    assert turns.open([Lane.ALERT] * 6 + [Lane.SOS] * 2) == ()
    assert turns.open([Lane.SOS] * 7) == tuple(Lane)
    assert turns.open([Lane.SOS] * 8) == ()


def test_only_sos_while_all_is_held() -> None:
    assert Turns().open([], only_sos=True) == (Lane.SOS,)
