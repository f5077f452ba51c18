"""Make the small map of the phones page from geography/data; run from the root, no arguments."""  # noqa: INP001 a script, no package

import json
from pathlib import Path

SOURCE, TARGET = Path("geography/data"), Path("sandbox/page/border.json")
LICENCE = (
    "© OpenStreetMap contributors, Open Database License 1.0,"
    " https://www.openstreetmap.org/copyright; towns: GeoNames, CC BY 4.0"
)
FRAME = (20.0, 44.1, 22.95, 46.3)  # west, south, east, north in degrees
COARSENESS = 0.0012  # degrees, about 100 m
NERA_MOUTH = (21.36, 44.83)  # from here down to the Timok the border runs in the Danube
TOWNS = (  # the first six are named on the whole map
    "Timișoara",
    "Vârșeț",
    "Moldova Nouă",
    "Chichinda Mare",
    "Panciova",
    "Reșița",
    "Drobeta-Turnu Severin",
    "Orșova",
    "Jimbolia",
    "Biserica Albă",
    "Oravița",
    "Negotin",
)

Point = tuple[float, float]


def main() -> None:
    """Write the file anew; the same data make the same bytes."""
    border = _features("border")[0]["geometry"]["coordinates"]
    made = {
        "licence": LICENCE,
        "frame": FRAME,
        "border": _simplified(border),
        "danube": _simplified(_danube(border)),
        "land": {
            country["properties"]["id"]: _clipped(_simplified(_outline(country)))
            for country in _features("countries")
        },
        "towns": [_town(each) for each in sorted(filter(_named, _features("places")), key=_rank)],
    }
    TARGET.write_text(
        json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def _features(name: str) -> list[dict]:
    return json.loads((SOURCE / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def _danube(border: list[Point]) -> list[Point]:
    """The border from the Timok up to the mouth of the Nera."""
    east, north = NERA_MOUTH
    distance = [(x - east) ** 2 + (y - north) ** 2 for x, y in border]
    return border[: distance.index(min(distance)) + 1]


def _simplified(line: list[Point]) -> list[Point]:
    """Douglas and Peucker's: no point left out was further than COARSENESS from what is kept."""
    kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far = [_off(line[each], line[first], line[last]) for each in range(first + 1, last)]
        if far and max(far) > COARSENESS:
            middle = first + 1 + far.index(max(far))
            kept.add(middle)
            spans += [(first, middle), (middle, last)]
    return [(round(x, 4), round(y, 4)) for x, y in (line[each] for each in sorted(kept))]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a segment, in degrees."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    to = (point[0] - start[0], point[1] - start[1])
    share = max(0.0, min(1.0, (to[0] * along[0] + to[1] * along[1]) / length)) if length else 0.0
    return ((to[0] - share * along[0]) ** 2 + (to[1] - share * along[1]) ** 2) ** 0.5


def _clipped(ring: list[Point]) -> list[Point]:
    """What lies far outside the frame is drawn together at its edge."""
    west, south, east, north = (FRAME[0] - 1, FRAME[1] - 1, FRAME[2] + 1, FRAME[3] + 1)
    moved = [(min(max(x, west), east), min(max(y, south), north)) for x, y in ring]
    return [point for place, point in enumerate(moved) if place == 0 or point != moved[place - 1]]


def _outline(country: dict) -> list[Point]:
    return country["geometry"]["coordinates"][0]


def _named(place: dict) -> bool:
    return place["properties"]["ro"] in TOWNS


def _rank(place: dict) -> int:
    return TOWNS.index(place["properties"]["ro"])


def _town(place: dict) -> list[object]:
    own = place["properties"]["sr_Latn" if place["properties"]["country"] == "RS" else "ro"]
    return [own, *(round(degrees, 3) for degrees in place["geometry"]["coordinates"])]


if __name__ == "__main__":
    main()
