"""The two clocks of the border: Serbia's, and Romania's one hour ahead of it, all year."""

from datetime import date, datetime, tzinfo
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
