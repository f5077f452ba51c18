"""Who may do what: every role, side and standing against every verb and every sighting."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services import policy
from services.errors import NotAllowed
from services.policy import Verb
from storage.bulletins import BulletinRow, Kind
from storage.people import SIDES, Person, Role
from storage.sightings import Sharing, SightingRow

NOW = datetime(2026, 7, 14, tzinfo=UTC)

# Told once more by hand: what the table in the code says must be meant.
MAY = {
    Verb.USE_MENU: {"officer", "duty", "coordinator", "admin", "pcc", "participant"},
    Verb.CHOOSE_LANGUAGE: {"officer", "duty", "coordinator", "admin", "pcc", "participant"},
    Verb.GO_ON_DUTY: {"officer", "duty"},
    Verb.TAKE_OVER_DUTY: {"duty"},
    Verb.SEE_OPEN_ITEMS: {"officer", "duty", "pcc", "admin"},
    Verb.SEE_MAP: {"officer", "duty"},
    Verb.REPORT_SIGHTING: {"officer", "duty"},
    Verb.TAKE_OVER_SIGHTING: {"duty"},
    Verb.RESOLVE_SIGHTING: {"duty"},
    Verb.MARK_UNCONFIRMED: {"duty"},
    Verb.CONFIRM_SIGHTING: {"duty"},
    Verb.JUDGE_SIGHTING: {"duty"},
    Verb.HAND_OVER_SIGHTING: {"duty"},
    Verb.WITHDRAW_SIGHTING: {"officer", "duty"},
    Verb.MERGE_SIGHTINGS: {"duty"},
    Verb.RELEASE_SIGHTING: {"duty"},
    Verb.WITHDRAW_RELEASE: {"duty"},
    Verb.SEARCH_SIGHTINGS: {"duty"},
    Verb.CORRECT_SIGHTING: {"officer", "duty"},
    Verb.SEE_OWN_SIGHTINGS: {"officer", "duty"},
    Verb.SEE_MEDIA: {"officer", "duty"},
    Verb.GET_NEARBY_NOTICE: {"officer"},
    Verb.ENTER_FOR_CALLER: {"duty"},
    Verb.ASK_QUESTION: {"duty"},
    Verb.RELAY_QUESTION: {"duty"},
    Verb.ANSWER_QUESTION: {"officer", "duty"},
    Verb.CALL_FOR_HELP: {"officer", "duty", "coordinator", "admin", "pcc", "participant"},
    Verb.TAKE_OVER_SOS: {"duty", "pcc"},
    Verb.CLOSE_SOS: {"duty", "pcc"},
    Verb.DECIDE_ENROLMENT: {"admin"},
    Verb.CONFIRM_PEOPLE: {"admin"},
    Verb.EXPORT_SIGHTING: {"pcc"},
    Verb.SEE_DIGEST: {"duty"},
    Verb.ISSUE_ALERT: {"duty"},
    Verb.END_ALERT: {"duty"},
    Verb.TRANSLATE_ALERT: {"duty"},
    Verb.SEE_ALERT_BOARD: {"duty"},
    Verb.ANSWER_ALERT: {"officer", "duty", "pcc"},
    Verb.EDIT_TEMPLATES: {"duty"},
    Verb.USE_PHRASES: {"officer", "duty", "coordinator", "admin", "pcc", "participant"},
    Verb.PUBLISH_BULLETIN: {"duty"},
    Verb.WRITE_BULLETIN: {"duty"},
    Verb.WITHDRAW_BULLETIN: {"duty"},
    Verb.READ_BULLETIN: {"officer", "duty"},
    Verb.RELEASE_ALERT: {"duty"},
    Verb.REMIND_ALERT: {"duty"},
    Verb.EXPORT_ALERT: {"duty"},
    Verb.STOP_REMINDERS: {"duty"},
}


def somebody(role: Role | None, side: str, person_id: int = 1) -> Person:
    roles = frozenset({role}) if role else frozenset()
    return Person(id=person_id, country=side, enrolled_at=NOW, roles=roles)


def sighting(side: str, sharing: Sharing, reporter_id: int = 99) -> SightingRow:
    return SightingRow(
        number=f"{side}-26-0001",
        side=side,
        sharing=sharing,
        reporter_id=reporter_id,
        category="cat.fire",
        direction="unknown",
        seen_at=NOW,
        reported_at=NOW,
    )


def test_every_verb_has_a_row_here_and_in_the_policy() -> None:
    assert set(MAY) == set(Verb) == set(policy.ALLOWED)


@pytest.mark.parametrize(
    ("verb", "role", "side"), list(itertools.product(Verb, [*Role, None], [*SIDES, "", "HU"]))
)
def test_a_role_does_what_is_listed_for_it_and_nothing_else(
    verb: Verb, role: Role | None, side: str
) -> None:
    person = somebody(role, side)
    may = role is not None and role.value in MAY[verb]

    assert policy.allows(person, verb) is may
    for out in (
        replace(person, id=None),
        replace(person, enrolled_at=None),
        replace(person, revoked_at=NOW),
    ):
        assert policy.allows(out, verb) is False
        with pytest.raises(NotAllowed) as refusal:
            policy.require(out, verb)
        assert refusal.value.values == {"verb": verb}


@pytest.mark.parametrize("verb", Verb)
def test_one_right_role_among_others_is_enough(verb: Verb) -> None:
    everything = replace(somebody(None, "RS"), roles=frozenset(Role))

    assert policy.allows(everything, verb)
    policy.require(everything, verb)


def test_what_is_not_listed_is_refused_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = replace(somebody(None, "RS"), roles=frozenset(Role))
    for verb in Verb:
        monkeypatch.delitem(policy.ALLOWED, verb)
        assert not policy.allows(everything, verb)


def test_a_record_goes_to_its_own_side_first_and_to_the_other_only_when_shared() -> None:
    got = {
        (sharing, side): policy.sides_that_get(sharing, side)
        for sharing, side in itertools.product(Sharing, SIDES)
    }

    assert got == {
        (Sharing.OWN, "RS"): ("RS",),
        (Sharing.OWN, "RO"): ("RO",),
        (Sharing.BOTH, "RS"): ("RS", "RO"),
        (Sharing.BOTH, "RO"): ("RO", "RS"),
    }


@pytest.mark.parametrize(
    ("role", "side", "of", "sharing"), list(itertools.product([*Role, None], SIDES, SIDES, Sharing))
)
def test_a_sighting_is_for_the_desks_that_have_it_and_its_reporter(
    role: Role | None, side: str, of: str, sharing: Sharing
) -> None:
    row, person = sighting(of, sharing), somebody(role, side)
    theirs = side == of or sharing == Sharing.BOTH

    shared_at_pcc = role == Role.PCC and sharing == Sharing.BOTH
    assert policy.may_see_sighting(person, row) is ((theirs and role == Role.DUTY) or shared_at_pcc)
    assert policy.may_export(person, row) is shared_at_pcc
    as_reporter = replace(person, id=row.reporter_id)
    assert policy.may_see_sighting(as_reporter, row) is theirs
    for out in (
        replace(as_reporter, id=None),
        replace(as_reporter, enrolled_at=None),
        replace(as_reporter, revoked_at=NOW),
    ):
        assert not policy.may_see_sighting(out, row)


def test_names_of_officers_stay_on_their_side() -> None:
    seen = {(side, of) for side in (*SIDES, "") for of in SIDES
            if policy.may_see_names(somebody(Role.DUTY, side), of)}  # fmt: skip  # reads as a set

    assert seen == {("RS", "RS"), ("RO", "RO")}


@pytest.mark.parametrize(
    ("role", "side", "of"), list(itertools.product([*Role, None], [*SIDES, ""], SIDES))
)
def test_people_are_confirmed_by_administrators_of_their_own_country(
    role: Role | None, side: str, of: str
) -> None:
    person = somebody(role, side)

    assert policy.may_confirm(person, of) is (side == of and role == Role.ADMIN)
    for out in (
        replace(person, id=None),
        replace(person, enrolled_at=None),
        replace(person, revoked_at=NOW),
    ):
        assert not policy.may_confirm(out, of)


def test_breaches_that_one_state_deals_with_stay_there_by_default() -> None:
    from views.categories import CATEGORIES

    own = {each for each in CATEGORIES if policy.default_sharing(each) == Sharing.OWN}
    assert own == {"cat.false_document", "cat.poaching", "cat.human_trafficking"}
    assert policy.default_sharing("cat.nobody_knows") == Sharing.BOTH


@pytest.mark.parametrize(
    ("role", "side", "of", "sharing", "crossed"),
    list(itertools.product([*Role, None], SIDES, SIDES, Sharing, [None, NOW])),
)
def test_a_bulletin_is_for_its_side_the_other_desk_and_once_written_its_officers(
    role: Role | None, side: str, of: str, sharing: Sharing, crossed: datetime | None
) -> None:
    row = BulletinRow(
        number=f"{of}-26-0001",
        side=of,
        sharing=sharing,
        author_id=99,
        kind=Kind.ROUTE,
        published_at=NOW,
        valid_until=NOW,
        crossed_at=crossed,
    )
    person, own = somebody(role, side), side == of
    shared = own or sharing == Sharing.BOTH
    reads = shared and (role == Role.DUTY or (role == Role.OFFICER and (own or bool(crossed))))

    assert policy.may_read_bulletin(person, row) is reads
    assert policy.may_write_bulletin(person, row) is (shared and role == Role.DUTY)
    assert policy.may_withdraw_bulletin(person, row) is (own and role == Role.DUTY)
    revoked = replace(person, revoked_at=NOW)
    assert not policy.may_read_bulletin(revoked, row)
    assert not policy.may_withdraw_bulletin(revoked, row)
