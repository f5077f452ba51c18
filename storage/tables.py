"""Every table, so that the metadata is whole for migrations and tests."""

from storage import (
    approvals,
    audit,
    cards,
    confirmations,
    deadlines,
    drafts,
    duty,
    enrolment,
    inbox,
    installation,
    leases,
    markers,
    merges,
    organisation,
    outbox,
    people,
    questions,
    searches,
    sightings,
    sos,
    telephones,
)
from storage.metadata import metadata

__all__ = ["metadata"]

TABLES = (
    approvals.approval,
    audit.audit,
    cards.card,
    confirmations.request,
    confirmations.waiting_row,
    deadlines.deadline,
    drafts.draft,
    duty.shift,
    enrolment.invite,
    inbox.inbox,
    installation.fact,
    leases.lease,
    merges.merge,
    markers.marker,
    organisation.sector,
    outbox.outbox,
    people.person,
    questions.question,
    searches.search,
    sightings.sighting,
    sos.sos,
    telephones.telephone,
)
