"""Border markers by their number and side; where they stand is data of an installation."""

import re

from geography.border import Country
from geography.folding import fold
from geography.readings import MarkerNumber

_LONGEST = 60
_SIDES: dict[Country, str] = {
    "RS": r"rs|srb|srpska strana|srpska|srbija|srpski|partea sarba|sarbeasca|serbia|serbian side"
    r"|serbian",
    "RO": r"ro|rou|rumunska strana|rumunska|rumunija|rumunski|partea romana|romaneasca|romania"
    r"|romanian side|romanian",
}
_TEXT = re.compile(
    r"(?:kod\s|la\s|langa\s|at\s)?"
    r"(?:granicn[aiou]m?\s(?:oznak[aeiu]|kamen[au]?|stub[au]?|beleg[aeiu]?)|gr\.?\s?oznaka"
    r"|semnul de frontiera|semn de frontiera|borna de frontiera|borna|bornei|piatra de hotar"
    r"|pilon de frontiera|border marker|border stone|marker|belega|oznaka)"
    r"\s?(?:br|broj|nr|numarul|numar|no|number|#)?\.?\s?:?\s?"
    r"(?P<number>[a-z]{0,3}[ -]?[0-9]{1,4}(?:[/.-][0-9]{1,3}){0,2}[a-z]?)"
    rf"(?:\s?[,;/-]?\s?\(?(?:(?P<RS>{_SIDES['RS']})|(?P<RO>{_SIDES['RO']}))\)?)?"
)


def read(text: str) -> MarkerNumber | None:
    """The marker a text names; None for a text of another kind. Raises nothing."""
    found = _TEXT.fullmatch(fold(text)) if len(text) <= _LONGEST else None
    if found is None:
        return None
    side: Country | None = "RS" if found["RS"] else "RO" if found["RO"] else None
    return MarkerNumber(key(found["number"]), side)


def key(number: str) -> str:
    """A marker's number as it is compared: capitals, without spaces, dashes and diacritics."""
    return re.sub(r"[\s.-]", "", fold(number)).upper()
