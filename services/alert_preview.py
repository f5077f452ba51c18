"""An alert before it is sent: how each side would read it, and whom it would reach now."""

from services import alert_audiences, alert_messages, alert_texts, alerts, media, policy
from services.alert_audiences import Audience
from services.alerts import AlertForm
from services.policy import Verb
from storage import organisation, people
from storage.alert_recipients import Held
from storage.alerts import AlertRow
from storage.people import SIDES, Person
from storage.unit_of_work import UnitOfWork
from views.alert_audiences import Chosen, Reach
from views.alert_forms import Draft


def preview(
    uow: UnitOfWork, form: AlertForm, draft_id: int, *, needs_release: bool = False
) -> Draft:
    """What its author sees before sending it. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    row = alerts.previewed(uow, form)
    alert = alert_messages.as_read(uow, row)
    waiting = alert_texts.waited_for(row)
    own, *others = policy.sides_of_alert(row)
    shown = [own, *others] if own in form.audience.sides else others
    return Draft(
        sides=tuple((side, alert) for side in shown if side not in waiting),
        reached=reach(uow, form),
        chosen=chosen(uow, form.audience),
        waits_for_text=waiting,
        media=media.of_form(uow, draft_id),
        needs_release=needs_release,
    )


def reach(uow: UnitOfWork, form: AlertForm) -> list[Reach]:
    """By country, as many as there are now without its author; names of one's own people only."""
    row = alerts.previewed(uow, form)
    members = alert_audiences.members(uow, form.audience)
    told = [each for each in members if each.id != uow.actor.id]
    return [
        _reach(uow, row, side, [each for each in told if each.country == side])
        for side in SIDES
        if side in form.audience.sides
    ]


def chosen(uow: UnitOfWork, audience: Audience) -> Chosen:
    """An audience by the names of what it is made of."""
    sectors = organisation.sectors(uow.session)
    return Chosen(
        sides=audience.sides,
        roles=audience.roles,
        on_duty=audience.on_duty,
        sectors=[each for each in sectors if each.code in audience.sectors],
        units=audience.units,
    )


def units(uow: UnitOfWork) -> list[tuple[str, str]]:
    """Every unit that somebody is of, the actor's own side first."""
    found = {(each.country, each.unit) for each in people.roster(uow.session) if each.unit}
    return sorted(found, key=lambda unit: (unit[0] != uow.actor.country, unit))


def _reach(uow: UnitOfWork, row: AlertRow, side: str, told: list[Person]) -> Reach:
    held = [alerts.held_back(row, each) for each in told]
    lost = [each for each, why in zip(told, held, strict=True) if why == Held.UNREACHABLE]
    named = policy.may_see_names(uow.actor, side)
    return Reach(
        side=side,
        recipients=len(told),
        unreachable=len(lost),
        names=tuple(each.name for each in lost) if named else (),
        off_duty=held.count(Held.OFF_DUTY),
        without_text=held.count(Held.TEXT),
    )
