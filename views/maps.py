"""Maps in a chat: what stands on the picture, and the words below it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geography import lands
from geography.picture.scene import Area, Marker, Scene, Sign, Words
from geography.point import Point
from storage.organisation import SectorRow
from storage.sightings import OPEN
from views import places, sightings
from views.language import Reader
from views.message import Message
from views.sightings import Report, Stand

MOST = 25  # sightings on one map: more would be unreadable, and so would their legend

ATTRIBUTION = "© OpenStreetMap contributors, GeoNames"  # in these words, as its licence asks

_LENGTHS = (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)  # metres
# Where a sector's land is not known, a circle around its middle stands for it.
_SECTOR_METRES = 4_000
_SECTOR_CORNERS = range(0, 360, 10)


@dataclass(frozen=True)
class Entry:
    """A sighting on a map of several, as its reader knows it, and where their side stands.

    `land`: of its sector, as text of GeoJSON, where that is known.
    """

    number: str
    report: Report
    stand: Stand | None = None
    land: str = ""

    @property
    def done(self) -> bool:
        """Whether the reader's side is done with it."""
        return self.stand is not None and self.stand.state not in OPEN


def of_report(reader: Reader, number: str, report: Report, land: str = "") -> Scene | None:
    """One sighting; None where its reader knows no place of it.

    Where they know the sector alone, the map is of the sector and of nothing else; `land` is the
    sector's, as text of GeoJSON.
    """
    scene = without_place(reader, number, exercise=report.exercise)
    if report.point:
        marker = Marker(report.point, accuracy=report.accuracy)
        scene = replace(scene, markers=(marker,), observer=report.observer)
    elif report.sector and (area := _area(reader, report.sector, land)):
        scene = replace(scene, areas=(area,))
    else:
        return None
    return _with_legend(reader, scene)


def without_place(reader: Reader, number: str, *, exercise: bool) -> Scene:
    """The whole border, for a sighting whose place its reader must not know any more."""
    title = f"{reader.term('report.title')} {number}"
    return _with_legend(reader, Scene(_words(reader, title, exercise=exercise)))


def caption(reader: Reader, *, exercise: bool) -> Message:
    """Below the map of one sighting; the card it is a reply to tells the rest."""
    named = "🗺 " + reader.pgettext("menu", "Map")
    return Message(f"{reader.term('alert.exercise')}\n{named}" if exercise else named)


def of_day(reader: Reader, entries: Sequence[Entry], *, title: str = "") -> Scene:
    """The sightings of a day that have a place, each with its number in the list."""
    _ = reader.gettext
    markers, by_sector = list[Marker](), dict[str, tuple[Entry, list[int]]]()
    for number, entry in enumerate(entries, 1):
        if entry.report.point:
            markers.append(Marker(entry.report.point, str(number), done=entry.done))
        elif entry.report.sector:
            by_sector.setdefault(entry.report.sector.code, (entry, []))[1].append(number)
    areas = [
        _area(reader, entry.report.sector, entry.land, numbers)
        for entry, numbers in by_sector.values()
        if entry.report.sector
    ]
    exercise = any(entry.report.exercise for entry in entries)
    words = _words(reader, title or _("Last 24 hours"), exercise=exercise)
    known = tuple(area for area in areas if area)
    return _with_legend(reader, Scene(words, tuple(markers), known))


def legend(reader: Reader, entries: Sequence[Entry], more: int = 0) -> Message:
    """Below the map of a day: each number with what it is; `more` were left out."""
    _ = reader.gettext
    lines = [_line(reader, number, entry) for number, entry in enumerate(entries, 1)]
    if more:
        lines.append(reader.ngettext("… and {n} more", "… and {n} more", more))
    return Message("\n".join(lines), title="🗺 " + _("Last 24 hours"))


def nothing(reader: Reader) -> Message:
    """No sighting in the last 24 hours that the reader may see."""
    _ = reader.gettext
    return Message(
        _("There are no reports of the last 24 hours that you may see."), protected=False
    )


def _line(reader: Reader, number: int, entry: Entry) -> str:
    report = entry.report
    parts = [entry.number, reader.term(report.category), reader.both_times(report.seen_at)]
    if report.exercise:
        parts.insert(0, reader.term("alert.exercise"))
    if entry.stand:
        parts.append(sightings.standing(reader, replace(entry.stand, officer="")))
    return f"{number}. " + " · ".join(parts)


def _area(reader: Reader, sector: SectorRow, land: str, numbers: Sequence[int] = ()) -> Area | None:
    """The sector, with the numbers of what was seen in it; None where nobody knows where it is."""
    rings = lands.outlines(land) if land else ()
    if not rings and sector.latitude is not None and sector.longitude is not None:
        middle = Point(sector.latitude, sector.longitude)
        rings = (tuple(middle.destination(each, _SECTOR_METRES) for each in _SECTOR_CORNERS),)
    if not rings:
        return None
    name, told = sightings.sector_name(reader, sector), ", ".join(map(str, numbers))
    return Area(f"{told} · {name}" if told else name, rings)


def _words(reader: Reader, title: str, *, exercise: bool) -> Words:
    _ = reader.gettext
    return Words(
        language=reader.language,
        title=f"{reader.term('alert.exercise')} · {title}" if exercise else title,
        legend=(),
        countries=(("RO", _("Romania")), ("RS", _("Serbia"))),
        scale=tuple((metres, places.distance(reader, metres)) for metres in _LENGTHS),
        attribution=ATTRIBUTION,
    )


def _with_legend(reader: Reader, scene: Scene) -> Scene:
    """What is on the picture, explained."""
    # Translators: these six explain the signs on a map, in as few letters as can be.
    meanings = {
        Sign.SIGHTING: reader.pgettext("map", "sighting"),
        Sign.DONE: reader.pgettext("map", "closed"),
        Sign.AREA: reader.pgettext("map", "somewhere here"),
        Sign.OBSERVER: reader.pgettext("map", "observer"),
        Sign.CROSSING: reader.pgettext("map", "crossing"),
        Sign.BORDER: reader.pgettext("map", "border"),
    }
    absent = {
        Sign.SIGHTING: not any(not marker.done for marker in scene.markers),
        Sign.DONE: not any(marker.done for marker in scene.markers),
        Sign.AREA: not scene.areas,
        Sign.OBSERVER: scene.observer is None,
    }
    shown = tuple((sign, text) for sign, text in meanings.items() if not absent.get(sign))
    return replace(scene, words=replace(scene.words, legend=shown))
