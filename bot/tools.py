"""What commands may do to the data, in the running assistant or where none runs."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import TypeAdapter

from services import data, roster, senders
from services.data_file import Data
from services.enrolment import VALID_FOR
from services.roster_difference import Difference
from services.roster_file import Entry
from services.senders import SenderForm
from storage import installation
from storage.session import Session
from storage.unit_of_work import UnitOfWork

Json = dict[str, Any]
Tool = Callable[[UnitOfWork, Json], Json]

ORIGIN = "command line"  # as the audit log names it; nobody of the roster acts

ENTRIES = TypeAdapter(list[Entry])
DIFFERENCE = TypeAdapter(Difference)
INVITED = TypeAdapter(list[roster.Invited])
DATA = TypeAdapter(Data)
TOLD = TypeAdapter(data.Told)
SENDER = TypeAdapter(SenderForm)
_NUMBERS = TypeAdapter(list[str])
_OF_PERSON = ("service_number", "name", "country", "service", "unit", "language")
_CODES = TypeAdapter(dict[str, str])
_SIDE: TypeAdapter[str] = TypeAdapter(Literal["", "RO", "RS"])


def compare(uow: UnitOfWork, arguments: Json) -> Json:
    """What a roster file would change, and what its invitations would say."""
    told = roster.compare(uow, ENTRIES.validate_python(arguments["entries"]), _side(arguments))
    return {"difference": DIFFERENCE.dump_python(told, mode="json"), **_invitation(uow)}


def bring_in(uow: UnitOfWork, arguments: Json) -> Json:
    """Bring a roster file in; with codes, invite those whom `compare` named."""
    entries = ENTRIES.validate_python(arguments["entries"])
    given = arguments["codes"]
    codes = None if given is None else _CODES.validate_python(given)
    told = roster.bring_in(uow, entries, codes, _side(arguments))
    return {"difference": DIFFERENCE.dump_python(told, mode="json")}


def find(uow: UnitOfWork, arguments: Json) -> Json:
    """Who may be invited by these service numbers, and what their invitations would say."""
    numbers = _NUMBERS.validate_python(arguments["numbers"])
    found = roster.to_invite(uow, numbers, _side(arguments))
    people = [{name: getattr(each, name) for name in _OF_PERSON} for each in found]
    return {"people": people, **_invitation(uow)}


def invite(uow: UnitOfWork, arguments: Json) -> Json:
    """Invite people with these codes, by service number."""
    invited = roster.invite(uow, _CODES.validate_python(arguments["codes"]), _side(arguments))
    return {"invited": INVITED.dump_python(invited, mode="json")}


def revoke(uow: UnitOfWork, arguments: Json) -> Json:
    """Take somebody's access away."""
    person, done = roster.revoke(uow, str(arguments["number"]), _side(arguments))
    return {"name": person.name, "done": done}


def bring_in_data(uow: UnitOfWork, arguments: Json) -> Json:
    """Bring in a file of what an installation knows."""
    told = data.bring_in(uow, DATA.validate_python(arguments["data"]))
    return {"told": TOLD.dump_python(told, mode="json")}


def add_sender(uow: UnitOfWork, arguments: Json) -> Json:
    """Let a central system send alerts, with the token of this hash."""
    senders.add(uow, SENDER.validate_python(arguments["sender"]), str(arguments["token_hash"]))
    return {}


def revoke_sender(uow: UnitOfWork, arguments: Json) -> Json:
    """Let a central system send no more."""
    return {"done": senders.revoke(uow, str(arguments["name"]))}


TOOLS: dict[str, Tool] = {
    "data.bring_in": bring_in_data,
    "roster.compare": compare,
    "roster.bring_in": bring_in,
    "roster.find": find,
    "roster.invite": invite,
    "roster.revoke": revoke,
    "senders.add": add_sender,
    "senders.revoke": revoke_sender,
}


def bot_username(session: Session) -> str:
    """The bot's name in Telegram as the assistant saw it last; empty before its first start."""
    return installation.read(session, "bot_username") or ""


def _side(arguments: Json) -> str:
    """The country for which the operator speaks; none named means both."""
    return _SIDE.validate_python(arguments.get("side", ""))


def _invitation(uow: UnitOfWork) -> Json:
    expires_at = (uow.now + VALID_FOR).isoformat(timespec="seconds")
    return {"bot_username": bot_username(uow.session), "expires_at": expires_at}
