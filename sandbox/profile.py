"""What a bot says about itself: names, descriptions, commands, menu buttons."""

from dataclasses import dataclass, field

from sandbox.wire import Json, dump


@dataclass(slots=True)
class Profile:
    """Texts by language code ("" is the default); commands by scope and language."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    scopes: dict[str, Json] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def set_commands(self, scope: Json, language: str, commands: list[Json]) -> None:
        """Replace the list of one scope and language; an empty list deletes it."""
        key = dump(scope)
        self.scopes[key] = scope
        self.commands.pop((key, language), None)
        if commands:
            self.commands[key, language] = commands

    def get_commands(self, scope: Json, language: str) -> list[Json]:
        """Exactly what was set for this scope and language."""
        return self.commands.get((dump(scope), language), [])

    def as_fact(self) -> Json:
        """What the control side tells."""
        return {
            "names": self.names,
            "descriptions": self.descriptions,
            "short_descriptions": self.short_descriptions,
            "commands": [
                {"scope": self.scopes[scope], "language_code": language, "commands": commands}
                for (scope, language), commands in self.commands.items()
            ],
            "menu_buttons": {str(chat): button for chat, button in self.menu_buttons.items()},
        }
