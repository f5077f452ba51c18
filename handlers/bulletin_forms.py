"""The forms of bulletins: a new one, a text of the own side's, and a search."""

from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from handlers.search import bounded
from services import bulletin_lists, bulletin_texts, bulletins, media, policy
from services.bulletins import VALID, BulletinForm
from services.errors import TextTooLong
from services.policy import Verb
from storage import organisation
from storage.bulletins import Kind
from storage.drafts import Draft
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from views import bulletin_forms as views
from views.bulletins import titled
from views.forms import Question
from views.language import Reader
from views.message import units
from views.sightings import sector_choice

TEXT_LIMIT, NOTE_LIMIT = 2000, 200  # UTF-16 units; with three notes the card is one message


def start(uow: UnitOfWork) -> Answers:
    """What a new bulletin begins with. Raises `NotAllowed` before anything is asked."""
    policy.require(uow.actor, Verb.PUBLISH_BULLETIN)
    # Where the installation has drawn no sectors there is none to choose.
    return {} if organisation.sectors(uow.session) else {"sector": ""}


def _ask_kind(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_kind(reader)


def _read_kind(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return draft.answers | {"kind": given.choice} if given.choice in set(Kind) else None


def _ask_text(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_text(reader, TEXT_LIMIT)


def _read_text(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return draft.answers | {"text": joined("", given.text)} if given.text else None


def _ask_sector(uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_sector(reader, organisation.sectors(uow.session))


def _read_sector(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    offered = {sector_choice(each): each.code for each in organisation.sectors(uow.session)}
    offered[views.NO_SECTOR] = ""
    return draft.answers | {"sector": offered[given.choice]} if given.choice in offered else None


def _ask_validity(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_validity(reader, VALID)


def _read_validity(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    days = {str(each): each for each in VALID}
    return draft.answers | {"days": days[given.choice]} if given.choice in days else None


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    ours, theirs, side = bulletins.preview(uow, _form(draft))
    return views.review(reader, ours, theirs, _form(draft).sharing, side)


def _read_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if given.choice == "publish":
        return Finish(draft.answers)
    sharing = given.choice.removeprefix("share-")
    return draft.answers | {"sharing": sharing} if sharing in set(Sharing) else None


def _publish(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    bulletins.publish(uow, _form(draft), shown_in=pressed)


def _form(draft: Draft) -> BulletinForm:
    answers = draft.answers
    return BulletinForm(
        kind=Kind(answers["kind"]),
        text=answers["text"],
        sharing=Sharing(answers.get("sharing", Sharing.BOTH)),
        days=answers["days"],
        sector=answers["sector"] or None,
        draft_id=draft.id,
    )


def _so_far(reader: Reader, answers: Answers) -> str:
    return views.so_far(reader, answers.get("kind", ""))


def writing(uow: UnitOfWork, number: str, part: int | None) -> Answers:
    """What the form for a text begins with. Raises as `bulletin_texts.wanted`."""
    wanted = bulletin_texts.wanted(uow, number, part)
    return {"number": number, "part": part, "over": wanted.original, "before": wanted.before}


def _limit(answers: Answers) -> int:
    return NOTE_LIMIT if answers["part"] is None or answers["part"] > 0 else TEXT_LIMIT


def _ask_own(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    limit, over = _limit(answers), answers["over"]
    return views.ask_own(reader, answers["number"], answers["part"], limit=limit, original=over)


def _read_own(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if not given.text:
        return None
    if units(given.text) > _limit(draft.answers):
        raise TextTooLong(limit=_limit(draft.answers))
    return draft.answers | {"text": given.text}


def _ask_own_review(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.review_own(reader, draft.answers["number"], draft.answers["text"])


def _read_own_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    if given.text:
        return _read_own(_uow, draft, given)  # typed anew
    return Finish(draft.answers) if given.choice == "publish" else None


def _write(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    answers = draft.answers
    number, part, text = answers["number"], answers["part"], answers["text"]
    bulletin_texts.write(uow, number, part, text, before=answers["before"], shown_in=pressed)


def _own_so_far(reader: Reader, answers: Answers) -> str:
    return titled(reader, answers["number"])


def searching(uow: UnitOfWork) -> Answers:
    """What the search begins with. Raises `NotAllowed` before anything is asked."""
    policy.require(uow.actor, Verb.READ_BULLETIN)
    return {}


def _ask_words(_uow: UnitOfWork, reader: Reader, _draft: Draft) -> Question:
    return views.ask_words(reader)


def _read_words(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    return Finish(draft.answers | {"words": bounded(given.text)}) if given.text else None


def _search(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    bulletin_lists.search(uow, draft.answers["words"], shown_in=pressed)


def _words_so_far(reader: Reader, answers: Answers) -> str:
    return str(answers.get("words") or views.ask_words(reader).title)


NEW = Flow(
    "bulletin-form",
    steps=(
        Step("kind", lambda a: "kind" not in a, _ask_kind, _read_kind),
        Step("text", lambda a: "text" not in a, _ask_text, _read_text),
        Step("sector", lambda a: "sector" not in a, _ask_sector, _read_sector),
        Step("validity", lambda a: "days" not in a, _ask_validity, _read_validity),
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=_publish,
    so_far=_so_far,
    note="text",
    file=lambda uow, draft, sent: media.take_in_photo(uow, draft.id, sent),
)
TEXT = Flow(
    "bulletin-text",
    steps=(
        Step("text", lambda a: "text" not in a, _ask_own, _read_own),
        Step("review", lambda _: True, _ask_own_review, _read_own_review),
    ),
    done=_write,
    so_far=_own_so_far,
)
SEARCH = Flow(
    "bulletin-words",
    steps=(Step("words", lambda _: True, _ask_words, _read_words),),
    done=_search,
    so_far=_words_so_far,
)
FLOWS: tuple[Flow, ...] = (NEW, TEXT, SEARCH)
