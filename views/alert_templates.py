"""Templates of alerts on the screen: listed, shown, worded anew by both desks, retired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.alert_templates import State, TemplateRow
from storage.alerts import Severity
from views import alerts
from views.blanks import Blank, Kind, blanks_in, readable
from views.forms import Choice, Question, grid
from views.language import Language, Reader
from views.message import Button, Message, Rows, Style
from views.script import latin

# What each level is in the words of CAP.
SEVERITIES = {
    "danger": Severity.EXTREME,
    "caution": Severity.SEVERE,
    "information": Severity.MINOR,
}
LEVELS = tuple(SEVERITIES)
LIFETIMES = (60, 180, 360, 720, 1440, 10080)  # minutes
SIDE_OF = {"RS": "sr", "RO": "ro"}  # the language that each side's desk writes
PAGE = 8


@dataclass(frozen=True)
class Template:
    """An alert that is ready but for its blanks; titles and texts by language, `lifetime` minutes.

    English may be missing where an installation has changed the others; Serbian and Romanian never
    are. `event` is a term of the glossary; `side` is empty for a template of both.
    """

    key: str
    level: str
    event: str
    lifetime: int
    replies: bool
    side: str
    titles: Mapping[Language, str]
    texts: Mapping[Language, str]

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """The blanks in the order of the text; each language has the same."""
        return blanks_in(self.texts[Language.SR_CYRL])

    def title(self, language: Language) -> str:
        """Its name for a reader; where English is missing, in both other languages."""
        both = f"{self.titles[Language.RO]} / {self.titles[Language.SR_LATN]}"
        return self.titles.get(language, both)


def label(reader: Reader) -> str:
    """What the list is called."""
    _ = reader.gettext
    return _("Templates of alerts")


def level(reader: Reader, chosen: str) -> str:
    """How grave it is, by a sign and a word."""
    return alerts.level(reader, SEVERITIES[chosen])


def lifetime(reader: Reader, minutes: int) -> str:
    """How long an alert of it is valid."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return reader.ngettext("{n} minute", "{n} minutes", minutes)
    if hours >= 48 and hours % 24 == 0:
        return reader.ngettext("{n} day", "{n} days", hours // 24)
    return reader.ngettext("{n} hour", "{n} hours", hours)


def listed(
    reader: Reader,
    templates: Sequence[Template],
    waiting: Sequence[TemplateRow],
    *,
    page: int,
    retired: Sequence[Template] = (),
) -> Message:
    """A page of them: first what waits for this desk's language, retired ones last."""
    _ = reader.gettext
    ours = [each for each in waiting if missing(each) == SIDE_OF[reader.country]]
    entries = [Choice(f"✎ {_title(reader, each)}", f"wording:{each.id}") for each in ours]
    for each in (*templates, *retired):
        sign = "⊘" if each in retired else level(reader, each.level).partition(" ")[0]
        entries.append(Choice(f"{sign} {each.title(reader.language)}", f"template:{each.key}"))
    turn = [Choice("‹", f"templates:{page - 1}")] if page else []
    turn += [Choice("›", f"templates:{page + 1}")] if len(entries) > (page + 1) * PAGE else []
    shown = entries[page * PAGE : (page + 1) * PAGE]
    new = Choice("➕ " + _("New template"), "template-new")
    text = _("Choose one to read, change or retire it. ✎ waits for the text of your desk.")
    return Message(
        text,
        title=label(reader),
        buttons=_rows((*grid(shown, columns=1), *grid(turn), (new,))),
    )


def shown(reader: Reader, template: Template, row: TemplateRow | None) -> Message:
    """One template as both sides have it; `row` is its wording where it is one of this place."""
    _ = reader.gettext
    retired = row is not None and row.state == State.RETIRED
    lines = [_facts(reader, template.level, template.lifetime, replies=template.replies)]
    lines += _texts(reader, template.texts)
    if row and row.settled_at:
        lines.append(_("Worded here: {time}", time=reader.date_time(row.settled_at)))
    change = Button("✎ " + _("Change the text"), f"template-edit:{template.key}", Style.PRIMARY)
    off = Button("⊘ " + _("Retire"), f"template-off:{template.key}")
    back = Button("‹ " + reader.term("ui.back"), "templates:0")
    buttons: Rows = ((_on(reader, template.key),), (back,))
    return Message(
        "\n\n".join(lines),
        title=template.title(reader.language) + (" ⊘" if retired else ""),
        buttons=buttons if retired else ((change,), (off, back)),
    )


def ask_retire(reader: Reader, template: Template) -> Message:
    """Once more, before both sides lose it."""
    _ = reader.gettext
    yes = Button("⊘ " + _("Retire"), f"template-off-yes:{template.key}", Style.DANGER)
    back = Button("‹ " + reader.term("ui.back"), f"template:{template.key}")
    text = _("Retire this template? Neither side can use it then, and the other desk is told.")
    return Message(text, title=template.title(reader.language), buttons=((yes, back),))


def retired(reader: Reader, template: Template, side: str) -> Message:
    """To both desks: whose desk has retired it, and the way back."""
    _ = reader.gettext
    text = _("The template has been retired by: {desk}", desk=_desk(reader, side))
    title = template.title(reader.language)
    return Message(text, title=title, buttons=((_on(reader, template.key),),))


def restored(reader: Reader, template: Template, side: str) -> Message:
    """To both desks: it can be used again."""
    _ = reader.gettext
    text = _("The template has been put back by: {desk}", desk=_desk(reader, side))
    return Message(text, title=template.title(reader.language))


def asked(reader: Reader, row: TemplateRow, before: Template | None) -> Message:
    """To the desk whose language is missing: what the other has written, and the button."""
    _ = reader.gettext
    side = _author_side(row)
    text = _("This text has been written by: {desk}", desk=_desk(reader, side))
    lines = [text, *_texts(reader, words(row.model_dump(), "text"))]
    mine = before.texts.get(own(reader)) if before else None
    if mine:
        lines.append(_("Until now your text was:") + "\n" + readable(reader, mine))
    lines.append(
        _("It is used once your desk has given the text in your language with the same blanks.")
    )
    give = Button("✎ " + _("Give the text"), f"wording:{row.id}", Style.PRIMARY)
    title = _title(reader, row) if before is None else before.title(reader.language)
    return Message("\n\n".join(lines), title=title, buttons=((give,),))


def in_use(reader: Reader, template: Template) -> Message:
    """To both desks: whole, and used from now on."""
    _ = reader.gettext
    lines = [_("✔ The template is in use from now on."), *_texts(reader, template.texts)]
    return Message("\n\n".join(lines), title=template.title(reader.language))


def dropped(reader: Reader, row: TemplateRow) -> Message:
    """In place of the card of a wording that a newer one has replaced."""
    _ = reader.gettext
    return Message(_("This text no longer waits for yours."), title=_title(reader, row))


def sent(reader: Reader, row: TemplateRow) -> Message:
    """To whoever has written one half."""
    _ = reader.gettext
    text = _(
        "Your text is at the desk of the other side. The template is used as you wrote it once they"
        " have given theirs; until then nothing changes."
    )
    return Message(text, title=_title(reader, row))


def ask_level(reader: Reader) -> Question:
    """Of a new template: how serious its alerts are."""
    _ = reader.gettext
    choices = [Choice(level(reader, each), each) for each in LEVELS]
    return Question(
        _("How serious are the alerts of this template?"),
        title=label(reader),
        choices=grid(choices, columns=1),
    )


def ask_lifetime(reader: Reader) -> Question:
    """Of a new template: how long its alerts are valid."""
    _ = reader.gettext
    choices = [Choice(lifetime(reader, each), str(each)) for each in LIFETIMES]
    text = _("How long is such an alert valid?")
    return Question(text, title=label(reader), choices=grid(choices))


def ask_title(reader: Reader, given: str, limit: int) -> Question:
    """Its name, in the language of the desk; `given` in the other one, if it is there."""
    _ = reader.gettext
    text = reader.ngettext(
        "Type the name of the template in your language, at most {n} letter.",
        "Type the name of the template in your language, at most {n} letters.",
        limit,
    )
    return Question("\n\n".join(filter(None, [text, given])), title=label(reader))


def ask_text(reader: Reader, given: Sequence[str], blanks: Sequence[Blank]) -> Question:
    """The text, in the language of the desk; with the blanks it must have, or may have."""
    _ = reader.gettext
    lines = [_("Type the whole text in your language, in complete sentences."), *given]
    if blanks:
        told = " ".join(readable(reader, f"{{{each.name}}}") for each in blanks)
        lines.append(_("Put these blanks into it, exactly so: {blanks}", blanks=told))
    else:
        told = " ".join(readable(reader, f"{{{kind}}}") for kind in Kind)
        lines.append(
            _("Where something is to be filled in, put one of these: {blanks}", blanks=told)
        )
    return Question("\n\n".join(lines), title=label(reader))


def ask_review(reader: Reader, title: str, text: str, *, completes: bool) -> Question:
    """What was written, before it goes."""
    _ = reader.gettext
    go = _("Put into use") if completes else _("Send to the other desk")
    choice = Choice("✅ " + go, "send", Style.SUCCESS)
    return Question(readable(reader, text), title=title or label(reader), choices=((choice,),))


def given(reader: Reader, row: TemplateRow) -> list[str]:
    """The text that is there already, for whoever writes the other."""
    return _texts(reader, words(row.model_dump(), "text"))


def missing(row: TemplateRow) -> str:
    """The language (`sr`, `ro`) in which a wording has no text yet."""
    return "sr" if not row.text_sr else "ro"


def own(reader: Reader) -> Language:
    """The language that the reader's desk writes, in the script they read."""
    if reader.country == "RO":
        return Language.RO
    return Language.SR_CYRL if reader.language == Language.SR_CYRL else Language.SR_LATN


def written(reader: Reader, text: str) -> Message:
    """What stays of the form: the text as it was written."""
    return Message(readable(reader, text), title=label(reader))


def words(told: Mapping[str, Any], kind: str) -> dict[Language, str]:
    """Its `title` or `text` out of the columns; without the languages in which nothing is said."""
    serbian = told[f"{kind}_sr"]
    words = {
        Language.SR_CYRL: serbian,
        Language.SR_LATN: latin(serbian),
        Language.RO: told[f"{kind}_ro"],
        Language.EN: told[f"{kind}_en"],
    }
    return {language: text for language, text in words.items() if text}


def _facts(reader: Reader, chosen: str, minutes: int, *, replies: bool) -> str:
    _ = reader.gettext
    answers = _("with further answers") if replies else ""
    return " · ".join(filter(None, [level(reader, chosen), lifetime(reader, minutes), answers]))


def _texts(reader: Reader, texts: Mapping[Language, str]) -> list[str]:
    """Each language under its own name, the reader's first; Serbian in one script."""
    serbian = Language.SR_CYRL if reader.language == Language.SR_CYRL else Language.SR_LATN
    order = sorted((serbian, Language.RO, Language.EN), key=lambda each: each != reader.language)
    return [f"{each.own_name}:\n{readable(reader, texts[each])}" for each in order if each in texts]


def _title(reader: Reader, row: TemplateRow) -> str:
    """Its name for a reader; where theirs is missing, as it is there."""
    titles = words(row.model_dump(), "title")
    return titles.get(reader.language) or next(reversed(titles.values()), "")


def _author_side(row: TemplateRow) -> str:
    return "RO" if missing(row) == "sr" else "RS"


def _desk(reader: Reader, side: str) -> str:
    return f"{reader.term('org.duty_centre')} {side}"


def _on(reader: Reader, key: str) -> Button:
    _ = reader.gettext
    return Button("↺ " + _("Put it back"), f"template-on:{key}")


def _rows(choices: Sequence[Sequence[Choice]]) -> Rows:
    return tuple(
        tuple(Button(each.label, each.value, each.style) for each in row) for row in choices if row
    )
