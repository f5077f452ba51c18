"""Who takes part in torture: reporters and desks of both sides, bystanders, a stranger, readers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import duty, installation, migrate, people
from storage.people import Role
from storage.session import Session
from storage.store import opened

TOKEN = "1000001:" + "torture-of-the-test-suite"
BOT = 1000001


@dataclass(frozen=True)
class Member:
    """Somebody with a phone. `role` is empty for people whom the roster does not know."""

    id: int
    name: str
    side: str = ""
    role: str = ""
    language: str = ""


REPORTERS = (
    Member(501, "Мила", "RS", "officer", "sr-Cyrl"),
    Member(502, "Đorđe", "RS", "officer", "sr-Latn"),
    Member(503, "Elena", "RO", "officer", "ro"),
)
CALLERS = (
    Member(505, "Вук", "RS", "officer", "sr-Cyrl"),
    Member(506, "Ștefan", "RO", "officer", "ro"),
)
DESKS = (
    Member(511, "Dragan", "RS", "duty", "sr-Latn"),
    Member(512, "Љубица", "RS", "duty", "sr-Cyrl"),
    Member(513, "Ion", "RO", "duty", "ro"),
    Member(514, "Gheorghe", "RO", "duty", "ro"),
)
# They must get nothing of what the others say: of each side somebody at no desk, and a stranger.
BYSTANDERS = (
    Member(521, "Јелена", "RS", "officer", "sr-Cyrl"),
    Member(522, "Ana", "RO", "officer", "ro"),
    Member(523, "Nobody"),
)
READERS = tuple(Member(600 + number, f"Reader {number}") for number in range(24))
EVERYBODY = (*REPORTERS, *CALLERS, *DESKS, *BYSTANDERS, *READERS)


def lay_out(url: str) -> None:
    """Everybody on the roster and bound to their phone, both desks on duty for a day."""
    migrate.upgrade(url)
    now = datetime.now(UTC)

    def work(session: Session) -> None:
        for number, member in enumerate(each for each in EVERYBODY if each.role):
            first = 381_640_000_000 if member.side == "RS" else 40_721_000_000
            values = {
                "service_number": f"{member.side}-{number:04}",
                "name": member.name,
                "country": member.side,
                "service": "Гранична полиција" if member.side == "RS" else "Poliția de Frontieră",
                "language": member.language,
                "phone": f"+{first + number}",
                "telegram_id": member.id,
                "enrolled_at": now,
            }
            person_id = people.add(session, values)
            people.set_roles(session, person_id, [Role(member.role)])
            if member.role == "duty":
                until = now + timedelta(days=1)
                duty.begin(session, person_id, member.side, since=now, until=until)
                people.change(session, person_id, on_duty_since=now)

        # The same numbers for the same reports, whichever copy of this they are made in.
        installation.write(session, "number_key", "7e" * 32, now=now)

    with opened(url) as store:
        store.run_blocking(work)


def template(folder: Path) -> Path:
    """A laid-out SQLite database, to be copied for each run."""
    path = folder / "template.db"
    lay_out(f"sqlite:///{path}")
    return path
