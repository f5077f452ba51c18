"""Joining: who is let in, who is not, and what each of them reads."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.main import Assistant, utc_now
from bot.settings import Settings
from sandbox.client import Sandbox
from services import enrolment
from storage import enrolment as invites
from storage import outbox, people
from storage.outbox import State
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from tests.journeys.conftest import Enrol
from tests.journeys.parts import Clock, answer, deeds, on_watch, quiet, refusal, reports, told
from tests.people import NERA_MOUTH, Invited, Phone, invite, phone_of
from views.enrolment import moved_elsewhere
from views.language import Language, Reader

UNKNOWN_CODE = "WRNG-WRNG-WRNG-WRNG"

HINTED = {"sr": "sr-Cyrl", "ro": "ro", "de": "en"}
KEY = {
    "sr-Cyrl": "📱 Пошаљи мој број телефона",
    "sr-Latn": "📱 Pošalji moj broj telefona",
    "ro": "📱 Trimite numărul meu de telefon",
    "en": "📱 Send my phone number",
}
WELCOME = {
    "sr-Cyrl": "Приступ вам је омогућен.",
    "sr-Latn": "Pristup vam je omogućen.",
    "ro": "Accesul dumneavoastră este activat.",
}
ALARM = {
    "sr-Cyrl": "🔔 Пробна узбуна",
    "sr-Latn": "🔔 Probna uzbuna",
    "ro": "🔔 Alarmă de test",
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox, clock: Clock) -> AsyncIterator[Assistant]:
    async with on_watch(settings, clock=clock) as assistant:
        yield assistant


async def stranger(sandbox: Sandbox, *, speaks: str = "sr", **facts: Any) -> Phone:
    made = await sandbox.person("Неко", language_code=speaks, **facts)
    return Phone(sandbox, int(made["id"]))


async def bound_to(assistant: Assistant, person_id: int) -> int | None:
    person = await assistant.store.read(lambda s: people.by_id(s, person_id))
    assert person
    return person.telegram_id


async def spent(assistant: Assistant, code: str) -> bool:
    def read(session: Session) -> bool:
        found = invites.invite_by_hash(session, enrolment._hash(code))
        assert found
        return found.used_at is not None

    return await assistant.store.read(read)


async def invite_again(assistant: Assistant, invited: Invited) -> Invited:
    def work(session: Session) -> Invited:
        uow = UnitOfWork(session, Person(), utc_now(), Installation())
        code, _expires = enrolment.invite(uow, invited.person.id or 0)
        return Invited(invited.person, code)

    return await assistant.store.run(work)


async def revoke(assistant: Assistant, phone: Phone) -> None:
    def work(session: Session) -> None:
        person = people.by_id(session, phone.person_id)
        assert person
        enrolment.revoke(UnitOfWork(session, Person(), utc_now(), Installation()), person)

    await assistant.store.run(work)


async def commands_of(sandbox: Sandbox, chat: int) -> list[tuple[str, str]]:
    """What Telegram lists in this chat when somebody types a slash."""
    scope = {"type": "chat", "chat_id": chat}
    for _ in range(200):
        listed = [each for each in (await sandbox.bot())["commands"] if each["scope"] == scope]
        if listed:
            (only,) = listed
            return [(each["command"], each["description"]) for each in only["commands"]]
        await asyncio.sleep(0.02)
    return []


@pytest.mark.parametrize(
    ("country", "language", "roles", "service", "role", "keys", "first_command"),
    [
        (
            "RS",
            "sr-Cyrl",
            "officer",
            "Гранична полиција",
            "Полицијски службеник у патроли",
            [
                "👁 Нова дојава",
                "🕒 Дежурство: почетак / крај",
                "📄 Моје дојаве",
                "🗺 Мапа",
                "📰 Билтени",
                "🌐 Језик",
                "ℹ Упутство",
                "🆘 SOS",
            ],
            ("sighting", "Нова дојава"),
        ),
        (
            "RS",
            "sr-Latn",
            "duty",
            "Granična policija",
            "Dežurni starešina",
            [
                "👁 Nova dojava",
                "🕒 Dežurstvo: početak / kraj",
                "📋 Otvoreno",
                "📢 Upozorenje",
                "🔎 Pronađi dojavu",
                "📄 Moje dojave",
                "📰 Bilteni",
                "🗺 Mapa",
                "🌐 Jezik",
                "ℹ Uputstvo",
                "🆘 SOS",
            ],
            ("sighting", "Nova dojava"),
        ),
        (
            "RO",
            "ro",
            "participant",
            "Poliția de Frontieră",
            "Participant",
            ["🌐 Limba", "ℹ Instrucțiuni", "🆘 SOS"],
            ("sos", "🆘 SOS · APEL DE AJUTOR"),
        ),
    ],
)
async def test_a_link_and_one_key_let_an_officer_in(
    assistant: Assistant,
    sandbox: Sandbox,
    country: str,
    language: str,
    roles: str,
    service: str,
    role: str,
    keys: list[str],
    first_command: tuple[str, str],
) -> None:
    invited = await invite(
        assistant.store, "Vuk Lupu", country=country, language=language, roles=roles
    )
    # The phone speaks English: from a valid code on, the roster's language counts.
    vuk = await phone_of(sandbox, invited, language_code="en")
    bystander = await stranger(sandbox)

    await told(vuk, sandbox.start(vuk.id, invited.code))
    assert await vuk.keys() == [KEY[language]]
    alarm = await answer(vuk, vuk.taps(KEY[language]))

    *_, welcome, last = await vuk.screen()
    assert last["text"] == alarm["text"]
    assert alarm["text"].splitlines()[0] == ALARM[language]
    lines = welcome["text"].splitlines()
    assert lines[:3] == [
        WELCOME[language],
        f"Vuk Lupu · {country} · {service}",
        role,
    ]
    assert await vuk.keys() == keys
    assert await bound_to(assistant, vuk.person_id) == vuk.id
    assert await spent(assistant, invited.code)
    listed = await commands_of(sandbox, vuk.id)
    assert listed[0] == first_command
    assert ("search" in dict(listed)) == (roles == "duty")
    assert await deeds(assistant.store, f"person:{vuk.person_id}") == [
        ("roles", None, {"invited_until": (await expiry(assistant, invited.code))}),
        ("sign-in", None, {"proof": "phone"}),
    ]
    assert await bystander.screen() == []


async def expiry(assistant: Assistant, code: str) -> str:
    def read(session: Session) -> str:
        found = invites.invite_by_hash(session, enrolment._hash(code))
        assert found
        return found.expires_at.isoformat()

    return await assistant.store.read(read)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda c: c.lower(), id="small"),
        pytest.param(lambda c: "-".join(c[i : i + 4] for i in range(0, 16, 4)), id="dashes"),
        pytest.param(lambda c: " ".join(c[i : i + 4] for i in range(0, 16, 4)), id="spaces"),
        pytest.param(lambda c: f"\n {c[:8].lower()} – {c[8:]}\u200b. ", id="pasted"),
    ],
)
async def test_a_code_may_be_typed_in_any_way(
    assistant: Assistant, sandbox: Sandbox, written: Any
) -> None:
    invited = await invite(assistant.store, "Ион", country="RO")
    ion = await phone_of(sandbox, invited)

    await answer(ion, ion.says(written(invited.code)))
    await answer(ion, ion.taps(KEY["ro"]))

    assert await bound_to(assistant, ion.person_id) == ion.id


@pytest.mark.parametrize("speaks", ["sr", "ro", "de"])
async def test_before_a_valid_code_every_answer_is_neutral(
    assistant: Assistant, sandbox: Sandbox, speaks: str
) -> None:
    await invite(assistant.store, "Мила", country="RS")
    nobody = await stranger(sandbox, speaks=speaks, phone="+381641234567")

    assert await told(nobody, sandbox.start(nobody.id)) == refusal("NotInvited", HINTED[speaks])
    assert await told(nobody, nobody.says("Добар дан")) == refusal("NotInvited", HINTED[speaks])
    assert await told(nobody, sandbox.photo(nobody.id)) == refusal("NotInvited", HINTED[speaks])
    assert await told(nobody, sandbox.contact(nobody.id)) == refusal("NotInvited", HINTED[speaks])
    assert await told(nobody, nobody.says(UNKNOWN_CODE)) == refusal("WrongCode", HINTED[speaks])
    assert await told(nobody, sandbox.start(nobody.id, "no-code")) == refusal(
        "WrongCode", HINTED[speaks]
    )
    assert await nobody.keys() == []


async def test_a_spent_invitation_says_so(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, clock: Clock
) -> None:
    invited = await invite(assistant.store, "Мила", country="RS")
    mila = await phone_of(sandbox, invited)
    await answer(mila, mila.says(invited.code))
    await answer(mila, mila.taps(KEY["sr-Cyrl"]))
    withdrawn = await invite(assistant.store, "Вук", country="RS")
    await invite_again(assistant, withdrawn)
    expired = await invite(assistant.store, "Ана", country="RO")
    other = await stranger(sandbox)
    romanian = await stranger(sandbox, speaks="ro-RO")

    used = await told(other, sandbox.start(other.id, invited.code))
    assert used == refusal("UsedCode", "sr-Cyrl")
    assert await told(other, other.says(withdrawn.code)) == used
    clock.passes(days=14, seconds=1)
    assert await told(romanian, romanian.says(expired.code)) == refusal("UsedCode", "ro")
    assert await bound_to(assistant, mila.person_id) == mila.id
    assert await bound_to(assistant, expired.person.id or 0) is None


async def test_an_invitation_still_opens_a_minute_before_its_end(
    assistant: Assistant, sandbox: Sandbox, clock: Clock
) -> None:
    invited = await invite(assistant.store, "Ана", country="RO")
    ana = await phone_of(sandbox, invited)
    clock.passes(days=13, hours=23, minutes=59)

    await answer(ana, sandbox.start(ana.id, invited.code))
    await answer(ana, ana.taps(KEY["ro"]))
    assert await bound_to(assistant, ana.person_id) == ana.id


async def test_an_invitation_that_ends_while_its_phone_is_asked_for_lets_nobody_in(
    assistant: Assistant, sandbox: Sandbox, clock: Clock
) -> None:
    invited = await invite(assistant.store, "Ана", country="RO")
    ana = await phone_of(sandbox, invited)
    await answer(ana, sandbox.start(ana.id, invited.code))
    await invite_again(assistant, invited)

    assert await told(ana, ana.taps(KEY["ro"])) == refusal("UsedCode", "ro")
    assert await bound_to(assistant, ana.person_id) is None


async def test_whoever_holds_anothers_code_is_refused_and_the_code_stays_good(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    invited = await invite(assistant.store, "Мила", country="RS")
    mila = await phone_of(sandbox, invited)
    thief = await stranger(sandbox, phone="+381649999999")

    await answer(thief, sandbox.start(thief.id, invited.code))
    assert await told(thief, thief.taps(KEY["sr-Cyrl"])) == refusal("WrongPhone", "sr-Cyrl")
    stolen = sandbox.contact(thief.id, phone=invited.person.phone, user_id=mila.id)
    assert await told(thief, stolen) == refusal("ForeignContact", "sr-Cyrl")
    nobodys = sandbox.contact(thief.id, phone=invited.person.phone, first_name="Мила")
    assert await told(thief, nobodys) == refusal("ForeignContact", "sr-Cyrl")
    assert not await spent(assistant, invited.code)
    assert await deeds(assistant.store, f"telegram:{thief.id}") == [
        ("refusal", None, {"reason": "wrong phone"})
    ]

    await answer(mila, sandbox.start(mila.id, invited.code))
    await answer(mila, mila.taps(KEY["sr-Cyrl"]))
    assert await bound_to(assistant, mila.person_id) == mila.id
    assert await told(thief, thief.taps(KEY["sr-Cyrl"])) == refusal("UsedCode", "sr-Cyrl")


async def test_a_number_that_is_typed_proves_nothing(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    invited = await invite(assistant.store, "Мила", country="RS")
    mila = await phone_of(sandbox, invited)
    await answer(mila, mila.says(invited.code))

    assert await told(mila, mila.says(invited.person.phone)) == refusal("PhoneByButton", "sr-Cyrl")
    # Telegram Desktop sends the label of a key that it cannot press.
    assert await told(mila, mila.says(KEY["sr-Cyrl"])) == refusal("PhoneByButton", "sr-Cyrl")
    assert await told(mila, sandbox.sticker(mila.id)) == refusal("PhoneByButton", "sr-Cyrl")
    assert await bound_to(assistant, mila.person_id) is None
    assert await mila.keys() == [KEY["sr-Cyrl"]]

    await answer(mila, mila.taps(KEY["sr-Cyrl"]))
    assert await bound_to(assistant, mila.person_id) == mila.id


async def test_after_the_wrong_invitation_the_right_code_can_be_typed(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    vuk = await invite(assistant.store, "Вук", country="RS")
    invited = await invite(assistant.store, "Мила", country="RS")
    mila = await phone_of(sandbox, invited)
    await answer(mila, sandbox.start(mila.id, vuk.code))
    await answer(mila, mila.taps(KEY["sr-Cyrl"]))

    await answer(mila, mila.says(invited.code))
    await answer(mila, mila.taps(KEY["sr-Cyrl"]))

    assert await bound_to(assistant, mila.person_id) == mila.id
    assert await bound_to(assistant, vuk.person.id or 0) is None


async def test_of_two_who_race_for_one_code_one_is_let_in(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    invited = await invite(assistant.store, "Мила", country="RS")
    # One number on two accounts: nothing but the code can tell them apart.
    racers = [await phone_of(sandbox, invited) for _ in range(2)]
    for each in racers:
        await answer(each, sandbox.start(each.id, invited.code))

    answers = await asyncio.gather(*(told(each, each.taps(KEY["sr-Cyrl"])) for each in racers))

    firsts = sorted(text.splitlines()[0] == ALARM["sr-Cyrl"] for text in answers)
    assert firsts == [False, True]
    assert refusal("UsedCode", "sr-Cyrl") in answers
    winner = racers[0] if answers[0].startswith(ALARM["sr-Cyrl"]) else racers[1]
    assert await bound_to(assistant, invited.person.id or 0) == winner.id
    signed = await deeds(assistant.store, f"person:{invited.person.id}")
    assert [deed for deed, *_ in signed] == ["roles", "sign-in"]


async def test_an_account_belongs_to_one_person(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    ion = await enrol("Ion", country="RO")
    invited = await invite(assistant.store, "Vuk", country="RO")

    refused = await told(ion, sandbox.start(ion.id, invited.code))

    assert refused == refusal("BoundAccount", "ro")
    assert await bound_to(assistant, ion.person_id) == ion.id
    assert await bound_to(assistant, invited.person.id or 0) is None
    assert not await spent(assistant, invited.code)
    # Whatever is no invitation of anybody else just opens the menu.
    assert await told(ion, sandbox.start(ion.id)) == WELCOME["ro"]
    assert await told(ion, sandbox.start(ion.id, "whatever")) == WELCOME["ro"]


async def test_an_invitation_left_half_way_does_not_bind_an_account_twice(
    assistant: Assistant, sandbox: Sandbox
) -> None:
    vuk = await invite(assistant.store, "Vuk", country="RO")
    invited = await invite(assistant.store, "Ion", country="RO")
    ion = await phone_of(sandbox, invited)
    left = await answer(ion, sandbox.start(ion.id, vuk.code))
    await answer(ion, ion.says(invited.code))
    await answer(ion, ion.taps(KEY["ro"]))

    await answer(ion, ion.forges("form-resume:1", left["message_id"]))
    refused = await told(ion, sandbox.contact(ion.id, phone=vuk.person.phone, user_id=ion.id))

    assert refused == refusal("BoundAccount", "ro")
    assert await bound_to(assistant, vuk.person.id or 0) is None
    assert not await spent(assistant, vuk.code)


async def test_a_new_invitation_moves_the_access_to_another_account(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    invited = await invite(assistant.store, "Драган", country="RS", roles="duty")
    old, new = [await phone_of(sandbox, invited) for _ in range(2)]
    mila = await enrol("Мила", country="RS")
    await answer(old, sandbox.start(old.id, invited.code))
    await answer(old, old.taps(KEY["sr-Cyrl"]))
    again = await invite_again(assistant, invited)

    await answer(new, sandbox.start(new.id, again.code))
    await answer(new, new.taps(KEY["sr-Cyrl"]))

    await old.reads(moved_elsewhere(Reader(Language.SR_CYRL, "RS")).text)
    assert await old.keys() == []
    assert await bound_to(assistant, invited.person.id or 0) == new.id
    assert await told(old, old.says("/menu")) == refusal("NotAllowed", "sr-Cyrl")
    before = await old.screen()
    await report(mila)
    await new.reads("Сумњиво пловило")
    await quiet(assistant.store)
    assert await old.screen() == before


async def report(mila: Phone) -> None:
    await mila.taps("👁 Нова дојава")
    await mila.presses("👁 Сумњива појава")
    await mila.presses("Сумњиво пловило")
    await mila.reads("Где")
    await mila.taps("📍 Пошаљи локацију", location=NERA_MOUTH)
    await mila.presses("Ка Румунији")
    await mila.presses("✅ Пошаљи: RS + RO")
    await mila.reads("је примљена")


async def test_five_wrong_codes_an_hour_are_enough(
    assistant: Assistant, settings: Settings, sandbox: Sandbox, clock: Clock
) -> None:
    invited = await invite(assistant.store, "Мила", country="RS")
    mila = await phone_of(sandbox, invited)
    other = await stranger(sandbox)

    for _ in range(4):
        assert await told(mila, mila.says(UNKNOWN_CODE)) == refusal("WrongCode", "sr-Cyrl")
    clock.passes(minutes=10)
    assert await told(mila, mila.says(UNKNOWN_CODE)) == refusal("WrongCode", "sr-Cyrl")
    braked = refusal("TooManyCodes", "sr-Cyrl", minutes=50)
    assert await told(mila, mila.says(UNKNOWN_CODE)) == braked
    assert await told(mila, mila.says(invited.code)) == braked  # not even the right one
    assert await told(mila, sandbox.start(mila.id, invited.code)) == braked
    assert await told(other, other.says(UNKNOWN_CODE)) == refusal(
        "WrongCode", "sr-Cyrl"
    )  # nobody else's brake
    refusals = await deeds(assistant.store, f"telegram:{mila.id}")
    assert refusals == [("refusal", None, {"reason": "wrong code"})] * 5

    await assistant.stop()
    async with on_watch(settings, clock=clock) as restarted:
        assert await told(mila, mila.says(invited.code)) == braked
        clock.passes(minutes=49)
        again = await told(mila, mila.says(invited.code))
        assert again == refusal("TooManyCodes", "sr-Cyrl", minutes=1)
        clock.passes(minutes=1)
        await answer(mila, mila.says(invited.code))
        await answer(mila, mila.taps(KEY["sr-Cyrl"]))
        assert await bound_to(restarted, mila.person_id) == mila.id


async def test_whoever_is_revoked_is_out_with_the_next_update(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    dragan = await enrol("Драган", country="RS", roles="duty", language="sr-Latn")
    ion = await enrol("Ion", country="RO", roles="duty")
    mila = await enrol("Мила", country="RS")
    await report(mila)
    card = await dragan.reads("Sumnjivo plovilo")
    (sighting,) = await reports(assistant.store)
    await quiet(assistant.store)

    # Telegram is slow, and something still waits for him when his access is taken away.
    await sandbox.fault("429", method="sendMessage", chat=dragan.id, seconds=60, times=1)
    await dragan.says("/whoami")
    await held(assistant, dragan)
    await revoke(assistant, dragan)

    out = refusal("Revoked", "sr-Latn")
    assert await queued_for(assistant, dragan) == ["deleteMyCommands"]
    await sandbox.clear_faults()
    toast = await dragan.forges(f"take:{sighting['number']}:1", card["message_id"])
    assert toast == out
    seen = await dragan.screen()
    await ion.presses("Preiau")
    await mila.reads("Преузима")
    await quiet(assistant.store)
    # The card he had before stays as it was: nothing goes to him any more.
    assert await dragan.screen() == seen
    assert await queued_for(assistant, dragan) == ["deleteMyCommands"]
    assert [deed for deed, *_ in await deeds(assistant.store, f"person:{dragan.person_id}")] == [
        "roles",
        "sign-in",
        "roles",
    ]


async def held(assistant: Assistant, phone: Phone) -> None:
    """Until something of theirs waits, as Telegram has told us to hold."""
    for _ in range(200):
        faults = await phone.sandbox.faults()
        if any(fault["fired"] for fault in faults) and await queued_for(assistant, phone):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nothing was held back")


async def queued_for(assistant: Assistant, phone: Phone) -> list[str]:
    def read(session: Session) -> list[str]:
        waits = outbox.outbox.c.state.in_((State.QUEUED, State.DOUBT))
        of_chat = outbox.outbox.c.chat_id == phone.id
        return [row.method for row in session.execute(outbox.outbox.select().where(waits, of_chat))]

    return await assistant.store.read(read)


async def test_a_revoked_person_reads_the_refusal_in_their_own_language(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    ana = await enrol("Ana", country="RO")
    await revoke(assistant, ana)

    for deed in (ana.says("/sighting"), ana.says("Bună"), sandbox.sticker(ana.id)):
        assert await told(ana, deed) == refusal("Revoked", "ro")


@pytest.mark.parametrize("country", ["RS", "RO"])
async def test_the_chat_of_a_revoked_person_lists_no_commands_of_theirs(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, country: str
) -> None:
    ana, bystander = await enrol("Ana", country=country), await enrol("Vera", country=country)
    assert dict(await commands_of(sandbox, ana.id))
    await revoke(assistant, ana)

    async with asyncio.timeout(10):
        while any(each["scope"].get("chat_id") == ana.id
                  for each in (await sandbox.bot())["commands"]):  # fmt: skip  # one condition
            await asyncio.sleep(0.02)
    assert dict(await commands_of(sandbox, bystander.id))


async def test_another_language_changes_keys_and_commands(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    dragan = await enrol("Драган", country="RS", roles="duty;officer")
    assert dict(await commands_of(sandbox, dragan.id))["duty"] == "Почетак или крај дежурства"

    await dragan.taps("🌐 Језик")
    await dragan.presses("Srpski")
    await dragan.reads("Od sada")

    assert (await dragan.keys())[0] == "👁 Nova dojava"
    for _ in range(200):
        if dict(await commands_of(sandbox, dragan.id))["duty"] == "Početak ili kraj dežurstva":
            return
        await asyncio.sleep(0.02)
    raise AssertionError(await commands_of(sandbox, dragan.id))
