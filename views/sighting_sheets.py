"""A sighting on a page for the official channel: its labels and what they name, without names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from geography.picture.scene import Scene
from views import callers, details, handover_sheets, judgements, maps, places, sightings, times
from views.handover_sheets import Sheet
from views.language import Language, Reader
from views.sightings import Report, Step

_REASONS = frozenset(each for several in judgements.REASONS.values() for each in several)


def sheet(number: str, report: Report, steps: Sequence[Step], made_at: datetime) -> Sheet:
    """The page; without officers' names, callers, or where an officer stood."""
    bare = replace(report, caller="", observer=None)
    return handover_sheets.sheet(
        lambda reader: reader.term("report.number", n=number),
        lambda reader: _rows(reader, bare, steps),
        made_at=made_at,
        note=report.note,
        scene=_scene(number, bare),
        exercise=report.exercise,
    )


def _scene(number: str, report: Report) -> Scene | None:
    """By day, for it is printed."""
    reader = Reader(Language.SR_CYRL, "")
    scene = maps.of_report(reader, number, report)
    return replace(scene, by_night=False) if scene else None


def _rows(reader: Reader, report: Report, steps: Sequence[Step]) -> list[tuple[str, str]]:
    rows = [
        (reader.term("field.what"), reader.term(report.category)),
        (reader.term("field.direction"), sightings.direction(reader, report.direction)),
        (reader.term("field.when"), _time(reader, report.seen_at)),
    ]
    if report.reported_at:
        reported = reader.pgettext("sheet", "Reported")
        rows.append((reported, _time(reader, report.reported_at)))
    rows.append((reader.term("field.where"), _place(reader, report)))
    more = [_bare(line) for line in details.lines(reader, report.details)]
    if more:
        rows.append((reader.pgettext("sheet", "Details"), "\n".join(more)))
    if report.told_by:
        rows.append(
            (reader.pgettext("sheet", "Source"), _bare(callers.line(reader, report.told_by, "")))
        )
    told = [_step(reader, each) for each in steps]
    rows.append((reader.pgettext("sheet", "State"), "\n".join(told)))
    return rows


def _place(reader: Reader, report: Report) -> str:
    lines = [_bare(line) for line in sightings.place_lines(reader, report)[:1]]
    if report.point:
        lines += places.nearest(reader, report.point)
    if report.point and report.sector:
        lines.append(
            f"{reader.term('place.sector')}: {sightings.sector_name(reader, report.sector)}"
        )
    return "\n".join(lines)


def _step(reader: Reader, step: Step) -> str:
    # Own words stay on their own side, and the page goes to both.
    reason = step.stand.reason if step.stand.reason in _REASONS else ""
    stand = _bare(sightings.standing(reader, replace(step.stand, officer="", reason=reason)))
    return f"{_time(reader, step.at)}: {stand}"


def _time(reader: Reader, at: datetime) -> str:
    return times.on_both_clocks(at, reader.language.locale, dated=True)


def _bare(line: str) -> str:
    """Without the sign before it, which the letters of documents do not have."""
    return line.partition(" ")[2]
