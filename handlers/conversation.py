"""A form asked step by step, its draft kept in the database.

A button of a form carries `flow:draft:step:version:choice`, never a right. What is pressed twice,
late or by somebody else is recognised by the version and the owner of the draft.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from handlers.flow import DROP_TEXT, NOTE_LIMIT, TO_NOTE, Answers, Finish, Flow, Given, joined
from handlers.incoming import Incoming, Kind
from services import notify
from services.errors import NoSuchPlace, NotHere, NotUnderstood, Stale, TextTooLong
from storage import deadlines, drafts
from storage.drafts import Draft, State
from storage.unit_of_work import UnitOfWork
from views import forms, menu
from views.forms import Choice, Question
from views.language import Language, Reader
from views.message import Button, Message, units

BACK, CANCEL = "<", "x"
KEPT_TEXT, TRAIL = "_typed", "_trail"
LONGEST_TRAIL = 12


@dataclass(frozen=True)
class Forms:
    """Every flow by name, and what can happen to the form of a person."""

    flows: dict[str, Flow]

    def start(
        self, uow: UnitOfWork, sender: int, flow: str, answers: Answers, *, typed: str = ""
    ) -> None:
        """Open a form, unless the same one is open already: then ask which is meant.

        `typed`: the words that the answers were read from.
        """
        opened = drafts.open_for(uow.session, sender)
        if opened is None or opened.flow != flow or not opened.answers:
            self.restart(uow, sender, flow, answers)
        elif typed:
            self._ask_what_is_meant(uow, opened, typed)
        else:
            self._offer(uow, opened, forms.still_open(notify.reader_of(uow.actor)))

    def restart(self, uow: UnitOfWork, sender: int, flow: str, answers: Answers) -> None:
        """Open a form; what was open is set aside."""
        _set_aside(uow, sender)
        step = self.flows[flow].next(answers).name
        form = drafts.start(uow.session, sender, flow, step=step, answers=answers, now=uow.now)
        _watch(uow, form)
        self._show(uow, form, pressed=None)

    def takes(self, form: Draft | None) -> bool:
        """Whether a file can go with this form."""
        return form is not None and self.flows[form.flow].file is not None

    def press(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """A button of a form; the text of the toast, if any."""
        flow_name, draft_id, step_name, version, choice = _five(parts)
        form = drafts.by_id(uow.session, draft_id)
        if form is None or form.sender != incoming.sender or form.flow != flow_name:
            raise Stale
        if form.state == State.ASIDE:
            self._offer(uow, form, forms.set_aside(notify.reader_of(uow.actor)))
            return None
        if form.state != State.OPEN or form.version != version or form.step != step_name:
            return forms.answered(notify.reader_of(uow.actor))
        self._pressed(uow, form, choice, incoming.message_id)
        return None

    def typed(self, uow: UnitOfWork, incoming: Incoming, form: Draft) -> None:
        """Text, a place, a contact or a file while a form is open."""
        flow = self.flows[form.flow]
        if incoming.kind == Kind.TEXT and incoming.text in _labels(forms.cancel_label):
            self.cancel(uow, form)
            return
        if incoming.kind == Kind.TEXT and incoming.text in _labels(forms.back_label):
            self._back(uow, form, pressed=None)
            return
        if units(incoming.text) > NOTE_LIMIT:
            raise TextTooLong(limit=NOTE_LIMIT)
        if incoming.kind == Kind.LOCATION and incoming.point is None:
            raise NoSuchPlace
        if incoming.file and flow.file:
            flow.file(uow, form, incoming.file)
            if incoming.text and flow.note:
                self._ask_what_is_meant(uow, form, incoming.text)
            return
        read = flow.step(form.step).read(uow, form, Given(incoming=incoming))
        if read is not None:
            self._go_on(uow, form, read, pressed=None)
        elif incoming.kind == Kind.TEXT and flow.note:
            self._ask_what_is_meant(uow, form, incoming.text)
        else:
            raise NotUnderstood if incoming.kind == Kind.TEXT else NotHere

    def cancel_open(self, uow: UnitOfWork, sender: int) -> None:
        """/cancel: close the open form, and say so where there is none."""
        form = drafts.open_for(uow.session, sender)
        if form:
            self.cancel(uow, form)
        else:
            _say(uow, forms.nothing_open(notify.reader_of(uow.actor)))

    def cancel(self, uow: UnitOfWork, form: Draft, *, pressed: int | None = None) -> None:
        """Close the form; it can be taken up again."""
        _first(drafts.close(uow.session, form, State.ASIDE, uow.now))
        reader = notify.reader_of(uow.actor)
        _say(uow, forms.dropped(reader))
        if form.answers and uow.actor.id:
            self._offer(uow, form, forms.set_aside(reader), pressed=pressed)
        elif pressed:
            notify.replace(uow, pressed, Message(forms.dropped(reader)))

    def resume(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """The button that goes on with a form."""
        form = self._left(uow, incoming, parts)
        if form.state == State.ASIDE:
            _set_aside(uow, incoming.sender)
            form = _first(drafts.reopen(uow.session, form, uow.now))
            _watch(uow, form)
        _without_buttons(uow, incoming, forms.resume_label)
        self._show(uow, form, pressed=None)
        return None

    def discard(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """The button that drops a form for good."""
        form = self._left(uow, incoming, parts)
        _first(drafts.close(uow.session, form, State.DROPPED, uow.now))
        _without_buttons(uow, incoming, forms.drop_label)
        _say(uow, forms.dropped(notify.reader_of(uow.actor)))
        return None

    def start_anew(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """The button that begins an empty form although one was open."""
        form = self._left(uow, incoming, parts)
        _without_buttons(uow, incoming, forms.start_anew_label)
        self.restart(uow, incoming.sender, form.flow, {})
        return None

    def _pressed(self, uow: UnitOfWork, form: Draft, choice: str, pressed: int) -> None:
        if choice == CANCEL:
            self.cancel(uow, form, pressed=pressed)
        elif choice == BACK:
            self._back(uow, form, pressed=pressed)
        elif KEPT_TEXT in form.answers:
            self._settle_text(uow, form, choice, pressed)
        else:
            step = self.flows[form.flow].step(form.step)
            read = step.read(uow, form, Given(choice=choice))
            if read is None:
                raise Stale
            self._go_on(uow, form, read, pressed=pressed)

    def _go_on(
        self, uow: UnitOfWork, form: Draft, read: Answers | Finish, *, pressed: int | None
    ) -> None:
        """To the next step, or to the end."""
        flow = self.flows[form.flow]
        if isinstance(read, Finish):
            finished = _first(drafts.close(uow.session, form, State.DONE, uow.now))
            deadlines.drop(uow.session, "form", str(form.id))
            flow.done(uow, replace(finished, answers=read.answers), pressed)
            return
        before = {name: value for name, value in form.answers.items() if name != TRAIL}
        trail = [*form.answers.get(TRAIL, []), {"step": form.step, "answers": before}]
        answers = read | {TRAIL: trail[-LONGEST_TRAIL:]}
        self._save_and_show(uow, form, answers, step=flow.next(answers).name, pressed=pressed)

    def _back(self, uow: UnitOfWork, form: Draft, *, pressed: int | None) -> None:
        """To the question answered last, with what had been answered before it."""
        *trail, last = form.answers.get(TRAIL) or [{"step": form.step, "answers": form.answers}]
        answers = last["answers"] | {TRAIL: trail}
        self._save_and_show(uow, form, answers, step=last["step"], pressed=pressed)

    def _save_and_show(
        self, uow: UnitOfWork, form: Draft, answers: Answers, *, step: str, pressed: int | None
    ) -> None:
        saved = drafts.save(uow.session, form, step=step, answers=answers, now=uow.now)
        self._show(uow, _first(saved), pressed=pressed)

    def _ask_what_is_meant(self, uow: UnitOfWork, form: Draft, typed: str) -> None:
        kept = joined(form.answers.get(KEPT_TEXT, ""), typed)
        answers = form.answers | {KEPT_TEXT: kept}
        self._save_and_show(uow, form, answers, step=form.step, pressed=None)

    def _settle_text(self, uow: UnitOfWork, form: Draft, choice: str, pressed: int) -> None:
        note, answers = self.flows[form.flow].note, dict(form.answers)
        typed = answers.pop(KEPT_TEXT)
        if choice == TO_NOTE:
            answers[note] = joined(answers.get(note, ""), typed)
        elif choice != DROP_TEXT:
            raise Stale
        self._save_and_show(uow, form, answers, step=form.step, pressed=pressed)

    def _show(self, uow: UnitOfWork, form: Draft, *, pressed: int | None) -> None:
        """Ask the question the form stands at, in place of the one pressed where that can be."""
        reader, flow = notify.reader_of(uow.actor), self.flows[form.flow]
        typed = form.answers.get(KEPT_TEXT)
        question = (
            forms.what_is_meant(reader, typed, note_label=forms.note_label(reader))
            if typed
            else flow.step(form.step).ask(uow, reader, form)
        )
        subject = f"draft:{form.id}"
        if pressed and not question.keys:
            notify.replace(uow, pressed, _message(reader, form, question), subject=subject)
            return
        if pressed:
            done = Message(flow.so_far(reader, form.answers))
            notify.replace(uow, pressed, done, subject=subject)
        notify.reply(uow, _message(reader, form, question), subject=subject)

    def _offer(
        self, uow: UnitOfWork, form: Draft, text: str, *, pressed: int | None = None
    ) -> None:
        """What can become of a form that was left, in place of the question pressed, if any."""
        reader = notify.reader_of(uow.actor)
        message = Message(text, buttons=forms.left_buttons(reader, form.id))
        if pressed:
            notify.replace(uow, pressed, message, subject=f"draft:{form.id}")
        else:
            notify.reply(uow, message)

    def _left(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> Draft:
        """The form of a *continue* or *discard* button, still open or set aside."""
        form = drafts.by_id(uow.session, _number(parts[1:]))
        if form is None or form.sender != incoming.sender or form.flow not in self.flows:
            raise Stale
        if form.state not in {State.OPEN, State.ASIDE}:
            raise Stale
        return form


def _message(reader: Reader, form: Draft, question: Question) -> Message:
    def button(choice: Choice) -> Button:
        data = f"{form.flow}:{form.id}:{form.step}:{form.version}:{choice.value}"
        return Button(choice.label, data, choice.style)

    rows = [tuple(button(choice) for choice in row) for row in question.choices]
    if not question.keys:
        # A text is settled by its own two buttons; *back* would drop it without a word.
        may_go_back = form.answers.get(TRAIL) and KEPT_TEXT not in form.answers
        back = (Choice(forms.back_label(reader), BACK),) if may_go_back else ()
        leave = (*back, Choice(forms.cancel_label(reader), CANCEL))
        rows.append(tuple(button(choice) for choice in leave))
    return Message(
        question.text,
        title=question.title,
        buttons=tuple(rows),
        keys=question.keys or None,
        keys_stay=question.keys_stay,
    )


def _say(uow: UnitOfWork, text: str) -> None:
    """Answer with the menu's keys, in place of whatever keys a form has shown."""
    reader = notify.reader_of(uow.actor)
    keys = menu.keys(reader, uow.actor.roles) if uow.actor.id else ()
    notify.reply(uow, Message(text, keys=keys))


def _without_buttons(uow: UnitOfWork, incoming: Incoming, label: Callable[[Reader], str]) -> None:
    """Of a message that offered what can become of a form, only the choice made stays."""
    if incoming.message_id:
        chosen = Message(label(notify.reader_of(uow.actor)))
        notify.replace(uow, incoming.message_id, chosen)


def _set_aside(uow: UnitOfWork, sender: int) -> None:
    opened = drafts.open_for(uow.session, sender)
    if opened:
        drafts.close(uow.session, opened, State.ASIDE, uow.now)


def _watch(uow: UnitOfWork, form: Draft) -> None:
    due_at = uow.now + drafts.KEEP_OPEN
    deadlines.set_for(uow.session, "form", str(form.id), due_at=due_at)


def _first(form: Draft | None) -> Draft:
    """The form, unless another tap came first between reading and writing it."""
    if form is None:
        raise Stale
    return form


def _five(parts: list[str]) -> tuple[str, int, str, int, str]:
    if len(parts) != 5:
        raise Stale
    flow, draft_id, step, version, choice = parts
    return flow, _number([draft_id]), step, _number([version]), choice


def _number(parts: list[str]) -> int:
    """A number out of a button, which anybody can forge."""
    if len(parts) != 1 or not (parts[0].isascii() and parts[0].isdigit()) or len(parts[0]) > 15:
        raise Stale
    return int(parts[0])


@cache
def _labels(label: Callable[[Reader], str]) -> frozenset[str]:
    """A key's label in every language, for it may have been shown in another one."""
    return frozenset(label(Reader(language, "")) for language in Language)
