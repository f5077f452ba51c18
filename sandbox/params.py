"""The parameters of one Bot API call, whichever way they came."""

from dataclasses import dataclass, field

from sandbox import wire
from sandbox.errors import bad_request
from sandbox.wire import Json

YES = {"true", "yes", "1", "t", "y"}


@dataclass(slots=True, frozen=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    data: bytes
    mime: str


@dataclass(slots=True)
class Params:
    """Values as received: strings from forms, anything from JSON."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string; empty where absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, dict | list):
            return wire.dump(value)
        return wire.sound(str(value))

    def boolean(self, name: str) -> bool:
        """True, yes, 1."""
        return self.text(name).strip().lower() in YES

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; the default where absent or none, as Telegram takes it."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def number(self, name: str) -> float | None:
        """A finite number, or None."""
        try:
            value = float(self.text(name))
        except ValueError:
            return None
        return value if abs(value) < float("inf") else None

    def structure(self, name: str, failure: str = "") -> object:
        """Decoded JSON; None where absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return wire.load(value)
        except ValueError:
            wording = failure or f"can't parse {name} JSON object"
            raise bad_request(wording) from None

    def chat_id(self, name: str = "chat_id") -> int | None:
        """A chat's number; None where absent or a name."""
        try:
            return int(self.text(name))
        except ValueError:
            return None

    def as_logged(self) -> Json:
        """For the logs: files by name and size only."""
        files = {
            name: {"file_name": upload.name, "size": len(upload.data)}
            for name, upload in self.uploads.items()
        }
        return {**self.values, **files}
