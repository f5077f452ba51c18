"""What a visitor of the phones page is helped with; whoever runs the sandbox posts it."""

from dataclasses import dataclass, field

from sandbox.bell import Bell
from sandbox.errors import ControlError
from sandbox.wire import Json

Caption = tuple[str, str, str]


@dataclass(slots=True)
class Story:
    """A story that somebody can play on the phones: whether it was asked for, how far it is."""

    asked: int = 0
    told: bool = False
    playing: bool = False
    facts: Json = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)

    def ask(self) -> None:
        """Somebody wants to see it; ControlError 409 where it cannot begin now."""
        if not self.told:
            raise ControlError(409, "There is nobody here to play a story.")
        if self.playing:
            raise ControlError(409, "The story is being played already.")
        self.asked += 1
        self.playing, self.facts = True, {}
        self.bell.ring()

    def progress(self, facts: Json) -> None:
        """How far it is, in the teller's words; `playing` false ends it."""
        self.told = True
        self.playing = bool(facts.get("playing"))
        self.facts = facts

    def as_fact(self) -> Json:
        """What the page shows."""
        return {**self.facts, "told": self.told, "playing": self.playing, "asked": self.asked}


@dataclass(slots=True)
class Visit:
    """Captions, hints by person, and the story."""

    captions: list[Caption] = field(default_factory=list)
    hints: dict[int, str] = field(default_factory=dict)
    story: Story = field(default_factory=Story)


def captions(lines: object) -> list[Caption]:
    """Lines as posted, each a pattern, its English and its language; ControlError 400 if not so."""
    if not isinstance(lines, list) or not all(_is_caption(line) for line in lines):
        wanted = "Captions are lists of three texts: pattern, English, language."
        raise ControlError(400, wanted)
    return [(pattern, english, language) for pattern, english, language in lines]


def _is_caption(line: object) -> bool:
    return isinstance(line, list) and len(line) == 3 and all(isinstance(x, str) for x in line)
