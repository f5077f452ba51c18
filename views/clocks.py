"""The hour that the clocks go through twice: which of the two a time is of, and why it is asked."""

from collections.abc import Sequence
from datetime import datetime

from views import times
from views.language import Reader


def notice(reader: Reader, moments: Sequence[datetime]) -> str:
    """What the marks of `which` mean, where one of these moments has one."""
    _ = reader.gettext
    if not any(which(reader, each) for each in moments):
        return ""
    return _(
        "The clocks go back that night and show this hour twice: 1/2 is the first time, 2/2 the"
        " second."
    )


def which(reader: Reader, at: datetime) -> str:
    """Which of the two, where the reader's clock shows this time twice."""
    if reader.country not in times.CLOCKS:
        return ""
    shown = times.local(at, reader.country).replace(tzinfo=None, fold=0)
    twice = times.moments(shown, reader.country)
    return f" · {twice.index(at) + 1}/2" if len(twice) > 1 and at in twice else ""
