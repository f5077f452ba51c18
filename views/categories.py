"""What can be seen at the border, in two levels; names are the glossary's (`cat.*`)."""

from views.language import Reader

# The groups of domain notes, section 4; the order within is where nobody has reported yet.
GROUPS: dict[str, tuple[str, ...]] = {
    "cat.group_people": (
        "cat.illegal_crossing",
        "cat.migrant_smuggling",
        "cat.irregular_migration",
        "cat.traces",
        "cat.human_trafficking",
    ),
    "cat.group_suspicious": (
        "cat.suspicious_vessel",
        "cat.suspicious_vehicle",
        "cat.suspicious_person",
        "cat.drone",
    ),
    "cat.group_crime": (
        "cat.tobacco",
        "cat.goods_smuggling",
        "cat.drugs",
        "cat.fuel",
        "cat.weapons",
        "cat.stolen_vehicle",
        "cat.false_document",
        "cat.poaching",
    ),
    "place.border_line": ("cat.border_regime", "cat.marker_damage"),
    "cat.group_safety": (
        "cat.person_in_distress",
        "cat.medical",
        "cat.fire",
        "cat.flood",
        "cat.uxo",
    ),
    "cat.other": ("cat.other",),
}

CATEGORIES = tuple(category for group in GROUPS.values() for category in group)

_SIGNS = {
    "cat.group_people": "🚶",
    "cat.group_suspicious": "👁",
    "cat.group_crime": "📦",
    "place.border_line": "🚧",
    "cat.group_safety": "🛟",
    "cat.other": "❔",
}


def group_label(reader: Reader, group: str) -> str:
    """A group on its button."""
    return f"{_SIGNS[group]} {reader.term(group)}"


def group_of(category: str) -> str:
    """The group a category stands in."""
    return next(group for group, members in GROUPS.items() if category in members)
