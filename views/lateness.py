"""How late something was noticed that should have been noticed by the clock."""

from datetime import timedelta

from views.language import Reader

MINUTE = timedelta(minutes=1)


def lines(reader: Reader, late: timedelta) -> list[str]:
    """One line, or none where it was noticed in time."""
    if late < MINUTE:
        return []
    noticed = reader.ngettext(
        "Noticed {n} minute late.", "Noticed {n} minutes late.", late // MINUTE
    )
    return [f"⏱ {noticed}"]
