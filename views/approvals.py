"""A request for access as the administrators of its side read it, and what the account reads."""

from storage.approvals import ApprovalRow, Reason, State
from storage.people import Person
from views import organisation
from views.language import Reader
from views.message import Button, Message, Rows, Style, shown


def waiting(reader: Reader) -> Message:
    """To the account: no word of what was wrong, for it may be a stranger's."""
    return Message("⏳ " + reader.term("enrol.waiting"), keys=(), protected=False)


def refused(reader: Reader) -> Message:
    """To the account: no more than that."""
    return Message(reader.term("enrol.refused"), keys=(), protected=False)


def request(reader: Reader, row: ApprovalRow, person: Person, *, decided_by: str) -> Message:
    """To an administrator: who it would be, what went wrong, and the decision once there is one."""
    _ = reader.gettext
    lines = [
        f"{person.name} · {person.service_number}",
        organisation.place_of(reader, person),
        "",
        _reason(reader, row),
    ]
    if row.account:
        lines.append(_("Telegram account: {account}", account=shown(row.account)))
    if row.phone:
        lines.append(_("Number sent: {phone}", phone=shown(row.phone)))
    asked = f"{reader.both_times(row.asked_at)} · {reader.date(row.asked_at)}"
    lines += ["🕒 " + asked, "", _standing(reader, row, decided_by)]
    # Translators: the title of a message to an administrator.
    return Message("\n".join(lines), title=_("Request for access"), buttons=_buttons(reader, row))


def approve_label(reader: Reader) -> str:
    """The button that lets the account in."""
    # Translators: a button under a request for access.
    return reader.pgettext("access", "Approve")


def refuse_label(reader: Reader) -> str:
    """The button that does not."""
    # Translators: a button under a request for access.
    return reader.pgettext("access", "Refuse")


def _buttons(reader: Reader, row: ApprovalRow) -> Rows:
    if row.state != State.WAITING:
        return ()
    approve = Button(approve_label(reader), f"approve:{row.id}", Style.SUCCESS)
    return ((approve, Button(refuse_label(reader), f"refuse:{row.id}", Style.DANGER)),)


def _reason(reader: Reader, row: ApprovalRow) -> str:
    _ = reader.gettext
    return {
        Reason.WRONG_PHONE: _("The phone number sent is not the one in the roster."),
        Reason.USED_CODE: _("The invitation has been used or withdrawn, or it has expired."),
        Reason.APPROVAL: _("The invitation is valid. Every access needs an approval here."),
    }[Reason(row.reason)]


def _standing(reader: Reader, row: ApprovalRow, decided_by: str) -> str:
    _ = reader.gettext
    return {
        State.WAITING: _("Please speak to the officer before you approve."),
        State.APPROVED: _("✅ Access approved: {name}", name=decided_by),
        State.REFUSED: _("✖ Access refused: {name}", name=decided_by),
        State.CLOSED: _("There is nothing left to decide."),
    }[State(row.state)]
