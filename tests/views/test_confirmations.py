"""However much a list says of people, each stands whole on one page, and every page fits."""

import pytest

from storage.confirmations import State
from storage.people import Role
from tests.views.screens import READERS, SEEN
from views import confirmations
from views.confirmations import Decision, Line, Request
from views.language import Language
from views.message import MAX_UNITS, Message, units

COLUMNS = ("name", "service", "unit", "sectors", "roles", "language", "phone")


def line(row_id: int, *, widest: bool) -> Line:
    """Somebody with the longest facts that a file may hold, or with usual ones."""
    size = 120 if widest else 12

    def facts(sign: str) -> dict[str, object]:
        word = sign * size
        return {
            "service_number": f"RS-{row_id}",
            **dict.fromkeys(("name", "service", "unit"), word),
            "sectors": tuple(f"{sign * 70}{n}" for n in range(12 if widest else 1)),
            "roles": tuple(Role) if widest else (Role.OFFICER,),
            "language": "sr-Cyrl",
            "phone": "+381641110001",
        }

    broken = "taken phone" if widest else ""
    return Line(
        row_id,
        row_id,
        facts("Њ"),
        facts("𝒜"),
        COLUMNS,
        revoked=widest,
        unbinds=widest,
        broken=broken,
    )


def pages(language: Language, request: Request) -> list[Message]:
    """Every page, by the buttons that lead on."""
    found, near = [confirmations.card(READERS[language], request)], 0
    while True:
        buttons = [each for row in found[-1].buttons for each in row]
        onward = [each.data for each in buttons if each.label.endswith("›")]
        if not onward:
            return found
        near = int(onward[0].rpartition(":")[2])
        found.append(confirmations.card(READERS[language], request, near=near))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("widest", [True, False])
def test_each_stands_whole_on_one_page(language: Language, widest: bool) -> None:
    lines = tuple(line(number, widest=widest) for number in range(1, 15))
    decided = tuple(f"RS-{number}" for number in range(1000))
    decisions = tuple(Decision(state, "В" * 120, decided) for state in list(State)[1:])
    shown = pages(language, Request(1, 1, lines, decisions, SEEN))

    for number in range(1, 15):
        [page] = [each for each in shown if f"· RS-{number}\n" in each.text]
        offered = [each.data for row in page.buttons for each in row]
        assert {f"confirm:{number}", f"confirm-refuse:{number}"} <= set(offered)
    whole = [units(f"{each.title}\n{each.text}") for each in shown]
    assert max(whole) <= MAX_UNITS
    assert len(shown) == (14 if widest else 5)
