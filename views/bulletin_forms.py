"""What is asked of a desk that publishes a bulletin or writes to one, and what it is told."""

from collections.abc import Sequence

from storage.bulletins import Kind
from storage.organisation import SectorRow
from storage.sightings import Sharing
from views.bulletins import SIGNS, kind_name, new_label, titled, waits, write_label
from views.forms import Choice, Question, grid, quoted
from views.language import Reader
from views.message import Button, Message, Style, shown
from views.sightings import sector_choice, sector_name, sharing_name

NO_SECTOR = "none"


def ask_kind(reader: Reader) -> Question:
    """What it is about."""
    _ = reader.gettext
    choices = [Choice(f"{SIGNS[each]} {kind_name(reader, each)}", each.value) for each in Kind]
    return Question(_("What is it about?"), title=new_label(reader), choices=grid(choices))


def ask_text(reader: Reader, limit: int) -> Question:
    """What it says."""
    _ = reader.gettext
    text = _(
        "Type the text in the language of your side, at most {limit} letters and signs. You can"
        " send a photo before you publish.",
        limit=reader.number(limit),
    )
    return Question(text + "\n\n⚠ " + no_names(reader), title=new_label(reader))


def no_names(reader: Reader) -> str:
    """What never goes into a chat."""
    _ = reader.gettext
    return _("Do not send names, document numbers or classified information through this chat.")


def ask_sector(reader: Reader, sectors: Sequence[SectorRow]) -> Question:
    """Which stretch of the border it concerns, if one."""
    _ = reader.gettext
    choices = [Choice(sector_name(reader, each), sector_choice(each)) for each in sectors]
    everywhere = Choice(_("The whole border"), NO_SECTOR)
    rows = (*grid(choices), (everywhere,))
    return Question(_("Which sector does it concern?"), title=new_label(reader), choices=rows)


def ask_validity(reader: Reader, days: Sequence[int]) -> Question:
    """How long it holds."""
    _ = reader.gettext
    choices = [Choice(reader.ngettext("{n} day", "{n} days", each), str(each)) for each in days]
    return Question(_("How long is it valid?"), title=new_label(reader), choices=grid(choices))


def photo_taken(reader: Reader) -> Message:
    """A photo goes with the form, in place of one sent before."""
    _ = reader.gettext
    return Message(_("This photo goes with the bulletin. Please go on where you were."), title="📷")


def theirs(reader: Reader, side: str) -> str:
    """What stands in the preview where the other desk's own words will stand."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    return "[" + _("Here stands what this desk writes: {desk}", desk=desk) + "]"


def review(
    reader: Reader, ours: Message, other: Message | None, sharing: Sharing, side: str
) -> Question:
    """The card as each side's officers will read it, and whom it is for. `side`: the other one."""
    _ = reader.gettext
    lines = [_("So your side will read it:"), "", ours.title, ours.text]
    if other:
        desk = _("So the officers of the other side will read it, in their language:")
        lines += ["", desk, "", other.title, other.text, "", "◐ " + waits(reader, side)]
    chosen = Sharing.OWN if sharing == Sharing.BOTH else Sharing.BOTH
    publish = Choice("✅ " + _("Publish"), "publish", Style.SUCCESS)
    change = Choice(f"⇄ {sharing_name(reader, chosen)}", f"share-{chosen}")
    return Question("\n".join(lines), title=new_label(reader), choices=((publish,), (change,)))


def so_far(reader: Reader, kind: str) -> str:
    """What stays of an answered question."""
    return f"{SIGNS[Kind(kind)]} {kind_name(reader, Kind(kind))}" if kind else new_label(reader)


def ask_own(
    reader: Reader, number: str, part: int | None, *, limit: int, original: str
) -> Question:
    """The text in the language of the reader's side, or a note; over what it is to say."""
    _ = reader.gettext
    said = _("Add a note") if part is None else write_label(reader, reader.country, part)
    lines = [said, "", quoted(reader, original)] if original else [said]
    ask = _("Type it here, at most {limit} letters and signs.", limit=reader.number(limit))
    return Question("\n".join([*lines, "", ask]), title=titled(reader, number))


def review_own(reader: Reader, number: str, text: str) -> Question:
    """The text as it will stand on the cards."""
    _ = reader.gettext
    head = _("So the officers of your side will read it:")
    publish = Choice("✅ " + _("Publish"), "publish", Style.SUCCESS)
    body = f"{head}\n\n{shown(text)}"
    return Question(body, title=titled(reader, number), choices=((publish,),))


def written(reader: Reader, number: str) -> Message:
    """To whoever wrote a text."""
    _ = reader.gettext
    text = _("The text is on the cards of all who have the bulletin.")
    return Message("✓ " + text, title=titled(reader, number))


def complete(reader: Reader, number: str, side: str) -> Message:
    """To the desk that published it: the other side's officers have it now."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    text = _("The text in the other language has been written by: {desk}", desk=desk)
    more = _("The officers of that side have the bulletin now.")
    return _news(reader, number, f"{text}\n{more}")


def changed(reader: Reader, number: str, side: str) -> Message:
    """To the other desk: the text it goes by is another one now."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    text = _("The text has been corrected by: {desk}", desk=desk)
    more = _("Please see whether the text in your language still says the same.")
    return _news(reader, number, f"{text}\n{more}")


def noted(reader: Reader, number: str, side: str) -> Message:
    """To the other desk: a note that its officers read once it is written in their language."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    text = _("A note has been added by: {desk}", desk=desk)
    more = _("Your officers read it when you have written it in their language.")
    return _news(reader, number, f"{text}\n{more}")


def as_other_side(reader: Reader, number: str, side: str, texts: Sequence[str]) -> Message:
    """The texts in the other language, each as it stands there; empty where it is missing."""
    _ = reader.gettext
    missing = "◐ " + _("Not yet written in the other language.")
    lines = [shown(each) if each else missing for each in texts]
    return Message("\n\n".join(lines), title=f"{titled(reader, number)} · {side}")


def ask_withdrawal(reader: Reader, number: str) -> Message:
    """Whether it is meant."""
    _ = reader.gettext
    text = _("Withdraw the bulletin from everybody? What they have read they know.")
    yes = Button("⚫ " + reader.pgettext("bulletin", "Withdraw"), f"bulletin-drop:{number}")
    return Message(text, title=titled(reader, number), buttons=((yes,),))


def withdrawn(reader: Reader, number: str) -> Message:
    """To whoever withdrew it."""
    _ = reader.gettext
    return Message(_("The bulletin has been withdrawn."), title=titled(reader, number))


def ask_words(reader: Reader) -> Question:
    """What is sought."""
    _ = reader.gettext
    text = _("Type what you are looking for: a number, a sector, a plate or words of the text.")
    return Question(text, title="🔎 " + _("Search"))


def read_already(reader: Reader) -> str:
    """A second tap on *I have read it*; at most 200 characters."""
    _ = reader.gettext
    return _("You have marked it as read already.")


def _news(reader: Reader, number: str, text: str) -> Message:
    open_it = Button(f"📰 {number}", f"bulletin:{number}")
    return Message(text, title=titled(reader, number), buttons=((open_it,),))
