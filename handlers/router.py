"""What an update means: decided here and nowhere else.

Command (or a key of the menu), button, answer to a question, open form, and last a text that
stands alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers import (
    alert_boards,
    alert_endings,
    alert_forms,
    alert_releases,
    alert_templates,
    alert_texts,
    alert_updates,
    alerts,
    bulletin_forms,
    bulletins,
    cap_drafts,
    confirmations,
    corrections,
    digest,
    duty,
    enrolment,
    introduction,
    judgements,
    maps,
    media,
    menu,
    one_line,
    own_sightings,
    phrases,
    pressed,
    questions,
    releases,
    search,
    sheets,
    sightings,
    sos,
    texts,
)
from handlers import approvals as deciding
from handlers.conversation import Forms
from handlers.flow import Answers, Flow
from handlers.incoming import Incoming, Kind
from services import approvals
from services import search as searching
from services.enrolment import looks_like_code
from services.errors import NotHere, NotInvited, PrivateOnly, Stale
from services.media import offer, put_to_form
from storage import drafts
from storage.unit_of_work import UnitOfWork
from views.menu import meant
from views.sos import called

Command = Callable[[UnitOfWork, Incoming], None]
Button = Callable[[UnitOfWork, Incoming, list[str]], str | None]


def _report_with(uow: UnitOfWork, sender: int, answers: Answers) -> None:
    FORMS.restart(uow, sender, sightings.FLOW.name, answers)


_FLOWS = (
    sightings.FLOW,
    corrections.FLOW,
    enrolment.FLOW,
    questions.FLOW,
    search.FLOW,
    search.REASON,
    releases.FLOW,
    judgements.FLOW,
    alert_forms.FLOW,
    alert_texts.FLOW,
    alert_templates.FLOW,
    phrases.FLOW,
    *bulletin_forms.FLOWS,
    alert_endings.FLOW,
    alert_updates.FLOW,
    texts.flow(_report_with),
)
FORMS = Forms({flow.name: flow for flow in _FLOWS})


def _report(uow: UnitOfWork, incoming: Incoming) -> None:
    """/sighting; words after the command are a report in one line."""
    typed = sightings.typed(incoming)
    answers = sightings.start(uow, typed)
    FORMS.start(uow, incoming.sender, sightings.FLOW.name, answers, typed=typed)


def _alert(uow: UnitOfWork, incoming: Incoming) -> None:
    """/alert; words after the command are what it says."""
    answers = alert_forms.start(uow, incoming)
    FORMS.start(uow, incoming.sender, alert_forms.FLOW.name, answers)


def _write_text(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Write in this language*, for an alert that lacks it."""
    answers = alert_texts.start(uow, parts)
    FORMS.restart(uow, incoming.sender, alert_texts.FLOW.name, answers)
    return None


def _ask_in_words(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Ask in your own words*."""
    answers = questions.start(uow, parts[1] if len(parts) == 2 else "")
    FORMS.restart(uow, incoming.sender, questions.FLOW.name, answers)
    return None


def _search(uow: UnitOfWork, incoming: Incoming) -> None:
    """/search; with words after it, they are looked for at once."""
    answers = search.start(uow)
    if incoming.kind == Kind.COMMAND and incoming.text:
        searching.search(uow, search.bounded(incoming.text))
    else:
        FORMS.start(uow, incoming.sender, search.FLOW.name, answers)


def _other_reason(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Another reason* for seeing a report of the other side."""
    answers = search.reason_in_words(uow, parts)
    FORMS.restart(uow, incoming.sender, search.REASON.name, answers)
    return None


def _correct(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Correct or add* under a receipt."""
    FORMS.restart(uow, incoming.sender, corrections.FLOW.name, corrections.start(uow, parts))
    return None


def _release(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Release to the other side* on a desk's card."""
    answers = releases.start(uow, parts[1] if len(parts) == 2 else "")
    FORMS.restart(uow, incoming.sender, releases.FLOW.name, answers)
    return None


def _report_with_media(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*New report*, for a photo that came alone."""
    if len(parts) != 2:
        raise Stale
    FORMS.restart(uow, incoming.sender, sightings.FLOW.name, sightings.start(uow, ""))
    form = drafts.open_for(uow.session, incoming.sender)
    if form:
        number = pressed.whole(parts[1])
        put_to_form(uow, number, form.id, shown_in=incoming.message_id)
    return None


def _new_bulletin(uow: UnitOfWork, incoming: Incoming, _parts: list[str]) -> str | None:
    """*New bulletin* under the list."""
    FORMS.start(uow, incoming.sender, bulletin_forms.NEW.name, bulletin_forms.start(uow))
    return None


def _write_bulletin(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Write*, *Correct* or *Add a note* on a desk's card of a bulletin."""
    FORMS.restart(uow, incoming.sender, bulletin_forms.TEXT.name, bulletins.writing(uow, parts))
    return None


def _search_bulletins(uow: UnitOfWork, incoming: Incoming, _parts: list[str]) -> str | None:
    """*Search* under the list of bulletins."""
    FORMS.restart(uow, incoming.sender, bulletin_forms.SEARCH.name, bulletin_forms.searching(uow))
    return None


def _why(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*In your own words*: why a desk has judged so."""
    answers = judgements.start(uow, parts)
    FORMS.restart(uow, incoming.sender, judgements.FLOW.name, answers)
    return None


def _opens(flow: Flow, start: Callable[[UnitOfWork, list[str]], Answers]) -> Button:
    """A button that opens a form; `start` gives its first answers, or refuses."""

    def press(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        FORMS.restart(uow, incoming.sender, flow.name, start(uow, parts))
        return None

    return press


def _phrase(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A phrase of the board."""

    def fill(uow: UnitOfWork, sender: int, answers: Answers) -> None:
        FORMS.restart(uow, sender, phrases.FLOW.name, answers)

    return phrases.choose(uow, incoming, parts, fill)


def _cancel(uow: UnitOfWork, incoming: Incoming) -> None:
    """/cancel."""
    FORMS.cancel_open(uow, incoming.sender)


def _start(uow: UnitOfWork, incoming: Incoming) -> None:
    """/start, with or without a code."""
    if uow.actor.id is not None:
        enrolment.already(uow, incoming.text)
    elif incoming.text:
        _enrol(uow, incoming)
    else:
        approvals.must_not_wait(uow)
        raise NotInvited


def _enrol(uow: UnitOfWork, incoming: Incoming) -> None:
    """An invitation's code."""
    answers = enrolment.code(uow, incoming)
    if answers:
        FORMS.restart(uow, incoming.sender, enrolment.FLOW.name, answers)


COMMANDS: Mapping[str, Command] = {
    "start": _start,
    "sighting": _report,
    "dojava": _report,
    "raport": _report,
    "search": _search,
    "alert": _alert,
    "cancel": _cancel,
    **menu.COMMANDS,
    **maps.COMMANDS,
    **digest.COMMANDS,
    **duty.COMMANDS,
    **sos.COMMANDS,
    **introduction.COMMANDS,
    **own_sightings.COMMANDS,
    **alerts.COMMANDS,
    **alert_templates.COMMANDS,
    **phrases.COMMANDS,
    **bulletins.COMMANDS,
    **alert_boards.COMMANDS,
}
BUTTONS: Mapping[str, Button] = {
    "form-resume": FORMS.resume,
    "form-drop": FORMS.discard,
    "form-anew": FORMS.start_anew,
    **dict.fromkeys(FORMS.flows, FORMS.press),
    **menu.BUTTONS,
    **duty.BUTTONS,
    **sos.BUTTONS,
    **sightings.BUTTONS,
    **sheets.BUTTONS,
    **questions.BUTTONS,
    **judgements.BUTTONS,
    **search.BUTTONS,
    **deciding.BUTTONS,
    **confirmations.BUTTONS,
    **introduction.BUTTONS,
    **own_sightings.BUTTONS,
    **media.BUTTONS,
    **alerts.BUTTONS,
    **alert_templates.BUTTONS,
    **phrases.BUTTONS,
    **bulletins.BUTTONS,
    "bulletin-new": _new_bulletin,
    "bulletin-write": _write_bulletin,
    "bulletin-search": _search_bulletins,
    **cap_drafts.BUTTONS,
    **alert_releases.BUTTONS,
    "alert-text": _write_text,
    **alert_boards.BUTTONS,
    **alert_endings.BUTTONS,
    "alert-cancel-own": _opens(alert_endings.FLOW, alert_endings.start),
    "alert-update": _opens(alert_updates.FLOW, alert_updates.start),
    "words": _ask_in_words,
    "found-own": _other_reason,
    "correct": _correct,
    "release-to": _release,
    "why-own": _why,
    "media-new": _report_with_media,
    "template-edit": _opens(alert_templates.FLOW, alert_templates.start_change),
    "template-new": _opens(alert_templates.FLOW, alert_templates.start_new),
    "wording": _opens(alert_templates.FLOW, alert_templates.start_answer),
    "phrase": _phrase,
}


@dataclass(frozen=True)
class Router:
    """The features there are; tests add their own."""

    commands: Mapping[str, Command]
    buttons: Mapping[str, Button]

    def route(self, uow: UnitOfWork, incoming: Incoming) -> str | None:
        """Do what is meant; the text of the toast where a button was pressed. Raises `Refusal`."""
        command = self._command(uow, incoming) if incoming.private else None
        if not incoming.private:
            _in_group(uow, incoming)
        elif command:
            command(uow, incoming)
        elif incoming.kind == Kind.PRESS:
            return self._press(uow, incoming)
        elif incoming.kind == Kind.MOVED:
            sos.move(uow, incoming)
        else:
            _answer(uow, incoming)
        return None

    def _command(self, uow: UnitOfWork, incoming: Incoming) -> Command | None:
        """The command given, or the one a key of the menu stands for; unknown ones show help."""
        if incoming.kind == Kind.COMMAND:
            known = self.commands.get(incoming.command)
            return known or self.commands["help"]
        if incoming.kind == Kind.TEXT and called(incoming.text):
            return self.commands["sos"]
        key = meant(incoming.text) if incoming.kind == Kind.TEXT and uow.actor.id else None
        return self.commands[key] if key else None

    def _press(self, uow: UnitOfWork, incoming: Incoming) -> str | None:
        parts = incoming.data.split(":")
        pressed = self.buttons.get(parts[0])
        if pressed is None:
            raise Stale
        return pressed(uow, incoming, parts)


ROUTER = Router(COMMANDS, BUTTONS)


def _in_group(uow: UnitOfWork, incoming: Incoming) -> None:
    """Groups are not for this; only who speaks to the assistant there is told so."""
    ours = uow.installation.bot_username.lower()
    named = f"@{ours}" in incoming.text.lower()
    to_another = incoming.addressee not in {"", ours}
    asked = incoming.kind in {Kind.COMMAND, Kind.PRESS} and not to_another
    if asked or named or incoming.seen_message:
        raise PrivateOnly


def _answer(uow: UnitOfWork, incoming: Incoming) -> None:
    """Text, a place, a contact or a file: the open form's, or nobody's yet."""
    stranger, form = uow.actor.id is None, drafts.open_for(uow.session, incoming.sender)
    if sos.locate(uow, incoming):
        return
    if alerts.replied(uow, incoming) or alerts.by_word(uow, incoming):
        return
    question = questions.answered_by(uow, incoming)
    if stranger and incoming.kind == Kind.TEXT and looks_like_code(incoming.text):
        # Also while an invitation waits for its phone: it may have been the wrong invitation.
        _enrol(uow, incoming)
    elif question:
        questions.answer(uow, incoming, question)
    elif form and (incoming.file is None or FORMS.takes(form) or stranger):
        FORMS.typed(uow, incoming, form)
    elif stranger:
        approvals.must_not_wait(uow)
        raise NotInvited
    elif incoming.file:
        offer(uow, incoming.file)
    elif incoming.kind == Kind.TEXT:
        _stand_alone(uow, incoming)
    else:
        raise NotHere


def _stand_alone(uow: UnitOfWork, incoming: Incoming) -> None:
    """A text that nothing has asked for: a report, where it says enough of one, to be checked."""
    answers = one_line.report_in(uow, incoming.text)
    if answers:
        FORMS.restart(uow, incoming.sender, sightings.FLOW.name, answers)
    else:
        FORMS.restart(uow, incoming.sender, "text", texts.kept(incoming.text))
