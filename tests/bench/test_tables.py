"""The page of figures: ratios of pairs measured together, and nothing behind is left unsaid."""

from tests.bench import tables


def reading(rate: float, cpu: float) -> dict[str, float]:
    return {"rate": rate, "cpu": cpu, "p50": 20.0, "p99": 90.0, "load": 0.2}


def test_a_ratio_is_of_pairs_and_what_is_behind_is_said() -> None:
    mine = [reading(100, 900), reading(300, 900), reading(90, 900)]
    theirs = [reading(200, 1000), reading(500, 500), reading(180, 1000)]
    behind: list[str] = []
    several: dict[str, tables.Readings] = {"Straja": mine, "another": theirs}
    page = tables.interactive({"key": several, "tap": {"Straja": mine}}, behind)
    assert page[2].splitlines()[2:] == [
        "| Straja | 100 | 900 µs | 20 ms | 90 ms | 1.00 | 1.00 |",
        "| another | 200 | 1000 µs | 20 ms | 90 ms | 0.50 | 0.90 |",
    ]
    assert behind == ["(a) key: 0.50× the updates a second of another."]


def test_growth_beyond_a_fifth_is_said() -> None:
    behind: list[str] = []
    page = tables.growth({"backlog": {"1000": 500.0, "1000000": 650.0}}, behind)
    assert page[2].splitlines()[2:] == [
        "| 1,000 | 500 µs | 1.00 |",
        "| 1,000,000 | 650 µs | 1.30 |",
    ]
    assert behind == ["(d) backlog, 1,000,000 rows: a message costs 1.30 times as much."]
