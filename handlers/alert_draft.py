"""What the answers of an alert's form mean: the alert they make, and who may go on with it."""

from datetime import UTC, datetime, timedelta

from handlers import place
from handlers.flow import Answers
from services import alert_audiences, policy
from services.alert_audiences import Audience
from services.alerts import AlertForm
from services.policy import Verb
from storage.alerts import Severity
from storage.drafts import Draft
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views.alert_forms import SIDES_LANGUAGE
from views.language import Language

# The three plain choices in CAP's words: severity, urgency, certainty; and how long each holds
# where nobody says otherwise, in minutes.
LEVELS = {
    "danger": (Severity.EXTREME, "Immediate", "Observed", 240),
    "caution": (Severity.SEVERE, "Expected", "Likely", 480),
    "information": (Severity.MINOR, "Future", "Possible", 1440),
}
EDIT = "edit"  # the answer that says which line of the review is being changed


def form_of(uow: UnitOfWork, draft: Draft) -> AlertForm:
    """The alert that a complete form makes. Raises `NotAllowed` for who may send none any more."""
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    answers = draft.answers
    severity, urgency, certainty, _minutes = LEVELS[answers["level"]]
    where = answers.get("place", {})
    return AlertForm(
        severity=severity,
        urgency=urgency,
        certainty=certainty,
        texts=answers["texts"],
        audience=audience_of(answers),
        expires_at=until(answers, uow.now),
        event=answers.get("event", ""),
        point=place.point_of(where),
        radius=answers.get("radius") if where.get("point") else None,
        sector=where.get("sector"),
        replies=answers.get("replies", False),
    )


def audience_of(answers: Answers) -> Audience:
    """Whom it is for; both sides' officers until something else is chosen."""
    chosen = answers.get("audience")
    return alert_audiences.of_json(chosen) if chosen else Audience()


def until(answers: Answers, now: datetime) -> datetime:
    """A time that was typed, or so long after it is sent."""
    if "until_at" in answers:
        return datetime.fromtimestamp(answers["until_at"] * 60, UTC)
    minutes = answers.get("minutes") or LEVELS[answers["level"]][3]
    return now + timedelta(minutes=minutes)


def writes_in(author: Person) -> Language:
    """The language of what somebody types: the one they read, or their country's."""
    if author.language == Language.EN:
        return SIDES_LANGUAGE[author.country]
    return Language(author.language)


def tag(language: Language) -> str:
    """Of a text as it was typed: Serbian is typed in either script, so its tag names none."""
    return language.split("-")[0]


def other_than(language: Language) -> Language:
    """The language of the other side."""
    serbian = language in {Language.SR_CYRL, Language.SR_LATN}
    return Language.RO if serbian else Language.SR_LATN


def edited(answers: Answers, *forgotten: str, **more: object) -> Answers:
    """Back at the review, without what is to be forgotten and with what is new."""
    kept = {name: value for name, value in answers.items() if name not in {EDIT, *forgotten}}
    return kept | more
