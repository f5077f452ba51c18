"""The persistent keyboard, the commands and what the assistant says about itself."""

from collections.abc import Collection
from functools import cache
from typing import Any

from storage.people import Person, Role
from views import alert_templates, bulletins, organisation, own_sightings, phrases, search, sos
from views.language import Language, Reader
from views.message import Button, Key, Keys, Message

# A key of the menu and the command it stands for; the router reads the label back in any language.
SIGHTING, DUTY, OPEN, SEARCH = "sighting", "duty", "open", "search"
MINE, MAP, BULLETINS = "mine", "map", "bulletins"
MINE, MAP, ALERT = "mine", "map", "alert"
LANGUAGE, HELP = "language", "help"


def labels(reader: Reader) -> dict[str, str]:
    """What each key of the menu says, by command."""
    _ = reader.gettext
    return {
        SIGHTING: "👁 " + reader.term("report.start"),
        DUTY: "🕒 " + _("Duty: on / off"),
        # Translators: a large key that lists what waits for the officer.
        OPEN: "📋 " + reader.pgettext("menu", "Open"),
        ALERT: "📢 " + reader.term("alert.title"),
        SEARCH: search.label(reader),
        MINE: own_sightings.label(reader),
        # Translators: a large key that shows the sightings of the last 24 hours on a map; also the
        # name of the picture.
        MAP: "🗺 " + reader.pgettext("menu", "Map"),
        BULLETINS: bulletins.label(reader),
        LANGUAGE: "🌐 " + reader.term("ui.language"),
        HELP: "ℹ " + reader.term("ui.instructions"),
    }


def keys(reader: Reader, roles: Collection[Role]) -> Keys:
    """The large keys of these roles, the most used first and alone in its row."""
    label = labels(reader)
    rows: list[tuple[Key, ...]] = [(Key(label[SIGHTING]),)] if _may_report(roles) else []
    if _may_report(roles):
        rows.append((Key(label[DUTY]),))
    lists = [OPEN] if _is_waited_for(roles) else []
    lists += [ALERT, SEARCH] if Role.DUTY in roles else []
    lists += [MINE, MAP] if _may_report(roles) else []
    paired = len(lists) // 2 * 2 or len(lists)
    pairs = [lists[at : at + 2] for at in range(0, paired, 2)]
    rows += [tuple(Key(label[each]) for each in pair) for pair in pairs]
    if _may_report(roles):
        rows.append((Key(label[BULLETINS]),))
    # One that is left over stands with the two short ones.
    last = (*lists[paired:], LANGUAGE, HELP)
    return (*rows, tuple(Key(label[each]) for each in last), sos.keys())


def meant(text: str) -> str | None:
    """The command a menu key stands for, pressed in whichever language it was shown."""
    return _commands_by_label().get(text)


def menu(reader: Reader, roles: Collection[Role]) -> Message:
    """The menu, brought back."""
    return Message(reader.term("ui.menu") + " ⌨", keys=keys(reader, roles))


def choose_language(reader: Reader) -> Message:
    """The languages, each under its own name."""
    offered = [Button(each.own_name, f"language:{each}") for each in Language]
    return Message(
        reader.term("ui.language") + ":", buttons=(tuple(offered[:2]), tuple(offered[2:]))
    )


def language_chosen(reader: Reader, roles: Collection[Role]) -> Message:
    """Said in the language just chosen."""
    _ = reader.gettext
    text = _("From now on everything is written to you in this language.")
    return Message(text, keys=keys(reader, roles))


def instructions(reader: Reader, roles: Collection[Role]) -> Message:
    """What this person can do here."""
    _ = reader.gettext
    lines = []
    if _may_report(roles):
        see = _("To report what you see, press: {button}", button=reader.term("report.start"))
        duty = _("When you start or end your duty, press: {button}", button=_("Duty: on / off"))
        lines += ["👁 " + see, one_line(reader), "🕒 " + duty]
    if Role.DUTY in roles:
        take = _(
            "To take over a report, press the button under it: {button}",
            button=reader.term("report.take_over"),
        )
        lines.append("🟡 " + take)
        alert = _("To send an alert, press: {button}", button=reader.term("alert.title"))
        lines.append("📢 " + alert)
        lines.append(_("To see or change the templates of alerts, send /templates."))
    if _is_waited_for(roles):
        lines.append(_("To see what waits for you, press: {button}", button=labels(reader)[OPEN]))
    if _may_report(roles):
        own = _(
            "To see, correct or withdraw what you have reported, press: {button}",
            button=_("My reports"),
        )
        lines.append("📄 " + own)
        seen = _(
            "To see the sightings of the last 24 hours on a map, press: {button}",
            button=labels(reader)[MAP],
        )
        lines.append(seen)
        news = _(
            "To read what both desks publish on the latest criminal activity, press: {button}",
            button=labels(reader)[BULLETINS],
        )
        lines.append(news)
        lines.append("✖ " + _("To leave a form, send /cancel. What you entered is kept."))
    lines += [
        "🗣 " + _("To say something in the language of the other side, send /phrases."),
        "⌨ " + _("To bring the buttons back, send /menu."),
        _("To see the introduction again, send /intro."),
        "⚠ "
        + _("Do not send names, document numbers or classified information through this chat."),
    ]
    return Message(
        "\n\n".join(lines), title=reader.term("ui.instructions"), keys=keys(reader, roles)
    )


def one_line(reader: Reader) -> str:
    """How a report is typed in one line; English is read by the assistant in forms only."""
    _ = reader.gettext
    return _(
        "Or write it in one line, in Serbian or Romanian, for example: 3 osobe, čamac, ka Rumuniji,"
        " Kladovo"
    )


def whoami(reader: Reader, person: Person) -> Message:
    """What the roster says of the reader."""
    _ = reader.gettext
    roles = ", ".join(role_name(reader, role) for role in sorted(person.roles))
    duty = reader.term("duty.on") if person.on_duty_since else reader.term("duty.off")
    lines = [
        _("Service number: {number}", number=person.service_number),
        f"{person.country} · {organisation.service(reader, person.service)}"
        + (f" · {person.unit}" if person.unit else ""),
        _("Roles: {roles}", roles=roles),
        f"{reader.term('ui.language')}: {Language(person.language).own_name}",
    ]
    if Role.DUTY in person.roles:
        lines.append(duty)
    return Message("\n".join(lines), title=person.name)


def role_name(reader: Reader, role: Role) -> str:
    """A role as the glossary names it."""
    _ = reader.gettext
    named = {
        Role.OFFICER: "role.patrol_officer",
        Role.DUTY: "role.duty_officer",
        Role.COORDINATOR: "role.training_coordinator",
        Role.PCC: "org.pcc",
        Role.PARTICIPANT: "role.participant",
    }
    return reader.term(named[role]) if role in named else _("Administrator")


def commands(reader: Reader, roles: Collection[Role]) -> list[dict[str, Any]]:
    """What Telegram lists when somebody types a slash, for these roles; none: for a stranger."""
    described = descriptions(reader)
    known = ["sos", "menu", "phrases", "language", "whoami", "cancel", "help"]
    shown = known if roles else ["start", "help"]
    if _is_waited_for(roles) or _may_report(roles):
        shown.insert(0, "open")
    if _may_report(roles):
        shown[1:1] = ["map", "bulletins"]
    if Role.DUTY in roles:
        shown[1:1] = ["alert", "search"]
        shown[5:5] = ["digest", "templates"]
    if _may_report(roles):
        shown[:0] = ["sighting", "duty"]
    if _may_report(roles) or Role.PCC in roles:
        shown[-1:-1] = ["ok", "alerts"]
    return [{"command": name, "description": described[name]} for name in shown]


def descriptions(reader: Reader) -> dict[str, str]:
    """Every command's description."""
    _ = reader.gettext
    return {
        "start": _("Start, or enter an invitation code"),
        "menu": _("Show the buttons"),
        "sighting": reader.term("report.start"),
        "dojava": reader.term("report.start"),
        "raport": reader.term("report.start"),
        "duty": _("Go on duty or off duty"),
        "open": _("Show what waits for you"),
        "alert": _("Send an alert"),
        "search": search.label(reader),
        "mine": _("Show your own reports"),
        "map": _("Show the sightings of the last 24 hours on a map"),
        **dict.fromkeys(
            ("bulletins", "bilten", "buletin"), _("Read the bulletins, or search them for words")
        ),
        "digest": _("Show the reports of today in figures"),
        "templates": alert_templates.label(reader),
        "phrases": phrases.name(reader),
        "language": _("Choose the language"),
        "whoami": _("Show what the roster says about you"),
        "cancel": _("Close the open form"),
        "sos": sos.LABEL + " · " + reader.term("sos.title"),
        "alerts": _("Show alerts and who has confirmed them"),
        "ok": _("Confirm an alert, by its number"),
        "intro": _("See the introduction again"),
        "help": reader.term("ui.instructions"),
    }


def description(reader: Reader) -> str:
    """What a chat shows before its first message."""
    _ = reader.gettext
    return _(
        "Assistant of the joint border patrols of Romania and Serbia. For invited officers only:"
        " open the link in your invitation, or press the button below and send your code."
    )


def short_description(reader: Reader) -> str:
    """What the assistant's profile shows."""
    _ = reader.gettext
    return _("Joint border patrols of Romania and Serbia")


def _may_report(roles: Collection[Role]) -> bool:
    return Role.OFFICER in roles or Role.DUTY in roles


def _is_waited_for(roles: Collection[Role]) -> bool:
    """Whether something waits for these roles: a desk, the contact point, who decides on access."""
    return not {Role.DUTY, Role.PCC, Role.ADMIN}.isdisjoint(roles)


@cache
def _commands_by_label() -> dict[str, str]:
    return {
        label: command
        for language in Language
        for command, label in labels(Reader(language, "")).items()
    }
