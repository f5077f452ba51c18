"""Refusals: what is not done, and why, as its reader will be told. Never logged as faults."""

from storage.unit_of_work import UnitOfWork


class Refusal(Exception):  # noqa: N818 a refusal is an answer, not an error
    """Something expected that cannot be done; `values` fill the placeholders of its text."""

    def __init__(self, **values: object) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    def outlive(self, uow: UnitOfWork) -> None:
        """Write what must stay although the rest is rolled back."""


class NotAllowed(Refusal):
    """Something the person has no right to."""


class PrivateOnly(Refusal):
    """Said in a group, where this assistant does not work."""


class NotInvited(Refusal):
    """Somebody the roster does not know, and without a code."""


class Revoked(Refusal):
    """Somebody whose access has been taken away."""


class Stale(Refusal):
    """A button whose time has passed."""


class NotHere(Refusal):
    """A picture, a voice or a file where none is expected."""


class FileTooLarge(Refusal):
    """A file larger than Telegram gives to a bot."""


class HeicUnread(Refusal):
    """A picture in a format that is not read here."""


class NoSuchFile(Refusal):
    """A file that no report takes: neither photo, video nor voice."""


class TooManyFiles(Refusal):
    """More files than a report takes; `n` says how many it does."""


class TextTooLong(Refusal):
    """More text than a note takes; `limit` and `n` in characters."""


class NotUnderstood(Refusal):
    """A text that is no answer to the question asked."""


class NoSuchPlace(Refusal):
    """Coordinates that cannot be on Earth."""


class UnreadablePlace(Refusal):
    """A place in a form that is known but not well-formed; `fault` says what is wrong."""


class NoSuchMarker(Refusal):
    """A border marker the installation does not know; `number` says which."""


class NoSuchTime(Refusal):
    """What was typed is no time of day."""


class NotOnDuty(Refusal):
    """Whoever was named is not at the desk; `name` says who."""


class FirstOnDuty(Refusal):
    """Only who is on duty can take over."""


class TakenOver(Refusal):
    """Another officer of the desk has taken over; `name` says who."""


class NoSuchBearing(Refusal):
    """A bearing beyond the full circle."""


class DistanceOutOfRange(Refusal):
    """Too near or too far to be seen from here; `least` and `most` in metres."""


class PeopleOutOfRange(Refusal):
    """Fewer people than one, or more than anybody counts; `least` and `most`."""


class OnlyAddedTo(Refusal):
    """A correction of a report that every side has closed."""


class AlreadyClosed(Refusal):
    """A report that every side has closed."""


class AlreadyHandled(Refusal):
    """Another officer of the side was first; `name` says who."""


class AlreadyDecided(Refusal):
    """Another administrator was first; `name` says who."""


class AlreadyWritten(Refusal):
    """Another officer of the desk has written that text meanwhile; `name` says who."""


class PhotoOnly(Refusal):
    """A film, a voice or a document where only a photo can go along."""


class TooManyNotes(Refusal):
    """More notes than a bulletin takes; `n` says how many it does."""


class AlertChanged(Refusal):
    """An edition that is active no more: somebody was first. `number`, and its `status`."""
