"""A template is worded by both desks, each on its own phone, and filled in for both."""

import pytest

from bot.main import Assistant
from sandbox.client import Sandbox
from services import alert_templates
from storage import people
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet, refusal, told, unsent, until
from views.language import Language

SERBIAN = "Дрон. Место: [место]."
ROMANIAN = "Dronă. Locul: [loc]."


@pytest.mark.parametrize(
    ("country", "texts", "template", "change", "send", "give", "own", "whole"),
    [
        (
            "RS",
            (SERBIAN, ROMANIAN),
            "⚠ Дрон",
            "✎ Измени текст",
            "✅ Пошаљи другој страни",
            "✎ Scrie textul",
            "✅ Pune în folosință",
            ("✔ Образац је од сада у употреби.", "✔ Modelul este de acum în folosință."),
        ),
        (
            "RO",
            (ROMANIAN, SERBIAN),
            "⚠ Dronă",
            "✎ Modifică textul",
            "✅ Trimite celeilalte părți",
            "✎ Напиши текст",
            "✅ Стави у употребу",
            ("✔ Modelul este de acum în folosință.", "✔ Образац је од сада у употреби."),
        ),
    ],
)
async def test_each_desk_writes_its_own_language(
    assistant: Assistant,
    sandbox: Sandbox,
    enrol: Enrol,
    country: str,
    texts: tuple[str, str],
    template: str,
    change: str,
    send: str,
    give: str,
    own: str,
    whole: tuple[str, str],
) -> None:
    other = "RO" if country == "RS" else "RS"
    author = await enrol("Driver", country=country, roles="duty")
    colleague = await enrol("Teller", country=other, roles="duty")
    outsider = await enrol("Watcher", country=other)
    before = await outsider.screen()

    await author.says("/templates")
    await author.presses("›")
    await author.presses(template)
    await author.presses(change)
    await quiet(assistant.store)
    await author.says(texts[0])
    await author.presses(send)
    await colleague.presses(give)
    await quiet(assistant.store)
    wrong = "Ø [loc] [ora]" if other == "RO" else "Ø [број]"
    refused = await told(colleague, colleague.says(wrong))
    assert refused.endswith("[loc]" if other == "RO" else "[место]")
    await colleague.says(texts[1])
    await colleague.presses(own)
    await author.reads(whole[0])
    await colleague.reads(whole[1])
    await quiet(assistant.store)
    await until(assistant.store, lambda session: not unsent(session, outsider.id))
    assert await outsider.screen() == before
    language = {"RS": "sr-Cyrl", "RO": "ro"}[other]
    said = await told(outsider, outsider.says("/templates"))
    assert said == refusal("NotAllowed", language)

    def filled(session: Session) -> dict[Language, str]:
        actor = people.by_id(session, author.person_id) or Person()
        uow = UnitOfWork(session, actor, assistant._clock(), Installation())
        drone = alert_templates.by_key(uow, "drone")
        assert drone
        place = alert_templates.read(uow, drone.blanks[0], "Vrsac")
        return alert_templates.filled(drone, {"place": place})

    assert await assistant.store.run(filled) == {
        Language.SR_CYRL: "Дрон. Место: Вршац.",
        Language.SR_LATN: "Dron. Mesto: Vršac.",
        Language.RO: "Dronă. Locul: Vârșeț.",
    }
