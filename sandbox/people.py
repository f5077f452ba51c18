"""People with phones."""

from dataclasses import dataclass

from sandbox.wire import Json


@dataclass(slots=True)
class Person:
    """A Telegram account of a human being; `about` is what a visitor reads under the name."""

    id: int
    name: str
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    about: str | None = None

    @property
    def first_name(self) -> str:
        """What stands before the first space."""
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str | None:
        """What stands after it, if anything."""
        return self.name.partition(" ")[2] or None

    def as_user(self) -> Json:
        """User object of the Bot API."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        user |= {"last_name": self.last_name, "username": self.username}
        user |= {"language_code": self.language_code}
        return {key: value for key, value in user.items() if value is not None}

    def as_fact(self) -> Json:
        """What the control side tells about a person."""
        return {
            "id": self.id,
            "name": self.name,
            "username": self.username,
            "language_code": self.language_code,
            "phone": self.phone,
            "about": self.about,
        }
