"""/start: an invitation's code, then the phone that proves who holds it."""

from dataclasses import replace

from handlers.flow import Answers, Finish, Flow, Given, Step
from handlers.incoming import Incoming, Kind
from services import approvals, enrolment, notify
from services.enrolment import PhoneByButton
from storage import approvals as requests
from storage import drafts, people
from storage import enrolment as invites
from storage.drafts import Draft
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from views import enrolment as views
from views.forms import Question
from views.language import Reader


def code(uow: UnitOfWork, incoming: Incoming) -> Answers | None:
    """Check a code, however it came; the answers that its form begins with.

    None where there is nothing to ask: an administrator decides.
    """
    invite_id = approvals.begin(uow, incoming.text, incoming.account)
    return None if invite_id is None else {"invite": invite_id}


def reading(session: Session, sender: int, stranger: Person) -> Person:
    """A stranger halfway through enrolment reads in the language the roster has for them."""
    form = drafts.open_for(session, sender)
    invited = form and form.flow == FLOW.name and invites.person_of(session, form.answers["invite"])
    for waiting in () if invited else requests.waiting_of(session, sender):
        invited = people.by_id(session, waiting.person_id)
    return replace(stranger, language=invited.language) if invited else stranger


def already(uow: UnitOfWork, typed: str) -> None:
    """/start by somebody enrolled, perhaps through another's invitation. Raises `BoundAccount`."""
    enrolment.must_be_own(uow, typed)
    notify.reply(uow, views.already(notify.reader_of(uow.actor), uow.actor))


def _ask_phone(uow: UnitOfWork, _reader: Reader, draft: Draft) -> Question:
    person = enrolment.invited(uow, draft.answers["invite"])
    return views.ask_phone(notify.reader_of(person))


def _read_phone(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    incoming = given.incoming
    if incoming is None or incoming.kind != Kind.CONTACT:
        raise PhoneByButton
    approvals.prove_by_phone(
        uow,
        draft.answers["invite"],
        incoming.phone,
        incoming.phone_owner,
        account=incoming.account,
    )
    return Finish(draft.answers)


FLOW = Flow(
    "enrolment",
    steps=(Step("phone", lambda _: True, _ask_phone, _read_phone),),
    done=lambda _uow, _draft, _pressed: None,
    so_far=lambda _reader, _answers: "",
)
