"""What the sandbox's own log says of a run: lost, repeated, unmarked, leaked, called too early.

Our database is never asked whether it is right. What was accepted is known to whoever drove the
run (`Promise`): an update that Telegram could forget, or a message queued and committed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Self

Entry = dict[str, Any]

MARK = "↻"
WINDOW = 8  # calls in flight, and so repeats that one kill may cause
TAG = re.compile(r"(?:vest|dojava)-[0-9a-z-]+")  # what the rig itself wrote into a message
NUMBER = re.compile(r"R[SO]-\d\d-\d{4,}")  # what the assistant gave to a report or a call for help
AGENT = re.compile(r"straja/(\d+)")  # which life of the assistant makes a call, as `child` signs it
FORM = re.compile(r"sighting:(\d+):\w+:\d+:")  # a question, by its draft, step and version
_EARLY = 0.05  # seconds: the sandbox's clock starts when the answer is made, ours when it is read


@dataclass(frozen=True)
class Promise:
    """What must be in this chat: messages with this word, of at least so many different texts."""

    chat: int
    word: str
    texts: int = 1


@dataclass
class Verdict:
    """How a run went. `worst`: the most repeats that one kill caused."""

    attempted: int = 0
    accepted: int = 0
    delivered: int = 0
    kills: int = 0
    worst: int = 0
    repeated: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # in the state that was left behind

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        found = {
            "lost": self.lost,
            "unmarked": self.unmarked,
            "leaked": self.leaked,
            "early": self.early,
            "wrong": self.wrong,
        }
        told = [f"{name}: {each}" for name, several in found.items() for each in several]
        if self.worst > WINDOW:
            told.append(f"one kill caused {self.worst} repeats")
        return told

    def __iadd__(self, other: "Verdict") -> Self:
        for name, value in vars(other).items():
            mine = getattr(self, name)
            setattr(self, name, max(mine, value) if name == "worst" else mine + value)
        return self


@dataclass(frozen=True)
class Said:
    """One message or edit that reached a chat."""

    life: int  # of the assistant that called for it, from 1 on; 0 if it does not say
    chat: int
    text: str
    marked: bool
    sent: bool  # and not an edit
    asks: str = ""  # the question of a form that its buttons answer
    buttons: bool = False  # a card and the news of it may say the same


def judge(
    entries: Sequence[Entry],
    promises: Iterable[Promise],
    audience: dict[str, set[int]],
    *,
    kills: int = 0,
    begun: int = 0,
    reminders: int = 0,
) -> Verdict:
    """`audience`: for each word, the chats that may hold it; `begun`: forms that were opened.

    `kills`: how many lives of the assistant ended so; each call says in which life it was made.
    `reminders`: how often a report is put before its desk again, because nobody takes it over.
    """
    said = list(_delivered(entries))
    wanted = list(promises)
    verdict = Verdict(attempted=sum(each["method"].startswith("send") for each in entries))
    verdict.kills = kills
    _lost(verdict, said, wanted)
    _repeats(verdict, said, reminders)
    if kills and (unsigned := sum(each.life == 0 for each in said)):
        verdict.wrong.append(f"{unsigned} messages do not say in which life they were sent")
    forms = {form[1] for each in said if (form := FORM.match(each.asks))}
    if len(forms) > begun:
        verdict.wrong.append(f"{len(forms)} forms were opened, {begun} were asked for")
    verdict.leaked = [
        f"{word} in {each.chat}: {each.text!r}"
        for each in said
        for word in {*TAG.findall(each.text), *NUMBER.findall(each.text)}
        if each.chat not in audience.get(word, {each.chat})
    ]
    verdict.early = list(_too_early(entries))
    return verdict


def _delivered(entries: Iterable[Entry]) -> Iterable[Said]:
    for entry in entries:
        text = str(entry.get("params", {}).get("text") or "")
        if entry["outcome"] not in {"delivered", "accepted"} or not text or not entry["chat_id"]:
            continue
        marked = text.startswith(MARK)
        plain = text.partition("\n")[2] if marked else text
        sent = entry["method"].startswith("send")
        asks = FORM.search(str(entry["params"].get("reply_markup")))
        question = asks[0] if asks else ""
        buttons = "callback_data" in str(entry["params"].get("reply_markup"))
        yield Said(_life(entry), entry["chat_id"], plain.strip(), marked, sent, question, buttons)


def _lost(verdict: Verdict, said: Iterable[Said], wanted: Sequence[Promise]) -> None:
    texts: dict[int, set[tuple[str, bool]]] = defaultdict(set)
    for each in said:
        texts[each.chat].add((each.text, each.buttons))
    for promise in wanted:
        there = sum(promise.word in text for text, _ in texts[promise.chat])
        verdict.accepted += promise.texts
        verdict.delivered += min(there, promise.texts)
        if there < promise.texts:
            verdict.lost.append(f"{promise.word} in {promise.chat}: {there} of {promise.texts}")


def _repeats(verdict: Verdict, said: Iterable[Said], reminders: int) -> None:
    copies: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for each in said:
        if each.sent and (name := _identity(each)):
            copies[each.chat, name].append(each)
    caused: Counter[int] = Counter()
    for (chat, name), several in copies.items():
        fresh = [each for each in several if not each.marked]
        expected = fresh[1 : 1 + reminders] if TAG.fullmatch(name) else []
        again = [each for each in several[1:] if not any(each is one for one in expected)]
        verdict.repeated += [f"{name!r} in {chat}" for _ in again]
        verdict.unmarked += [f"{name!r} in {chat}" for each in again if not each.marked]
        caused.update(_causes(several, expected))
    verdict.worst = max(caused.values(), default=0) if verdict.kills else 0


def _causes(several: Sequence[Said], expected: Sequence[Said]) -> Iterable[int]:
    """For each copy of a message, the life that had called for it before.

    Calls are put in the order of lives: that of a life which is killed may be carried out when the
    next has called already. A copy that one life calls for twice counts as well, against it.
    """
    for before, again in pairwise(sorted(several, key=lambda each: each.life)):
        if not any(again is one for one in expected):
            yield before.life


def _identity(said: Said) -> str:
    """What makes two messages the same to their reader; empty for what may be said twice."""
    if said.asks:
        return said.asks
    if tag := TAG.search(said.text):
        return tag[0] if "vest" in tag[0] or NUMBER.search(said.text) else ""
    number = NUMBER.search(said.text)
    if number and said.buttons:
        return f"card of {number[0]}"
    return said.text if number else ""


def _too_early(entries: Iterable[Entry]) -> Iterable[str]:
    """Calls to a chat before the end of what Telegram asked to wait.

    Whoever is killed before what was asked is written down can tell nobody of it. It was written
    if the same life has called again since, for each call follows a commit with all that is known.
    """
    held: dict[int, float] = {}
    told: dict[int, tuple[float, int]] = {}  # when, and in which life
    last: dict[int, float] = {}  # call of each life
    for entry in entries:
        chat, at, life = entry["chat_id"] or 0, entry["at"], _life(entry)
        when, before = told.get(chat, (0.0, life))
        known = life == before or last[before] > when + _EARLY
        if chat and known and at < held.get(chat, 0.0) - _EARLY and at > when + _EARLY:
            yield f"chat {chat}, {held[chat] - at:.2f} s"
        wait = re.search(r"retry after (\d+)", entry.get("description") or "")
        if wait and chat:
            held[chat], told[chat] = at + int(wait[1]), (at, life)
        last[life] = at


def _life(entry: Entry) -> int:
    """In which life of the assistant a call was made; 0 if it does not say."""
    signed = AGENT.fullmatch(entry.get("agent", ""))
    return int(signed[1]) if signed else 0
