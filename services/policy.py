"""Who may see and do what: the one place. What is not listed here is refused."""

from enum import StrEnum

from services.errors import NotAllowed
from storage.alerts import AlertRow
from storage.bulletins import BulletinRow
from storage.people import SIDES, Person, Role
from storage.sightings import Sharing, SightingRow


class Verb(StrEnum):
    """Everything a person can do."""

    USE_MENU = "use_menu"
    CHOOSE_LANGUAGE = "choose_language"
    GO_ON_DUTY = "go_on_duty"
    TAKE_OVER_DUTY = "take_over_duty"
    SEE_OPEN_ITEMS = "see_open_items"
    SEE_MAP = "see_map"
    REPORT_SIGHTING = "report_sighting"
    TAKE_OVER_SIGHTING = "take_over_sighting"
    RESOLVE_SIGHTING = "resolve_sighting"
    MARK_UNCONFIRMED = "mark_unconfirmed"
    CONFIRM_SIGHTING = "confirm_sighting"
    JUDGE_SIGHTING = "judge_sighting"
    HAND_OVER_SIGHTING = "hand_over_sighting"
    WITHDRAW_SIGHTING = "withdraw_sighting"
    MERGE_SIGHTINGS = "merge_sightings"
    RELEASE_SIGHTING = "release_sighting"
    WITHDRAW_RELEASE = "withdraw_release"
    SEARCH_SIGHTINGS = "search_sightings"
    CORRECT_SIGHTING = "correct_sighting"
    SEE_OWN_SIGHTINGS = "see_own_sightings"
    SEE_MEDIA = "see_media"
    GET_NEARBY_NOTICE = "get_nearby_notice"
    ENTER_FOR_CALLER = "enter_for_caller"
    ASK_QUESTION = "ask_question"
    RELAY_QUESTION = "relay_question"
    ANSWER_QUESTION = "answer_question"
    CALL_FOR_HELP = "call_for_help"
    TAKE_OVER_SOS = "take_over_sos"
    CLOSE_SOS = "close_sos"
    DECIDE_ENROLMENT = "decide_enrolment"
    CONFIRM_PEOPLE = "confirm_people"
    EXPORT_SIGHTING = "export_sighting"
    SEE_DIGEST = "see_digest"
    ISSUE_ALERT = "issue_alert"
    END_ALERT = "end_alert"
    TRANSLATE_ALERT = "translate_alert"
    SEE_ALERT_BOARD = "see_alert_board"
    ANSWER_ALERT = "answer_alert"
    EDIT_TEMPLATES = "edit_templates"
    USE_PHRASES = "use_phrases"
    PUBLISH_BULLETIN = "publish_bulletin"
    WRITE_BULLETIN = "write_bulletin"
    WITHDRAW_BULLETIN = "withdraw_bulletin"
    READ_BULLETIN = "read_bulletin"
    RELEASE_ALERT = "release_alert"
    REMIND_ALERT = "remind_alert"
    EXPORT_ALERT = "export_alert"
    STOP_REMINDERS = "stop_reminders"


_EVERYBODY = frozenset(Role)
_GET_SOS = frozenset({Role.DUTY, Role.PCC})

ALLOWED: dict[Verb, frozenset[Role]] = {
    Verb.USE_MENU: _EVERYBODY,
    Verb.CHOOSE_LANGUAGE: _EVERYBODY,
    Verb.GO_ON_DUTY: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.TAKE_OVER_DUTY: frozenset({Role.DUTY}),
    Verb.SEE_OPEN_ITEMS: frozenset({Role.OFFICER, Role.DUTY, Role.PCC, Role.ADMIN}),
    Verb.SEE_MAP: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.REPORT_SIGHTING: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.TAKE_OVER_SIGHTING: frozenset({Role.DUTY}),
    Verb.RESOLVE_SIGHTING: frozenset({Role.DUTY}),
    Verb.MARK_UNCONFIRMED: frozenset({Role.DUTY}),
    Verb.CONFIRM_SIGHTING: frozenset({Role.DUTY}),
    Verb.JUDGE_SIGHTING: frozenset({Role.DUTY}),
    Verb.HAND_OVER_SIGHTING: frozenset({Role.DUTY}),
    Verb.WITHDRAW_SIGHTING: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.MERGE_SIGHTINGS: frozenset({Role.DUTY}),
    Verb.RELEASE_SIGHTING: frozenset({Role.DUTY}),
    Verb.WITHDRAW_RELEASE: frozenset({Role.DUTY}),
    Verb.SEARCH_SIGHTINGS: frozenset({Role.DUTY}),
    Verb.CORRECT_SIGHTING: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.SEE_OWN_SIGHTINGS: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.SEE_MEDIA: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.GET_NEARBY_NOTICE: frozenset({Role.OFFICER}),
    Verb.ENTER_FOR_CALLER: frozenset({Role.DUTY}),
    Verb.ASK_QUESTION: frozenset({Role.DUTY}),
    Verb.RELAY_QUESTION: frozenset({Role.DUTY}),
    Verb.ANSWER_QUESTION: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.CALL_FOR_HELP: _EVERYBODY,
    Verb.TAKE_OVER_SOS: _GET_SOS,
    Verb.CLOSE_SOS: _GET_SOS,
    Verb.DECIDE_ENROLMENT: frozenset({Role.ADMIN}),
    Verb.CONFIRM_PEOPLE: frozenset({Role.ADMIN}),
    Verb.EXPORT_SIGHTING: frozenset({Role.PCC}),
    Verb.SEE_DIGEST: frozenset({Role.DUTY}),
    Verb.ISSUE_ALERT: frozenset({Role.DUTY}),
    Verb.END_ALERT: frozenset({Role.DUTY}),
    Verb.TRANSLATE_ALERT: frozenset({Role.DUTY}),
    Verb.SEE_ALERT_BOARD: frozenset({Role.DUTY}),
    Verb.ANSWER_ALERT: frozenset({Role.OFFICER, Role.DUTY, Role.PCC}),
    Verb.EDIT_TEMPLATES: frozenset({Role.DUTY}),
    Verb.USE_PHRASES: _EVERYBODY,
    Verb.PUBLISH_BULLETIN: frozenset({Role.DUTY}),
    Verb.WRITE_BULLETIN: frozenset({Role.DUTY}),
    Verb.WITHDRAW_BULLETIN: frozenset({Role.DUTY}),
    Verb.READ_BULLETIN: frozenset({Role.OFFICER, Role.DUTY}),
    Verb.RELEASE_ALERT: frozenset({Role.DUTY}),
    Verb.REMIND_ALERT: frozenset({Role.DUTY}),
    Verb.EXPORT_ALERT: frozenset({Role.DUTY}),
    Verb.STOP_REMINDERS: frozenset({Role.DUTY}),
}


def allows(actor: Person, verb: Verb) -> bool:
    """Whether one of the actor's roles has this verb; nobody unknown or revoked does anything."""
    return _stands(actor) and bool(actor.roles & ALLOWED.get(verb, frozenset()))


def require(actor: Person, verb: Verb) -> None:
    """Raise `NotAllowed` unless the actor may."""
    if not allows(actor, verb):
        raise NotAllowed(verb=verb)


def sides_that_get(sharing: Sharing, side: str) -> tuple[str, ...]:
    """The sides that get a record of this side: its own first."""
    others = tuple(each for each in SIDES if each != side)
    return (side, *others) if sharing == Sharing.BOTH else (side,)


def sides_of(sighting: SightingRow) -> tuple[str, ...]:
    """The sides whose desks have a sighting, in part where it is released; its own first."""
    whole = sides_that_get(Sharing(sighting.sharing), sighting.side)
    return whole if sighting.released is None else sides_that_get(Sharing.BOTH, sighting.side)


# What the side of a report can release to the other beside its kind, direction and time.
RELEASABLE = (
    "sector",
    "place",
    "note",
    "people",
    "armed",
    "vehicle",
    "plate",
    "vessel",
    "equipment",
    "measures",
    "certainty",
    "photos",
)


# The details that go along with one of these.
RELEASED_WITH = {
    "minors": "people",
    "vehicle_make": "vehicle",
    "vehicle_colour": "vehicle",
    "support": "measures",
}


def may_know(reader: Person, sighting: SightingRow, field: str) -> bool:
    """Whether somebody who may see a sighting may know one of the `RELEASABLE` of it."""
    if reader.country == sighting.side or sighting.sharing == Sharing.BOTH:
        return True
    group = RELEASED_WITH.get(field, field)
    return group in RELEASABLE and group in (sighting.released or ())


def may_release(actor: Person, sighting: SightingRow) -> bool:
    """The desk of the side that keeps a report to itself decides what the other side may know."""
    kept = sighting.sharing == Sharing.OWN and actor.country == sighting.side
    return kept and allows(actor, Verb.RELEASE_SIGHTING)


def may_see_sighting(actor: Person, sighting: SightingRow) -> bool:
    """Desks of the sides that have it, and whoever reported it while they are of that side.

    The joint contact point, of whichever side, has what both sides share and nothing else.
    """
    if not _stands(actor) or actor.country not in sides_of(sighting):
        return False
    if Role.DUTY in actor.roles or actor.id == sighting.reporter_id:
        return True
    return Role.PCC in actor.roles and is_shared(sighting)


def is_shared(sighting: SightingRow) -> bool:
    """Whether it is for both sides as a whole; what was let out of it in part does not make it."""
    return sighting.sharing == Sharing.BOTH


def may_export(actor: Person, sighting: SightingRow) -> bool:
    """The joint contact point hands over what both sides share."""
    return allows(actor, Verb.EXPORT_SIGHTING) and is_shared(sighting)


def may_withdraw(actor: Person, sighting: SightingRow) -> bool:
    """Whoever reported it, while they may still see it."""
    return actor.id == sighting.reporter_id and may_see_sighting(actor, sighting)


def may_correct(actor: Person, sighting: SightingRow) -> bool:
    """Nobody but whoever reported it: a desk never changes a reporter's words."""
    return may_withdraw(actor, sighting)


def sides_that_know(sighting: SightingRow, field: str) -> tuple[str, ...]:
    """The sides that may know what a field (of `storage.revisions`) says; its own first."""
    if field == "observer":
        return sides_that_see_observer(sighting)
    if sighting.sharing == Sharing.BOTH or sighting.released is None:
        return sides_of(sighting)
    group = RELEASED_WITH.get(field, field)
    withheld = group in RELEASABLE and group not in sighting.released
    return (sighting.side,) if withheld else sides_of(sighting)


def may_know_history(reader: Person, sighting: SightingRow, field: str) -> bool:
    """Whether somebody may know what a field said before.

    Not of what is only released: whoever releases a field has seen what it says, not what it said.
    """
    if field == "observer":
        return may_see_observer(reader, sighting)
    whole = sides_that_get(Sharing(sighting.sharing), sighting.side)
    return reader.country in whole


def sides_that_see_observer(sighting: SightingRow) -> tuple[str, ...]:
    """Where an officer stood is for their own side, unless they chose otherwise."""
    both = Sharing.BOTH == sighting.observer_sharing == sighting.sharing
    return sides_of(sighting) if both else (sighting.side,)


def may_see_observer(reader: Person, sighting: SightingRow) -> bool:
    """Whether somebody who may see the sighting may also see where its reporter stood."""
    return reader.country in sides_that_see_observer(sighting)


def may_be_told_nearby(actor: Person, sighting: SightingRow) -> bool:
    """A patrol officer on duty, of a side that has it whole; but not whoever reported it.

    Who is of a desk, too, has the report itself.
    """
    whole = sides_that_get(Sharing(sighting.sharing), sighting.side)
    concerned = actor.country in whole and actor.id != sighting.reporter_id
    on_duty = actor.on_duty_since is not None and actor.unreachable_since is None
    patrol = Role.DUTY not in actor.roles and allows(actor, Verb.GET_NEARBY_NOTICE)
    return concerned and on_duty and patrol


def sides_of_alert(alert: AlertRow) -> tuple[str, ...]:
    """The sides an alert is for, the one it comes from first, whose desk has it in any case."""
    told = alert.audience.get("sides", ())
    return (alert.side, *(each for each in SIDES if each in told and each != alert.side))


def may_see_alert_board(actor: Person, alert: AlertRow) -> bool:
    """The desks of the sides it is for, and the one it comes from."""
    return actor.country in sides_of_alert(alert) and allows(actor, Verb.SEE_ALERT_BOARD)


def sides_asked_by(actor: Person, alert: AlertRow) -> tuple[str, ...]:
    """Whose people a desk reminds of an alert, and whose answers in words it reads.

    The desk that sent it asked both sides, and both answer to it; any other has its own people.
    """
    return sides_of_alert(alert) if actor.country == alert.side else (actor.country,)


def may_end_alert(actor: Person, alert: AlertRow) -> bool:
    """The desk of the side it comes from changes it, withdraws it and gives the all clear."""
    return actor.country == alert.side and allows(actor, Verb.END_ALERT)


def may_read_bulletin(actor: Person, bulletin: BulletinRow) -> bool:
    """Officers and desks of its side; the other desk where it is shared, to write its text.

    The other side's officers as soon as that text is there (`crossed_at`).
    """
    if actor.country not in sides_that_get(Sharing(bulletin.sharing), bulletin.side):
        return False
    theirs = actor.country == bulletin.side or bulletin.crossed_at is not None
    return allows(actor, Verb.READ_BULLETIN) and (theirs or Role.DUTY in actor.roles)


def may_write_bulletin(actor: Person, bulletin: BulletinRow) -> bool:
    """Either desk that has it, in the language of its own side (`services.bulletin_texts`)."""
    return may_read_bulletin(actor, bulletin) and allows(actor, Verb.WRITE_BULLETIN)


def may_withdraw_bulletin(actor: Person, bulletin: BulletinRow) -> bool:
    """The desk that has published it."""
    return actor.country == bulletin.side and allows(actor, Verb.WITHDRAW_BULLETIN)


def may_read_alert(side: str, alert: AlertRow) -> bool:
    """Whether the central systems of a side may read an alert: as its desk, but no draft of others.

    What nobody has sent yet is its own side's business.
    """
    return side == alert.side if alert.sent_at is None else side in sides_of_alert(alert)


def sides_to_stop(actor: Person, alert: AlertRow) -> tuple[str, ...]:
    """At which sides a desk stops the reminders of an alert: at both of what is its own."""
    if not allows(actor, Verb.STOP_REMINDERS):
        return ()
    sides = sides_of_alert(alert)
    return sides if actor.country == alert.side else tuple({actor.country} & set(sides))


def may_see_sos(actor: Person) -> bool:
    """Both desks and the joint contact point get every call for help, with name and telephone."""
    return _stands(actor) and bool(actor.roles & _GET_SOS)


def may_see_names(reader: Person, side: str) -> bool:
    """Names of officers stay on their own side; the other side reads the desk and the service."""
    return reader.country == side


def may_decide_enrolment(actor: Person, person: Person) -> bool:
    """Administrators of the person's own side, but nobody about themselves."""
    own_side = actor.country == person.country and actor.id != person.id
    return own_side and allows(actor, Verb.DECIDE_ENROLMENT)


def may_confirm(actor: Person, side: str) -> bool:
    """A country confirms its own people, whoever brings them.

    Also its administrator's own line: somebody else has proposed it.
    """
    return actor.country == side and allows(actor, Verb.CONFIRM_PEOPLE)


def _stands(actor: Person) -> bool:
    return actor.id is not None and actor.enrolled_at is not None and actor.revoked_at is None


# Breaches that one state deals with alone by default; the reporter can still choose both sides.
_OWN_SIDE_FIRST = frozenset({"cat.false_document", "cat.poaching", "cat.human_trafficking"})


def default_sharing(category: str) -> Sharing:
    """Whom a sighting of this category (`cat.*`) is for unless its reporter says otherwise."""
    return Sharing.OWN if category in _OWN_SIDE_FIRST else Sharing.BOTH
