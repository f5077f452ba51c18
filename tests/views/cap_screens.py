"""Screens of drafts that central systems send, as the desk reads them."""

from collections.abc import Iterator
from dataclasses import replace

from storage.alerts import Status
from tests.views.alert_screens import ALERT
from views import cap_drafts
from views.language import Reader
from views.message import Message


def steps(reader: Reader) -> Iterator[tuple[str, Message]]:
    """Before it is decided, and after."""
    draft = replace(ALERT, status=Status.DRAFT)
    for people in (1, 23):
        name = f"draft of a central system, for {people}"
        yield name, cap_drafts.card(reader, draft, system="MUP-112", people=people)
    for status in (Status.ACTIVE, Status.DROPPED):
        decided = replace(ALERT, status=status)
        told = cap_drafts.card(reader, decided, system="MUP-112", people=23, by="Ion Popescu")
        yield f"draft of a central system, {status}", told
