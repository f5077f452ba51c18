"""What the sandbox's own log says of a run: lost, repeated, unmarked, leaked, called too early.

Our database is never asked whether it is right. What was accepted is known to whoever drove the
run (`Promise`): an update that Telegram could forget, or a message queued and committed.
"""

import re
from bisect import bisect_left
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
FORM = re.compile(r"sighting:(\d+):\w+:\d+:")  # a question, by its draft, step and version
_LATE = 0.2  # seconds that a call may be carried out after its caller was killed
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

    at: float
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
    starts: Sequence[float] = (),
    kills: int = 0,
    begun: int = 0,
    reminders: int = 0,
) -> Verdict:
    """`audience`: for each word, the chats that may hold it; `begun`: forms that were opened.

    `starts`: when each assistant was started, of which `kills` were killed. A call that was made
    before a kill may be carried out after it, but not so late that the next one has begun to call.
    `reminders`: how often a report is put before its desk again, because nobody takes it over.
    """
    said = list(_delivered(entries))
    wanted = list(promises)
    verdict = Verdict(attempted=sum(each["method"].startswith("send") for each in entries))
    verdict.kills = kills
    _lost(verdict, said, wanted)
    _repeats(verdict, said, starts if kills else (), reminders)
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
        yield Said(entry["at"], entry["chat_id"], plain.strip(), marked, sent, question, buttons)


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


def _repeats(
    verdict: Verdict, said: Iterable[Said], starts: Sequence[float], reminders: int
) -> None:
    copies: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for each in said:
        if each.sent and (name := _identity(each)):
            copies[each.chat, name].append(each)
    moments: list[float] = []
    for (chat, name), several in copies.items():
        several.sort(key=lambda each: each.at)
        fresh = [each for each in several if not each.marked]
        expected = fresh[1 : 1 + reminders] if TAG.fullmatch(name) else []
        for before, again in pairwise(several):
            if again in expected:
                continue
            verdict.repeated.append(f"{name!r} in {chat}")
            moments.append(before.at)
            if not again.marked:
                verdict.unmarked.append(f"{name!r} in {chat}")
    verdict.worst = _worst(moments, starts) if starts else 0


def _worst(moments: Iterable[float], starts: Sequence[float]) -> int:
    """The most repeats of calls that one life was making when it ended.

    What was carried out just after a start may have been called for by the life before.
    """
    caused: Counter[int] = Counter()
    for at in sorted(moments):
        lives = range(bisect_left(starts, at - _LATE), bisect_left(starts, at) + 1)
        caused[next((life for life in lives if caused[life] < WINDOW), lives[-1])] += 1
    return max(caused.values(), default=0)


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
    """Calls to a chat before the end of what Telegram asked to wait."""
    held: dict[int, float] = {}
    told: dict[int, float] = {}
    for entry in entries:
        chat, at = entry["chat_id"] or 0, entry["at"]
        if chat and at < held.get(chat, 0.0) - _EARLY and at > told[chat] + _EARLY:
            yield f"chat {chat}, {held[chat] - at:.2f} s"
        wait = re.search(r"retry after (\d+)", entry.get("description") or "")
        if wait and chat:
            held[chat], told[chat] = at + int(wait[1]), at
