"""Every table, so that the metadata is whole for migrations and tests."""

from storage import (
    audit,
    cards,
    deadlines,
    drafts,
    duty,
    enrolment,
    inbox,
    installation,
    leases,
    organisation,
    outbox,
    people,
    sightings,
    sos,
    telephones,
)
from storage.metadata import metadata

__all__ = ["metadata"]

TABLES = (
    audit.audit,
    cards.card,
    deadlines.deadline,
    drafts.draft,
    duty.shift,
    enrolment.invite,
    inbox.inbox,
    installation.fact,
    leases.lease,
    organisation.sector,
    outbox.outbox,
    people.person,
    sightings.sighting,
    sos.sos,
    telephones.telephone,
)
