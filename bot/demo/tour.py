"""The main job as a story played by simulated officers; every step is checked."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console

from bot.demo.cast import DRAGAN, ELENA, ION, MILA, Actor, go_on_duty
from bot.demo.stage import Stage, staged
from bot.demo.transcript import WIDTH, Transcript
from sandbox.link import SandboxError

TAPS = 10  # of a report that is settled by both sides
NERA_MOUTH = {"latitude": 44.8231, "longitude": 21.3359}
Json = dict[str, Any]


class Guide(Protocol):
    """Leads a visitor's eye through the story, and sets its pace."""

    async def scene(self, title: str, actor: Actor | None) -> None:
        """Something new begins, perhaps on one phone."""

    async def point(self, actor: Actor, label: str) -> None:
        """The button that is pressed next."""


class Tour:
    """The story on a stage. `patience` is seconds that a step may take."""

    def __init__(
        self,
        stage: Stage,
        transcript: Transcript,
        *,
        patience: float = 20,
        guide: Guide | None = None,
    ) -> None:
        self._stage, self._transcript, self._patience = stage, transcript, patience
        self._guide = guide
        self._since: dict[str, int] = {}
        self.number = ""

    async def play(self) -> None:
        """Every step in turn. AssertionError names the first that is missing."""
        self._transcript.heading()
        for officer in (DRAGAN, ION):
            self._does(officer, "/duty")
            await go_on_duty(self._stage.sandbox, self._actor(officer))
        await self.play_report()
        await self._alert()

    async def play_report(self) -> None:
        """One report, from the first tap until both sides have settled it. May be played again."""
        for name, actor in self._stage.actors.items():
            self._since[name] = (await self._stage.sandbox.chat(actor.id))["seq"]
        await self._report()
        await self._hold_at_both_desks()
        await self._take_over()
        await self._handle_on_each_side()
        await self._tell_nobody_else()

    async def _report(self) -> None:
        """Five taps, from the report button to the sent sighting."""
        await self._scene("A Serbian patrol at the Danube sees a boat, and reports it")
        await self._key(MILA, "👁 Нова дојава")
        await self._press(MILA, "👁 Сумњива појава")
        await self._press(MILA, "Сумњиво пловило")
        await self._wait(MILA, "Где?")
        await self._key(MILA, "📍 Пошаљи локацију", location=NERA_MOUTH)
        await self._press(MILA, "Ка Румунији")
        await self._reads(MILA, "Проверите")
        await self._press(MILA, "✅ Пошаљи: RS + RO")
        receipt = await self._reads(MILA, "је примљена")
        found = re.search(r"RS-\d\d-\d{4}", receipt["text"])
        _must(found is not None, "the receipt has no number")
        self.number = found[0] if found else ""

    async def _hold_at_both_desks(self) -> None:
        """Each in its own language, with both local times, the name only on its own side."""
        await self._scene("Both desks read it at once, each in its own language", ION)
        both_times = re.compile(r"\d\d:\d\d RS / \d\d:\d\d RO")
        for officer, says, other in (
            (DRAGAN, "Sumnjivo plovilo", "Ambarcațiune"),
            (ION, "Ambarcațiune suspectă", "plovilo"),
        ):
            card = await self._reads(officer, self.number)
            _must(says in card["text"], f"{officer} does not read: {says}")
            _must(other not in card["text"], f"{officer} reads another language: {other}")
            _must(
                both_times.search(card["text"]) is not None,
                f"{officer} does not read both local times",
            )
        _must(MILA not in card["text"], "the reporter's name has crossed the border")

    async def _take_over(self) -> None:
        """The Romanian desk takes it over, and the reporter is told."""
        await self._scene("The Romanian desk takes it over, and the reporter is told")
        await self._press(ION, "Preiau", of=self.number)
        await self._reads(ION, "Preluat de: Dispecerat RO")
        await self._reads(MILA, "Преузима: Дежурни центар RO")

    async def _handle_on_each_side(self) -> None:
        """Serbia's own duty stands until Serbia has done it."""
        await self._scene("Serbia settles its side, then Romania its own")
        await self._reads(DRAGAN, "Preuzima: Dežurni centar RO")
        await self._press(DRAGAN, "Preuzimam", of=self.number)
        await self._reads(MILA, f"Преузима: Дежурни центар RS, {DRAGAN}")
        await self._press(DRAGAN, "Označi kao rešenu", of=self.number)
        await self._reads(MILA, f"Дежурни центар RS, {DRAGAN}: Решена")
        await self._press(ION, "Marchează ca soluționat", of=self.number)
        await self._reads(MILA, "Дежурни центар RO: Решена")

    async def _tell_nobody_else(self) -> None:
        """An officer who is no duty officer has read nothing of it."""
        await self._scene("An officer who is at no desk has read nothing of it", ELENA)
        chat = await self._stage.sandbox.chat(self._actor(ELENA).id)
        heard = [message for message in chat["messages"] if self.number in message.get("text", "")]
        _must(not heard, f"{ELENA} reads what is not for her")
        self._transcript.note(f"\n{ELENA} (RO), who is at no desk, has read nothing of it.")

    async def _alert(self) -> None:
        """One desk tells everybody of both sides, each in their language, and sees who has it."""
        await self._scene("The Serbian desk alerts everybody, from a template", DRAGAN)
        await self._key(DRAGAN, "📢 Upozorenje")
        await self._press(DRAGAN, "‼ Izgubljena veza sa kolegom")
        await self._says(DRAGAN, "Kladovo")
        await self._press(DRAGAN, "Sada")
        await self._reads(DRAGAN, "Proverite pre slanja")
        await self._press(DRAGAN, "✅ Pošalji")
        await self._reads(MILA, "Изгубљена је веза са колегом. Последње познато место: Кладово")
        await self._reads(ELENA, "S-a pierdut legătura cu un coleg. Ultimul loc cunoscut: Kladovo")
        await self._scene("Each confirms with one tap, and the desks see who has not")
        await self._press(MILA, "Примљено", of="Изгубљена је веза")
        await self._press(ELENA, "Recepționat", of="S-a pierdut legătura")
        board = await self._reads(DRAGAN, "✔ Potvrđeno: 1")
        _must(ELENA not in board["text"], "a name of the other side is on the board")
        await self._reads(ION, "✔ Confirmate: 1")

    def _actor(self, name: str) -> Actor:
        return self._stage.actors[name]

    async def _key(self, name: str, label: str, **shared: Json) -> None:
        """Tap a large key."""
        await self._point(name, label)
        self._does(name, label)
        await self._stage.sandbox.keyboard(self._actor(name).id, label, **shared)

    async def _says(self, name: str, text: str) -> None:
        self._does(name, text)
        await self._stage.sandbox.text(self._actor(name).id, text)

    async def _press(self, name: str, label: str, *, of: str = "") -> None:
        """Press a button, once it is there, of a message that holds `of`."""

        def offers(message: Json) -> bool:
            rows = message.get("inline_keyboard") or []
            return any(button["text"] == label for row in rows for button in row)

        message = await self._wait(name, of, offers)
        await self._point(name, label)
        self._does(name, label)
        try:
            await self._stage.sandbox.press(
                self._actor(name).id, label, message_id=message["message_id"]
            )
        except SandboxError:  # the button went between looking and pressing: it had been pressed
            self._transcript.note(f"{name}: {label} was pressed already.")

    async def _reads(self, name: str, text: str) -> Json:
        message = await self._wait(name, text)
        actor = self._actor(name)
        self._transcript.reads(actor.side, name, message["text"])
        return message

    async def _wait(
        self, name: str, text: str, fits: Callable[[Json], bool] = lambda _: True
    ) -> Json:
        actor = self._actor(name)
        found: Json = await self._stage.sandbox.wait_for(
            actor.id,
            text=text,
            predicate=fits,
            timeout=self._patience,
            after=self._since.get(name, 0),
        )
        return found

    async def _scene(self, title: str, name: str = "") -> None:
        if self._guide:
            await self._guide.scene(title, self._actor(name) if name else None)

    async def _point(self, name: str, label: str) -> None:
        if self._guide:
            await self._guide.point(self._actor(name), label)

    def _does(self, name: str, what: str) -> None:
        self._transcript.does(self._actor(name).side, name, what)


def _must(holds: bool, sentence: str) -> None:  # noqa: FBT001 the fact comes first
    if not holds:
        raise AssertionError(sentence)


async def tell(*, patience: float = 20, **changed: str) -> int:
    """Play the story in a folder of its own; 0 when every step was there, else 1."""
    console = Console(width=WIDTH)
    transcript = Transcript(console)
    with tempfile.TemporaryDirectory(prefix="straja-tour-") as folder:
        try:
            async with staged(
                Path(folder) / "stage",
                port=0,
                tell=transcript.note,
                opened_at=lambda _: None,
                **changed,
            ) as stage:
                tour = Tour(stage, transcript, patience=patience)
                await tour.play()
        except AssertionError as missing:
            transcript.note(f"\nMissing: {missing}")
            return 1
    transcript.note(f"\nReport {tour.number}: every step was there.")
    return 0
