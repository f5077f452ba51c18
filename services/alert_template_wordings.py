"""Desks word templates of alerts anew: each writes its own language, and only both together count.

What one desk has written waits for the other and changes nothing until then, so a template is never
there in one language alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services import desk, notify, policy
from services.alert_template_bank import columns_of, template_of
from services.alert_template_file import in_latin_letters, with_commas
from services.alert_templates import by_key, listed
from services.errors import NotUnderstood, Refusal, Stale, TextTooLong
from services.policy import Verb
from storage import alert_templates as stored
from storage import cards, people
from storage.alert_templates import LONGEST_TEXT, LONGEST_TITLE, State, TemplateRow
from storage.audit import Deed
from storage.people import SIDES, Person
from storage.unit_of_work import UnitOfWork
from views import alert_templates as views
from views.alert_templates import SIDE_OF, Template
from views.blanks import BLANK, blanks_in, canonical
from views.message import shown

_BRACKETS = set("{}[]")
_NEW = "cat.other"  # the event of a template that a desk has made


class NoSuchBlank(Refusal):
    """Brackets in a text that hold no blank."""


class BlanksDiffer(Refusal):
    """A text whose blanks are not those of the other language; `blanks` names those."""


class SerbianInLatin(Refusal):
    """A Serbian text in Latin letters, from which the Cyrillic cannot be made."""


@dataclass(frozen=True)
class Wording:
    """What a desk has written: of the template `key`, or of a new one with level and lifetime."""

    text: str
    key: str = ""
    title: str = ""
    level: str = ""
    lifetime: int = 0


def show(uow: UnitOfWork, page: int = 0, *, shown_in: int | None = None) -> None:
    """A page of all templates. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    waiting = stored.asked(uow.session)
    message = views.listed(
        notify.reader_of(uow.actor), listed(uow), waiting, page=page, retired=_retired(uow)
    )
    notify.answer(uow, message, shown_in=shown_in)


def show_one(uow: UnitOfWork, key: str, *, shown_in: int | None = None) -> None:
    """One template with its texts. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    found, row = _any(uow, key), stored.current_of(uow.session, key)
    notify.answer(uow, views.shown(notify.reader_of(uow.actor), found, row), shown_in=shown_in)


def to_change(uow: UnitOfWork, key: str) -> Template:
    """A template that may be worded anew. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    found = by_key(uow, key)
    if found is None:
        raise Stale
    return found


def to_complete(uow: UnitOfWork, wording_id: int, *, hold: bool = False) -> TemplateRow:
    """What waits for the language of the actor's desk. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    row = stored.by_id(uow.session, wording_id, hold=hold)
    waits = row is not None and row.state == State.ASKED
    if row is None or not waits or views.missing(row) != SIDE_OF[uow.actor.country]:
        raise Stale  # the same answer for what does not exist and what is not theirs
    return row


def checked_title(uow: UnitOfWork, typed: str) -> str:
    """A name as it is kept.

    Raises `NotUnderstood`, `TextTooLong`, `NoSuchBlank`, `SerbianInLatin`.
    """
    title = _cleaned(typed, LONGEST_TITLE)
    if _BRACKETS & set(title):
        raise NoSuchBlank
    return _in_own_letters(uow, title)


def checked_text(uow: UnitOfWork, typed: str, like: str = "") -> str:
    """A text as it is kept, with the same blanks as `like` where that is given.

    Raises `BlanksDiffer`, and as `checked_title`.
    """
    text = canonical(_cleaned(typed, LONGEST_TEXT))
    if _BRACKETS & set(BLANK.sub("", text)):
        raise NoSuchBlank
    wanted = [each.name for each in blanks_in(like)]
    if like and {each.name for each in blanks_in(text)} != set(wanted):
        raise BlanksDiffer(blanks=wanted)
    return _in_own_letters(uow, text)


def propose(uow: UnitOfWork, wording: Wording) -> None:
    """Put what a desk has written before the other one; what waited of the template is dropped.

    Raises `NotAllowed`, `Stale`, and as `checked_text`.
    """
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    before = to_change(uow, wording.key) if wording.key else None
    text = checked_text(uow, wording.text)
    row = _worded(uow, before, wording, text)
    for older in stored.asked(uow.session, row.key):
        _drop(uow, older)
    row.id = stored.add(uow.session, row)
    other = _other(uow.actor.country)
    uow.record(Deed.ALTERATION, _subject(row), side=uow.actor.country, recipients=[other])
    for officer in desk.officers(uow, other):
        message = views.asked(notify.reader_of(officer), row, before)
        notify.card(uow, officer, message, subject=_card(row))
    notify.reply(uow, views.sent(notify.reader_of(uow.actor), row))


def complete(uow: UnitOfWork, wording_id: int, text: str, title: str = "") -> None:
    """The other language is there, and the template is used so from now on.

    English is left out until a file brings it: nobody here is asked for it. Raises `NotAllowed`,
    `Stale`, and as `checked_text`.
    """
    row = to_complete(uow, wording_id, hold=True)
    mine = SIDE_OF[uow.actor.country]
    theirs = row.text_ro if mine == "sr" else row.text_sr
    told = row.model_dump() | {
        f"text_{mine}": checked_text(uow, text, theirs),
        "state": State.ACTIVE,
        "colleague_id": uow.actor.id,
    }
    if not told[f"title_{mine}"]:
        told[f"title_{mine}"] = checked_title(uow, title)
    if not stored.settle(uow.session, TemplateRow(**told), uow.now):
        raise Stale
    uow.record(Deed.ALTERATION, _subject(row), side=uow.actor.country, state=State.ACTIVE)
    _tell_all(uow, row, template_of(told))


def ask_retire(uow: UnitOfWork, key: str, *, shown_in: int | None = None) -> None:
    """Once more, before it is retired. Raises `NotAllowed`, `Stale`."""
    template = to_change(uow, key)
    message = views.ask_retire(notify.reader_of(uow.actor), template)
    notify.answer(uow, message, shown_in=shown_in)


def retire(uow: UnitOfWork, key: str, *, shown_in: int | None = None) -> None:
    """Neither side has it any more; both desks are told. Raises `NotAllowed`, `Stale`."""
    template = to_change(uow, key)
    _set(uow, template, State.RETIRED)
    for waiting in stored.asked(uow.session, key):
        _drop(uow, waiting)
    for officer in _both_desks(uow):
        message = views.retired(notify.reader_of(officer), template, uow.actor.country)
        notify.tell(uow, officer, message, shown_in=shown_in)


def restore(uow: UnitOfWork, key: str, *, shown_in: int | None = None) -> None:
    """Both sides have it again, as it was. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.EDIT_TEMPLATES)
    template = next((each for each in _retired(uow) if each.key == key), None)
    if template is None:
        raise Stale
    _set(uow, template, State.ACTIVE)
    for officer in _both_desks(uow):
        message = views.restored(notify.reader_of(officer), template, uow.actor.country)
        notify.tell(uow, officer, message, shown_in=shown_in)


def _cleaned(typed: str, limit: int) -> str:
    text = " ".join(shown(typed).split())
    if not text:
        raise NotUnderstood
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    return text


def _in_own_letters(uow: UnitOfWork, text: str) -> str:
    """In the letters of the language that the actor's desk writes."""
    if SIDE_OF[uow.actor.country] == "ro":
        return with_commas(text)
    if in_latin_letters(text):
        raise SerbianInLatin
    return text


def _worded(uow: UnitOfWork, before: Template | None, wording: Wording, text: str) -> TemplateRow:
    """A wording in the language of the actor's desk alone."""
    mine = SIDE_OF[uow.actor.country]
    if before:
        told = columns_of(before) | {"text_sr": "", "text_ro": "", "text_en": ""}
    else:
        told = {
            "key": f"own_{uow.now:%y%m%d%H%M%S}_{uow.actor.id}",
            "level": wording.level,
            "event": _NEW,
            "lifetime": wording.lifetime,
            f"title_{mine}": checked_title(uow, wording.title),
        }
    return TemplateRow(
        **told | {f"text_{mine}": text},
        state=State.ASKED,
        author_id=uow.actor.id,
        written_at=uow.now,
    )


def _set(uow: UnitOfWork, template: Template, state: State) -> None:
    row = TemplateRow(
        **columns_of(template),
        state=state,
        author_id=uow.actor.id,
        written_at=uow.now,
        settled_at=uow.now,
    )
    stored.add(uow.session, row)
    uow.record(Deed.ALTERATION, _subject(row), side=uow.actor.country, state=state)


def _drop(uow: UnitOfWork, row: TemplateRow) -> None:
    if stored.settle(
        uow.session, TemplateRow(**row.model_dump() | {"state": State.DROPPED}), uow.now
    ):
        for officer in _shown_to(uow, row):
            message = views.dropped(notify.reader_of(officer), row)
            notify.card(uow, officer, message, subject=_card(row))


def _tell_all(uow: UnitOfWork, row: TemplateRow, template: Template) -> None:
    """The cards that asked for it, and whoever else is concerned."""
    asked = _shown_to(uow, row)
    for officer in asked:
        message = views.in_use(notify.reader_of(officer), template)
        notify.card(uow, officer, message, subject=_card(row))
    told = {each.id for each in asked} - {uow.actor.id}
    author = people.by_id(uow.session, row.author_id) if row.author_id else None
    others = {each.id: each for each in (*_both_desks(uow), *filter(None, [author]))}
    for officer in others.values():
        if officer.id not in told:
            notify.tell(uow, officer, views.in_use(notify.reader_of(officer), template))


def _shown_to(uow: UnitOfWork, row: TemplateRow) -> list[Person]:
    held = cards.of(uow.session, _card(row))
    found = (people.by_id(uow.session, each.person_id) for each in held)
    return [each for each in found if each]


def _both_desks(uow: UnitOfWork) -> list[Person]:
    """Who sits there, and the actor."""
    officers = [each for side in SIDES for each in desk.officers(uow, side)]
    return list({each.id: each for each in (uow.actor, *officers)}.values())


def _any(uow: UnitOfWork, key: str) -> Template:
    """A template, retired or not. Raises `Stale`."""
    both: Sequence[Template] = (*listed(uow), *_retired(uow))
    found = next((each for each in both if each.key == key), None)
    if found is None:
        raise Stale
    return found


def _retired(uow: UnitOfWork) -> list[Template]:
    rows = stored.current(uow.session).values()
    found = [template_of(row) for row in rows if row.state == State.RETIRED]
    return [each for each in found if each.side in {"", uow.actor.country}]


def _other(side: str) -> str:
    return next(each for each in SIDES if each != side)


def _subject(row: TemplateRow) -> str:
    return f"template:{row.key}"


def _card(row: TemplateRow) -> str:
    return f"wording:{row.id}"
