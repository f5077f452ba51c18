"""Screens of an alert that ends: at the desk that ends it, and to those who have it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from storage.alerts import Status
from storage.people import SIDES
from tests.views.alert_screens import ALERT, SENT
from views import alert_endings, alert_unconfirmed, alert_updates, alerts
from views.alert_unconfirmed import Side, Standing
from views.forms import Question
from views.language import Reader
from views.message import Message

OVER = replace(ALERT, ended_at=SENT + timedelta(hours=1))


def steps(reader: Reader) -> Iterator[tuple[str, Message | Question | str]]:
    """Every screen by what it is."""
    own = replace(ALERT, side=reader.country)
    yield "buttons of a board", Message("", buttons=alert_endings.buttons(reader, own))
    yield "all clear?", alert_endings.ask_all_clear(reader, ALERT)
    yield "why is an alert cancelled", alert_endings.ask_reason(reader, ALERT)
    yield (
        "why is an alert cancelled, in own words",
        alert_endings.ask_own_reason(reader, "RS-26-0417"),
    )
    yield "alert kept", alert_endings.kept(reader, ALERT)
    clear = replace(OVER, status=Status.ALL_CLEAR)
    false = replace(OVER, status=Status.CANCELLED, reason="false_alarm", exercise=True)
    mistake = replace(false, reason="mistake")
    for name, ended in (("all clear", clear), ("false alarm", false), ("mistake", mistake)):
        yield f"alert ended, {name}", alert_endings.over(reader, ended)
        yield f"alert ended, {name}, its message", alerts.card(reader, ended)
    for told in (1, 3, 21):
        yield f"alert ended, {told} told", alert_endings.done(reader, clear, told)
    yield from _reminders(reader)
    yield from _updating(reader)
    again = alerts.Earlier(2, confirmed=True)
    updated = replace(ALERT, edition=2, changed=("texts", "expires_at", "severity"))
    yield "alert updated, to who confirmed it", alerts.card(reader, updated, earlier=again)


def _reminders(reader: Reader) -> Iterator[tuple[str, Message | str]]:
    names = {"RS": ["Драган Илић", "Мила Јовановић"], "RO": []}
    sides = [
        Side("RS", confirmed=1, needed=12, missing=2, names=names["RS"]),
        Side("RO", confirmed=0, needed=1, missing=21),
        Side("RO", confirmed=3, needed=3, missing=1, names=["Ion Popescu"] * 12),
    ]
    told = alert_unconfirmed.unconfirmed(reader, ALERT, sides[:2], late=timedelta(), may_stop=True)
    yield "alert not confirmed", told
    exercise = replace(ALERT, exercise=True)
    late = timedelta(minutes=7)
    told = alert_unconfirmed.unconfirmed(reader, exercise, sides[2:], late=late, may_stop=False)
    yield "alert not confirmed, noticed late", told
    yield "alert, second reminder", alerts.card(reader, ALERT, earlier=alerts.Earlier(2))
    waits = Standing(next_at=SENT + timedelta(minutes=30), may_stop=True)
    under = alert_unconfirmed.buttons(reader, ALERT, waits)
    lines = alert_unconfirmed.lines(reader, ALERT, replace(waits, stopped=["RO"]))
    yield "board, while people are reminded", Message("\n".join(lines), buttons=under)
    yield "reminders stopped", alert_unconfirmed.stopped(reader)
    yield "reminders of one's own side stopped", alert_unconfirmed.own_stopped(reader)
    yield "alert without a next step", alert_unconfirmed.astray(reader, exercise)


def _updating(reader: Reader) -> Iterator[tuple[str, Question]]:
    number = ALERT.number
    yield "alert updated: what?", alert_updates.ask_what(reader, number, ())
    yield "alert updated: what else?", alert_updates.ask_what(reader, number, ["expires_at"])
    for side in SIDES:
        yield f"alert updated: text, {side}", alert_updates.ask_text(reader, number, side)
        other = alert_updates.ask_other_text(reader, number, side)
        yield f"alert updated: other text, {side}", other
    times = {str(hours): (hours, SENT + timedelta(hours=hours)) for hours in (1, 24)}
    yield "alert updated: until", alert_updates.ask_until(reader, number, times)
    yield "alert updated: level", alert_updates.ask_level(reader, number)
    own = alerts.card(reader, replace(ALERT, edition=2, changed=("texts",)), answers=False)
    shown = {"RS": own}
    yield "alert updated: review", alert_updates.ask_review(reader, number, shown, SIDES)
