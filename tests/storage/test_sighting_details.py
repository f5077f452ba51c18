"""What is said of a sighting beyond what, where and when, and what is stored of it."""

from typing import Any

import pytest

from storage.sighting_details import FIELDS, Details


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("people", [2, 5], {"people_least": 2, "people_most": 5}),
        ("people", [21, None], {"people_least": 21}),
        ("plate", "ВШ 012-АБ", {"plate": "ВШ 012-АБ"}),
        ("armed", "unknown", {"armed": "unknown"}),
        ("armed", None, {}),
    ],
)
def test_only_what_is_said_is_stored_and_read_back(
    field: str, value: Any, stored: dict[str, Any]
) -> None:
    details = Details().having(field, value)

    assert details.stored() == stored
    assert Details.of(stored) == details
    assert details.value(field) == value
    assert details.having(field, None) == Details()


def test_every_field_has_a_name_by_which_it_is_asked() -> None:
    stored = set(Details.__dataclass_fields__) - {"people_least", "people_most"}
    assert set(FIELDS) == stored | {"people"}
    assert [Details().value(field) for field in FIELDS] == [None] * len(FIELDS)
