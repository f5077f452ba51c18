"""A report nobody takes over: both desks hear of it, across restarts of the assistant."""

from dataclasses import dataclass

import pytest

from bot.settings import Settings
from sandbox.client import Sandbox
from storage import deadlines
from tests import people
from tests.journeys.parts import Clock, on_watch, reports, until
from tests.journeys.test_bad_input import CYRILLIC, ROMANIAN, Words, to_review
from tests.people import Phone
from views.introduction import heard_label
from views.language import Language, Reader

READER = Reader(Language.EN, "RS")


@dataclass(frozen=True)
class Said:
    """What is read in a language of a report that waits."""

    title: str
    number: str
    three: str
    ten: str
    desk: str
    everybody: str
    call: str
    take: str
    taken: str


SERBIAN = Said(
    "⏳ Дојава још није преузета.",
    "Дојава бр. ",
    "Чека већ 3 минута, од ",
    "Чека већ 10 минута, од ",
    "🔔 Подсетник је послат дежурном центру: RS",
    "🔔 Подсетник је послат свим дежурнима: RS + RO",
    "Ако је хитно, позовите дежурни центар телефоном или радио-везом.",
    "Преузимам",
    "🟡 Преузима: Дежурни центар ",
)
ROMANIAN_SAID = Said(
    "⏳ Raportul nu a fost încă preluat.",
    "Raportul nr. ",
    "Așteaptă de 3 minute, de la ",
    "Așteaptă de 10 minute, de la ",
    "🔔 Dispeceratul a primit o reamintire: RO",
    "🔔 Toți ofițerii de serviciu au primit o reamintire: RO + RS",
    "Dacă este urgent, contactați dispeceratul telefonic sau prin radio.",
    "Preiau",
    "🟡 Preluat de: Dispecerat ",
)


async def waits(phone: Phone, said: Said) -> list[str]:
    """Everything a person was told of a report that waits."""
    return [each["text"] for each in await phone.screen() if each["text"].startswith(said.title)]


@pytest.mark.parametrize(
    ("words", "own", "other"),
    [(CYRILLIC, SERBIAN, ROMANIAN_SAID), (ROMANIAN, ROMANIAN_SAID, SERBIAN)],
    ids=["sr-Cyrl", "ro"],
)
async def test_a_report_nobody_takes_over_is_brought_before_more_and_more_across_restarts(
    settings: Settings, sandbox: Sandbox, words: Words, own: Said, other: Said
) -> None:
    clock, across = Clock(), {"RS": "RO", "RO": "RS"}[words.country]
    async with on_watch(settings, clock=clock) as assistant:
        officer = await people.enrol(assistant, sandbox, "Vuk Lupu", country=words.country)
        desk = await people.enrol(
            assistant, sandbox, "Ana Pop", country=words.country, roles="duty"
        )
        theirs = await people.enrol(assistant, sandbox, "Ion Ilić", country=across, roles="duty")
        outsider = await people.enrol(assistant, sandbox, "Mara", country=across)
        language = {"RS": Language.SR_CYRL, "RO": Language.RO}[across]
        await outsider.presses(heard_label(Reader(language, across)))
        await outsider.reads("1/3")
        silent = [each["text"] for each in await outsider.screen()]
        await to_review(officer, words)
        await officer.presses(words.send)
        await officer.reads(words.received)
        (row,) = await reports(assistant.store)
        number, since = row["number"], READER.both_times(row["reported_at"]) + "."
        await theirs.reads(number)

    clock.passes(minutes=3)
    async with on_watch(settings, clock=clock):
        three = f"{own.title}\n{own.number}{number}\n{own.three}{since}"
        await desk.reads(own.title)
        await officer.reads(own.desk)
        assert await waits(desk, own) == [three]
        assert await waits(officer, own) == [f"{three}\n{own.desk}\n{own.call}"]
        assert await waits(theirs, other) == []

    clock.passes(minutes=7)
    async with on_watch(settings, clock=clock) as assistant:
        ten = f"{own.title}\n{own.number}{number}\n{own.ten}{since}"
        await officer.reads(own.everybody)
        await theirs.reads(other.title)
        await desk.reads(own.ten)
        assert await waits(desk, own) == [three, ten]
        across_ten = f"{other.title}\n{other.number}{number}\n{other.ten}{since}"
        assert await waits(theirs, other) == [across_ten]
        assert (await waits(officer, own))[1:] == [f"{ten}\n{own.everybody}\n{own.call}"]

        await theirs.presses(other.take)
        await officer.reads(f"{own.taken}{across}")
        await desk.reads(f"{own.taken}{across}")

    clock.passes(days=1)
    async with on_watch(settings, clock=clock) as assistant:
        await until(assistant.store, lambda session: not deadlines.due(session, clock()))
        counts = [len(await waits(desk, own)), len(await waits(officer, own))]
        assert counts == [2, 2]
    assert [each["text"] for each in await outsider.screen()] == silent
