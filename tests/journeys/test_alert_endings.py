"""An alert from its sending to its end, on the phones of both sides, across restarts."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.main import Assistant
from bot.schedule import Schedule
from bot.settings import Settings
from sandbox.client import Sandbox
from services import alerts
from services.alert_audiences import Audience
from services.alerts import AlertForm
from storage import deadlines
from storage import people as stored
from storage.alerts import Severity
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from tests import people
from tests.journeys.parts import Clock, on_watch
from tests.journeys.test_intake import metric
from tests.people import Phone

TEXTS = {"sr": "Пуцњава код Нере.", "ro": "Focuri de armă la Nera."}


@dataclass(frozen=True)
class Said:
    """What is pressed and read in a language."""

    country: str
    text: str
    received: str
    recorded: str
    reminded: str
    update: str
    what: str
    own_text: str
    other_text: str
    review: str
    send: str
    superseded: str
    confirmed: str
    active: str
    clear: str
    sure: str
    cleared: str
    cancel: str
    false_alarm: str
    cancelled: str
    expired: str
    unconfirmed: str


SERBIAN = Said(
    country="RS",
    text="Пуцњава код Нере.",
    received="Примљено",
    recorded="Забележено: Примљено",
    reminded="🔁 Поновљена порука бр. 1",
    update="✎ Ажурирај упозорење",
    what="Текст",
    own_text="Напишите нови текст на српском.",
    other_text="Напишите исти текст на румунском",
    review="👁 Прикажи шта ће видети",
    send="✅ Пошаљи",
    superseded="■ Замењено новијим упозорењем",
    confirmed="✔ Потврдили сте ранију верзију. Потврдите и ову.",
    active=" · измена 1\n‼ Непосредна опасност · Активно",
    clear="✅ Опасност је престала",
    sure="Рећи свима који имају ово упозорење",
    cleared="✅ Опасност је престала\nУпозорење ",
    cancel="✖ Опозови упозорење",
    false_alarm="Лажна узбуна",
    cancelled="✖ Опозвано\nУпозорење ",
    expired="■ Истекло",
    unconfirmed="⏳ Још није потврђено",
)
ROMANIAN = Said(
    country="RO",
    text="Focuri de armă la Nera.",
    received="Recepționat",
    recorded="Înregistrat: Recepționat",
    reminded="🔁 Mesaj repetat nr. 1",
    update="✎ Actualizați alerta",
    what="Text",
    own_text="Scrieți noul text în limba română.",
    other_text="Scrieți același text în limba sârbă",
    review="👁 Arată ce vor vedea",
    send="✅ Trimite",
    superseded="■ Înlocuită de o alertă mai nouă",
    confirmed="✔ Ați confirmat versiunea anterioară. Confirmați-o și pe aceasta.",
    active=" · actualizarea 1\n‼ Pericol iminent · Activă",
    clear="✅ Pericolul a încetat",
    sure="Comunicați tuturor celor care au primit alerta",
    cleared="✅ Pericolul a încetat\nAlertă ",
    cancel="✖ Anulați alerta",
    false_alarm="Alarmă falsă",
    cancelled="✖ Anulată\nAlertă ",
    expired="■ Expirată",
    unconfirmed="⏳ Încă neconfirmată",
)
NEW = {"RS": "Пуцњава је престала.", "RO": "Focurile au încetat."}
BOTH_WAYS = pytest.mark.parametrize(
    ("own", "other"), [(SERBIAN, ROMANIAN), (ROMANIAN, SERBIAN)], ids=["sr-Cyrl", "ro"]
)


@dataclass(frozen=True)
class Crew:
    """The desk that issues the alert, a patrol of each side, and a participant told nothing."""

    desk: Phone
    own: Phone
    other: Phone
    outsider: Phone


async def crew(assistant: Assistant, sandbox: Sandbox, own: Said, other: Said) -> Crew:
    desk = await people.enrol(assistant, sandbox, "Ana", country=own.country, roles="duty")
    patrol = await people.enrol(assistant, sandbox, "Vuk", country=own.country)
    across = await people.enrol(assistant, sandbox, "Ion", country=other.country)
    guest = await people.enrol(
        assistant, sandbox, "Mara", country=other.country, roles="participant"
    )
    return Crew(desk, patrol, across, guest)


async def issues(assistant: Assistant, clock: Clock, desk: Phone, *, hours: int = 6) -> None:
    def work(session: Session) -> None:
        actor = stored.by_id(session, desk.person_id) or Person()
        uow = UnitOfWork(session, actor, clock(), Installation("straja_bot", b"key"))
        form = AlertForm(
            severity=Severity.EXTREME,
            urgency="Immediate",
            certainty="Observed",
            texts=TEXTS,
            audience=Audience(),
            expires_at=clock() + timedelta(hours=hours),
        )
        alerts.issue(uow, form)

    await assistant.store.run(work)


async def texts(phone: Phone) -> list[str]:
    return [each.get("text", "") for each in await phone.screen()]


async def gone(phone: Phone, text: str) -> None:
    """Wait until nothing on this phone says so any more."""
    async with asyncio.timeout(20):
        while text in str(await texts(phone)):
            await asyncio.sleep(0.05)


async def told_nothing(phone: Phone) -> bool:
    """Whether no word of an alert is on this phone."""
    words = (*TEXTS.values(), SERBIAN.cleared, ROMANIAN.cleared, *NEW.values())
    return not any(word in text for text in await texts(phone) for word in words)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@BOTH_WAYS
async def test_confirmed_by_some_reminded_updated_and_all_clear(
    settings: Settings, sandbox: Sandbox, clock: Clock, own: Said, other: Said
) -> None:
    async with on_watch(settings, clock=clock) as assistant:
        crewed = await crew(assistant, sandbox, own, other)
        await issues(assistant, clock, crewed.desk)
        await crewed.own.reads(own.text)
        await crewed.other.reads(other.text)
        assert await crewed.other.presses(other.received) == other.recorded

    clock.passes(minutes=2)
    async with on_watch(settings, clock=clock):
        await crewed.own.reads(own.reminded)
        assert other.reminded not in str(await texts(crewed.other)), "that side has confirmed"

    clock.passes(minutes=3)
    async with on_watch(settings, clock=clock):
        told = await crewed.desk.reads(own.unconfirmed)
        assert told["text"].count(own.unconfirmed) == 1

        await crewed.desk.presses(own.update)
        await crewed.desk.presses(own.what)
        await crewed.desk.reads(own.own_text)
        await crewed.desk.says(NEW[own.country])
        await crewed.desk.reads(own.other_text)
        await crewed.desk.says(NEW[other.country])
        await crewed.desk.presses(own.review)
        await crewed.desk.presses(own.send)
        await crewed.own.reads(NEW[own.country])
        newest = await crewed.other.reads(NEW[other.country])
        assert other.confirmed in newest["text"]
        await crewed.other.reads(other.superseded)
        assert own.confirmed not in str(await texts(crewed.own))
        assert await crewed.own.presses(own.received) == own.recorded

        await crewed.desk.reads(own.active)
        await crewed.desk.presses(own.clear)
        await crewed.desk.reads(own.sure)
        await crewed.desk.presses(own.clear)
        await crewed.own.reads(own.cleared)
        await crewed.other.reads(other.cleared)
        for phone, said in ((crewed.own, own), (crewed.other, other)):
            ended = await phone.reads(said.clear.replace("✅", "■"))
            assert NEW[said.country] in ended["text"]
            assert not ended.get("inline_keyboard")
        assert await told_nothing(crewed.outsider)


@BOTH_WAYS
async def test_cancelled_as_a_false_alarm_and_deleted_from_the_chats(
    settings: Settings, sandbox: Sandbox, clock: Clock, own: Said, other: Said
) -> None:
    settings = settings.model_copy(update={"delete_alerts": 1.0})
    async with on_watch(settings, clock=clock) as assistant:
        crewed = await crew(assistant, sandbox, own, other)
        await issues(assistant, clock, crewed.desk)
        await crewed.other.reads(other.text)
        await crewed.desk.presses(own.cancel)
        await crewed.desk.presses(own.false_alarm)
        for phone, said in ((crewed.own, own), (crewed.other, other)):
            heard = await phone.reads(said.cancelled)
            assert said.false_alarm in heard["text"]
            await phone.reads(f"\n{said.false_alarm}\n\n{said.text}")

    clock.passes(hours=1)
    async with on_watch(settings, clock=clock):
        for phone, said in ((crewed.own, own), (crewed.other, other)):
            await gone(phone, said.text)
        assert await told_nothing(crewed.outsider)


@BOTH_WAYS
async def test_expired_while_nobody_was_there_it_loses_its_buttons_and_is_not_sent_late(
    settings: Settings, sandbox: Sandbox, clock: Clock, own: Said, other: Said
) -> None:
    async with on_watch(settings, clock=clock) as assistant:
        crewed = await crew(assistant, sandbox, own, other)
        await issues(assistant, clock, crewed.desk, hours=1)
        await crewed.own.reads(own.text)
        shown = await crewed.other.reads(other.text)

    held = settings.model_copy(update={"sending": "held"})
    async with on_watch(held, clock=clock) as assistant:
        # Nothing leaves, so nobody has this one when its hour is over.
        await issues(assistant, clock, crewed.desk, hours=1)

    clock.passes(hours=2)
    async with on_watch(settings, clock=clock):
        for phone, said in ((crewed.own, own), (crewed.other, other)):
            ended = await phone.reads(said.expired)
            assert not ended.get("inline_keyboard")
            assert str(await texts(phone)).count(said.text) == 1
        data = shown["inline_keyboard"][0][0]["callback_data"]
        late = await crewed.other.forges(data, int(shown["message_id"]))
        assert late != other.recorded
        assert str(await texts(crewed.other)).count(other.reminded) == 0


async def test_one_without_a_next_step_is_counted_told_to_both_desks_and_ends_all_the_same(
    settings: Settings, sandbox: Sandbox, clock: Clock
) -> None:
    async with on_watch(settings, clock=clock) as assistant:
        crewed = await crew(assistant, sandbox, SERBIAN, ROMANIAN)
        across = await people.enrol(assistant, sandbox, "Dan", country="RO", roles="duty")
        await issues(assistant, clock, crewed.desk, hours=1)
        await crewed.own.reads(SERBIAN.text)
        figures = ("straja_alerts_active", "straja_alerts_without_next_step")
        assert [await metric(assistant, each) for each in figures] == [1, 0]

        def lose(session: Session) -> None:
            deadlines.drop(session, "alert-expire", "1")

        await assistant.store.run(lose)
        assert await metric(assistant, "straja_alerts_without_next_step") == 1
        facts = Installation("straja_bot", b"key")
        schedule = Schedule(assistant.store, facts, now=clock, leads=lambda: True)
        with capture_logs() as logs:
            await schedule.watch()
        (said,) = [each for each in logs if each["log_level"] == "critical"]
        assert said["event"] == "An active alert had no next step."
        await crewed.desk.reads(f"⛔ Упозорење без следећег корака\nУпозорење {said['number']}")
        await across.reads(f"⛔ Alertă fără pas următor\nAlertă {said['number']}")
        names = ("straja_alerts_without_next_step", "straja_alerts_gone_astray")
        assert [await metric(assistant, each) for each in names] == [0, 1]

    clock.passes(hours=1)
    async with on_watch(settings, clock=clock):
        await crewed.own.reads(SERBIAN.expired)
