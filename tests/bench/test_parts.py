"""Our own side of the bench in little: that it runs and counts, so that it is there when needed."""

from pathlib import Path

import pytest

from bot import one_core
from tests.bench import (
    broadcast,
    filling,
    ground,
    growth,
    interactive,
    pictures,
    starting,
    tables,
    urgent,
)
from tests.bench.standin import Limit, standin


async def test_steps_of_a_form_are_answered_each_once(tmp_path: Path) -> None:
    async with (
        standin() as telegram,
        interactive.straja(telegram, tmp_path / "ours", people=4) as (straja, screens),
    ):
        for kind in interactive.KINDS:
            reading = await straja.measure(kind, 2)
            print(f"\n{kind} {reading}")
            assert reading.rate > 0 < reading.cpu
    assert set(screens) == {"group", "category", "place", "here"}


async def test_a_broadcast_is_counted(tmp_path: Path) -> None:
    reading = await broadcast.straja(tmp_path / "ours", 5)
    print(f"\n{reading}")
    assert (reading.served, reading.repeated) == (5, 0)


async def test_help_is_called_from_behind_a_backlog(tmp_path: Path) -> None:
    reading = await urgent.straja(tmp_path / "ours", 100)
    print(f"\n{reading}")
    assert 0 < reading.first <= reading.last


async def test_years_of_service_can_be_filled_in(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growth, "REPEATS", 1)
    growth.enrol(database_url)
    for fill in (filling.history, filling.later, filling.roster, filling.backlog):
        fill(database_url, 0, 10)
        fill(database_url, 10, 20)
    reading = await growth.updates(tmp_path, database_url, anew=True, people=4)
    print(f"\n{reading}")
    assert set(reading.cpu) == {"key", "report"}


async def test_a_burst_is_answered(tmp_path: Path) -> None:
    begun, burst = await starting.straja_alone(tmp_path / "ours", 20)
    print(f"\n{begun} {burst}")
    assert burst.lost == 0


async def test_map_pictures_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_core, "keep", lambda: None)  # the other tests need all cores
    figures = await pictures.run(tmp_path, rounds=1)
    behind: list[str] = []
    print("\n".join(tables.pictures(figures, behind)))
    assert [drawn["kilometres"] for drawn in figures["drawn"].values()] == [25, 40, 160, 320]
    assert all(drawn["kilobytes"] < 250 for drawn in figures["drawn"].values())


async def test_the_map_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "POSITIONS", 50)
    [figures] = await ground.run(tmp_path, rounds=1)
    print(f"\n{figures}")
    assert all(0 < each["median"] <= each["worst"] for each in figures.values())


def test_the_limit_takes_thirty_in_any_second_and_then_blocks() -> None:
    limit = Limit(30)
    assert [limit.refuses_for(n / 100) for n in range(30)] == [0.0] * 30
    assert limit.refuses_for(0.5) == 3.0
    assert limit.refuses_for(2.5) == 1.0
    assert limit.refuses_for(3.5) == 0.0
