"""Templates of alerts: the bank that comes along, as an installation has changed it, filled in."""

from collections.abc import Mapping

from services.alert_template_bank import Template, shipped, template_of
from services.blanks import must_be_filled, read
from storage import alert_templates
from storage.alert_templates import State
from storage.unit_of_work import UnitOfWork
from views import blanks
from views.blanks import Blank, Kind, Value
from views.language import Language, Reader

__all__ = ["Blank", "Kind", "Template", "by_key", "filled", "listed", "read"]


def listed(uow: UnitOfWork) -> list[Template]:
    """Every template for the actor's side: the bank in its order, then those added here."""
    found = dict(shipped())
    for key, row in alert_templates.current(uow.session).items():
        if row.state == State.RETIRED:
            found.pop(key, None)
        else:
            found[key] = template_of(row)
    return [each for each in found.values() if each.side in {"", uow.actor.country}]


def by_key(uow: UnitOfWork, key: str) -> Template | None:
    """One template for the actor's side; None where there is none, or none any more."""
    return next((each for each in listed(uow) if each.key == key), None)


def filled(template: Template, values: Mapping[str, Value]) -> dict[Language, str]:
    """The text by language, blanks filled in with what `read` gave for each by its name.

    English is there where the template has it. Raises `BlankEmpty` for the first blank missing.
    """
    must_be_filled(template.blanks, values)
    return {
        language: blanks.filled(Reader(language, ""), text, values)
        for language, text in template.texts.items()
    }
