"""What a patrol reads of something that was reported near it."""

from geography.point import Point, compass
from views import places, sightings
from views.language import Reader
from views.message import Message
from views.sightings import Report


def notice(reader: Reader, report: Report, here: Point | None) -> Message:
    """In a few words: what, which way it moves, where from `here`; the desks have the rest."""
    _ = reader.gettext
    lines = [
        f"👁 {reader.term(report.category)}",
        f"➡ {sightings.direction(reader, report.direction)}",
    ]
    if here and report.point:
        away = _(
            "From your last known place: {distance}, {direction}",
            distance=places.distance(reader, here.distance_to(report.point)),
            direction=places.direction(reader, compass(here.bearing_to(report.point))),
        )
        lines.append(f"🧭 {away}")
    if report.point:
        lines += places.nearest(reader, report.point)
    elif report.sector:
        name = sightings.sector_name(reader, report.sector)
        lines.append(f"📍 {reader.term('place.sector')}: {name}")
    lines.append("🕒 " + _("Seen: {time}", time=reader.both_times(report.seen_at)))
    lines.append(_("The desk has the report. Before you go there, please call your desk."))
    title = _("Reported near you")
    if report.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    return Message("\n".join(lines), title=title)
