"""A form asked step by step, its draft kept in the database.

A button of a form carries `flow:draft:step:version:choice`, never a right. What is pressed twice,
late or by somebody else is recognised by the version and the owner of the draft.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

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

Answers = dict[str, Any]

NOTE_LIMIT = 2000  # UTF-16 units; the rest of a card fits beside it in one message
BACK, CANCEL, TO_NOTE, DROP_TEXT = "<", "x", "note", "drop"
KEPT_TEXT, TRAIL = "_typed", "_trail"
LONGEST_TRAIL = 12


class Finish:
    """What a step reads when the form is complete."""


@dataclass(frozen=True)
class Given:
    """An answer: a choice pressed, or what was typed or shared."""

    choice: str = ""
    incoming: Incoming | None = None

    @property
    def text(self) -> str:
        """What was typed, if anything."""
        typed = self.incoming is not None and self.incoming.kind == Kind.TEXT
        return self.incoming.text.strip() if typed and self.incoming else ""


@dataclass(frozen=True)
class Step:
    """One question: whether it still waits, how it is asked, and how an answer is read.

    `read` gives the answers with this one added, `Finish`, or None for what is no answer to it.
    """

    name: str
    waits: Callable[[Answers], bool]
    ask: Callable[[UnitOfWork, Reader, Draft], Question]
    read: Callable[[UnitOfWork, Draft, Given], Answers | type[Finish] | None]


@dataclass(frozen=True)
class Flow:
    """A form: its steps in order, and the one service call it ends in."""

    name: str
    steps: tuple[Step, ...]
    done: Callable[[UnitOfWork, Draft, int | None], None]  # with the message pressed, if any
    so_far: Callable[[Reader, Answers], str]
    note: str = ""  # the answer that free text can become

    def step(self, name: str) -> Step:
        """The step of this name; `Stale` for one that no longer exists."""
        for step in self.steps:
            if step.name == name:
                return step
        raise Stale

    def next(self, answers: Answers) -> Step:
        """The first step that still waits; the last one, a review, always does."""
        return next(step for step in self.steps if step.waits(answers))


@dataclass(frozen=True)
class Forms:
    """Every flow by name, and what can happen to the form of a person."""

    flows: dict[str, Flow]

    def start(self, uow: UnitOfWork, sender: int, flow: str, answers: Answers) -> None:
        """Open a form, unless the same one is open already: then ask which is meant."""
        opened = drafts.open_for(uow.session, sender)
        if opened and opened.flow == flow and opened.answers:
            self._offer(uow, opened, forms.still_open(notify.reader_of(uow.actor)))
        else:
            self.restart(uow, sender, flow, answers)

    def restart(self, uow: UnitOfWork, sender: int, flow: str, answers: Answers) -> None:
        """Open a form; what was open is set aside."""
        opened = drafts.open_for(uow.session, sender)
        if opened:
            drafts.close(uow.session, opened, State.ASIDE, uow.now)
        step = self.flows[flow].next(answers).name
        form = drafts.start(uow.session, sender, flow, step=step, answers=answers, now=uow.now)
        _watch(uow, form)
        self._show(uow, form, pressed=None)

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
        self._pressed(uow, incoming, form, choice)
        return None

    def typed(self, uow: UnitOfWork, incoming: Incoming, form: Draft) -> None:
        """Text, a place, a contact or a file while a form is open."""
        flow = self.flows[form.flow]
        if incoming.kind == Kind.TEXT and incoming.text in _cancel_labels():
            self.cancel(uow, form)
            return
        if units(incoming.text) > NOTE_LIMIT:
            raise TextTooLong(limit=NOTE_LIMIT)
        if incoming.kind == Kind.LOCATION and incoming.point is None:
            raise NoSuchPlace
        read = flow.step(form.step).read(uow, form, Given(incoming=incoming))
        if read is not None:
            self._go_on(uow, flow, form, read, pressed=None)
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

    def cancel(self, uow: UnitOfWork, form: Draft) -> None:
        """Close the form; it can be taken up again."""
        reader = notify.reader_of(uow.actor)
        _first(drafts.close(uow.session, form, State.ASIDE, uow.now))
        _say(uow, forms.dropped(reader))
        if form.answers and uow.actor.id:
            self._offer(uow, form, forms.set_aside(reader))

    def resume(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """The button that goes on with a form."""
        form = self._left(uow, incoming, parts)
        if form.state == State.ASIDE:
            opened = drafts.open_for(uow.session, incoming.sender)
            if opened:
                drafts.close(uow.session, opened, State.ASIDE, uow.now)
            form = _first(drafts.reopen(uow.session, form, uow.now))
            _watch(uow, form)
        _without_buttons(uow, incoming, forms.resume_label(notify.reader_of(uow.actor)))
        self._show(uow, form, pressed=None)
        return None

    def discard(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """The button that drops a form for good."""
        form = self._left(uow, incoming, parts)
        _first(drafts.close(uow.session, form, State.DROPPED, uow.now))
        _without_buttons(uow, incoming, forms.dropped(notify.reader_of(uow.actor)))
        return None

    def start_anew(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
        """The button that begins an empty form although one was open."""
        form = self._left(uow, incoming, parts)
        _first(drafts.close(uow.session, form, State.ASIDE, uow.now))
        _without_buttons(uow, incoming, forms.start_anew_label(notify.reader_of(uow.actor)))
        self.restart(uow, incoming.sender, form.flow, {})
        return None

    def _pressed(self, uow: UnitOfWork, incoming: Incoming, form: Draft, choice: str) -> None:
        flow, pressed = self.flows[form.flow], incoming.message_id
        if choice == CANCEL:
            _first(drafts.close(uow.session, form, State.ASIDE, uow.now))
            self._closed(uow, form, pressed)
        elif choice == BACK:
            self._back(uow, form, pressed)
        elif KEPT_TEXT in form.answers and choice in {TO_NOTE, DROP_TEXT}:
            self._settle_text(uow, flow, form, choice=choice, pressed=pressed)
        else:
            read = flow.step(form.step).read(uow, form, Given(choice=choice))
            if read is None:
                raise Stale
            self._go_on(uow, flow, form, read, pressed=pressed)

    def _go_on(  # the next step, or the end
        self,
        uow: UnitOfWork,
        flow: Flow,
        form: Draft,
        read: Answers | type[Finish],
        *,
        pressed: int | None,
    ) -> None:
        if isinstance(read, type):
            finished = _first(drafts.close(uow.session, form, State.DONE, uow.now))
            deadlines.drop(uow.session, "form", str(form.id))
            flow.done(uow, finished, pressed)
            return
        before = {name: value for name, value in form.answers.items() if name != TRAIL}
        trail = [*form.answers.get(TRAIL, []), {"step": form.step, "answers": before}]
        answers = read | {TRAIL: trail[-LONGEST_TRAIL:]}
        self._save_and_show(uow, form, answers, step=flow.next(answers).name, pressed=pressed)

    def _back(self, uow: UnitOfWork, form: Draft, pressed: int) -> None:
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
        answers = form.answers | {KEPT_TEXT: typed}
        self._save_and_show(uow, form, answers, step=form.step, pressed=None)

    def _settle_text(
        self, uow: UnitOfWork, flow: Flow, form: Draft, *, choice: str, pressed: int
    ) -> None:
        answers = dict(form.answers)
        typed = answers.pop(KEPT_TEXT)
        if choice == TO_NOTE:
            answers[flow.note] = _joined(answers.get(flow.note, ""), typed)
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

    def _closed(self, uow: UnitOfWork, form: Draft, pressed: int) -> None:
        reader = notify.reader_of(uow.actor)
        message = Message(forms.dropped(reader), buttons=forms.left_buttons(reader, form.id))
        notify.replace(uow, pressed, message, subject=f"draft:{form.id}")

    def _offer(self, uow: UnitOfWork, form: Draft, text: str) -> None:
        reader = notify.reader_of(uow.actor)
        notify.reply(uow, Message(text, buttons=forms.left_buttons(reader, form.id)))

    def _left(self, uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> Draft:
        """The form of a *continue* or *discard* button, still open or set aside."""
        form = drafts.by_id(uow.session, _number(parts[1:2]))
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
        back = (Choice(forms.back_label(reader), BACK),) if form.answers.get(TRAIL) else ()
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


def _without_buttons(uow: UnitOfWork, incoming: Incoming, text: str) -> None:
    if incoming.message_id:
        notify.replace(uow, incoming.message_id, Message(text))


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


def _joined(note: str, typed: str) -> str:
    whole = f"{note}\n{typed}".strip()
    if units(whole) > NOTE_LIMIT:
        raise TextTooLong(limit=NOTE_LIMIT)
    return whole


@cache
def _cancel_labels() -> frozenset[str]:
    return frozenset(forms.cancel_label(Reader(language, "")) for language in Language)
