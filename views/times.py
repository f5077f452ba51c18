"""The two clocks of the border: Serbia's, and Romania's one hour ahead of it, all year."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format

# In the order in which both times are always shown.
CLOCKS: dict[str, tzinfo] = {"RS": ZoneInfo("Europe/Belgrade"), "RO": ZoneInfo("Europe/Bucharest")}


def local(at: datetime, country: str) -> datetime:
    """The same moment on the clock of `RS` or `RO`; ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {at.isoformat()}")
    return at.astimezone(CLOCKS[country])


def clock(at: datetime, country: str) -> str:
    """`14:05 RS`."""
    return f"{format_time(local(at, country), 'HH:mm')} {country}"


def day(at: date, locale: str) -> str:
    """`7. 3. 2026.` in Serbian, `07.03.2026` in Romanian (CLDR short), `7 Mar 2026` in English."""
    # The short English form puts day and month in an order that not every reader expects.
    return format_date(at, "medium" if locale.startswith("en") else "short", locale=locale)


def day_and_time(at: datetime, locale: str) -> str:
    """`7. 3. 2026. 14:05`, `07.03.2026, 14:05`, `7 Mar 2026, 14:05`: joined as CLDR joins them."""
    joined = str(get_datetime_format("short", locale=locale))
    return joined.replace("{1}", day(at, locale)).replace("{0}", format_time(at, "HH:mm"))


def on_both_clocks(at: datetime, locale: str, *, dated: bool) -> str:
    """`14:05 RS / 15:05 RO`; dated, with the day once, or twice in the hour around midnight."""
    moments = {country: local(at, country) for country in CLOCKS}
    days = {country: day(moment, locale) for country, moment in moments.items()}
    if dated and len(set(days.values())) > 1:
        return " / ".join(f"{days[country]} {clock(at, country)}" for country in CLOCKS)
    times = " / ".join(clock(at, country) for country in CLOCKS)
    return f"{days['RS']} {times}" if dated else times


def moments(shown: datetime, country: str) -> tuple[datetime, ...]:
    """The moments (UTC) at which the clock of `RS` or `RO` shows this day and time.

    One; two in the hour that is gone through twice when summer time ends; none in the hour that is
    left out when it begins.
    """
    zone = CLOCKS[country]
    found = {shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(
        sorted(at for at in found if at.astimezone(zone).replace(tzinfo=None, fold=0) == shown)
    )


def instead(shown: datetime, country: str) -> datetime:
    """The moment (UTC) that would have had a time which is left out: an hour later by the clock."""
    return shown.replace(tzinfo=CLOCKS[country], fold=0).astimezone(UTC)
