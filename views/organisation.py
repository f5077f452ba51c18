"""Where somebody serves, as the reader calls it."""

from functools import cache

from storage.people import Person
from views.glossary import terms
from views.language import Reader


def service(reader: Reader, name: str) -> str:
    """A service by the glossary's name for it, or as the roster has it."""
    key = _known().get(name.casefold())
    return reader.term(key) if key else name


def place_of(reader: Reader, person: Person) -> str:
    """Country, service and unit of somebody, in a line."""
    service_name = service(reader, person.service)
    return " · ".join(part for part in (person.country, service_name, person.unit) if part)


@cache
def _known() -> dict[str, str]:
    """The glossary's bodies (`org.*`), by their name in any language."""
    return {
        name.casefold(): key
        for key, names in terms().items()
        if key.startswith("org.")
        for name in names.values()
    }
