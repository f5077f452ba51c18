"""The page for the official channel on paper: one page, whatever was written, and nothing lost."""

import itertools
from datetime import UTC, datetime

import pytest

from geography.point import Point
from handlers.flow import NOTE_LIMIT
from storage.sightings import Handling
from tests.views.documents import paper
from views import sighting_sheets
from views.documents.orders import made
from views.sightings import Report, Stand, Step

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
STATES = (Handling.IN_PROGRESS, Handling.RESOLVED)


def page(note: str, *, steps: int = 1) -> bytes:
    report = Report(
        side="RS",
        sides=("RS", "RO"),
        category="cat.suspicious_vessel",
        direction="to_romania",
        seen_at=NOW,
        reported_at=NOW,
        point=Point(44.8231, 21.3359),
        accuracy=12,
        note=note,
        exercise=True,
        told_by="telephone",
    )
    told = [
        Step(Stand(side, state, number), NOW)
        for number in range(steps)
        for side, state in itertools.product(report.sides, STATES)
    ]
    return made(sighting_sheets.sheet("RS-26-0417", report, told, NOW))


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize(
    "note", ["", "Ш" * NOTE_LIMIT, "w\n" * (NOTE_LIMIT // 2), "реч " * (NOTE_LIMIT // 4)]
)
def test_it_is_one_page_with_all_of_the_longest_note(note: str, steps: int) -> None:
    pdf = page(note, steps=steps)
    [text] = paper.texts(pdf)
    written = "".join(note.split())
    assert written in "".join(text.replace("¶", "").split())
    words = paper.words(pdf)
    assert min(word.bottom for word in words) > 10
    assert max(word.right for word in words) < 200


def test_both_languages_stand_side_by_side() -> None:
    pdf = page("Чамац.")
    lines = [(word.text.strip(), word.left, word.top) for word in paper.words(pdf)]
    for serbian, romanian in (
        ("Сумњиво пловило", "Ambarcațiune suspectă"),
        ("ВЕЖБА – ВЕЖБА – ВЕЖБА", "EXERCIȚIU – EXERCIȚIU – EXERCIȚIU"),
    ):
        [(left, top)] = [(at, height) for text, at, height in lines if text == serbian]
        [(right, same)] = [(at, height) for text, at, height in lines if text == romanian]
        assert left < 30
        assert right > 100
        assert abs(top - same) < 1
    [text] = paper.texts(pdf)
    assert "14. 7. 2026. 21:05 RS / 22:05 RO" in text
    assert "Само за службену употребу." in text
    assert "Numai pentru uz de serviciu." in text
