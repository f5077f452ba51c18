"""/digest on the phones of both desks: figures, picture and files that can be opened."""

import io
from collections.abc import AsyncIterator

import openpyxl
import pytest

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from storage import deadlines
from storage.session import Session
from tests.journeys.conftest import Enrol
from tests.journeys.test_maps import gets_picture
from tests.journeys.test_sightings import NOW, WORDS, reports
from tests.people import Json, Phone

TITLE = {
    "sr-Cyrl": "📊 Дневни преглед · RS · 14. 7. 2026. · Данас до сада",
    "sr-Latn": "📊 Dnevni pregled · RS · 14. 7. 2026. · Danas do sada",
    "ro": "📊 Situația zilnică · RO · 14.07.2026 · Astăzi până acum",
}


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    """Its clock stands, so that whole texts can be compared."""
    assistant = Assistant(settings, private=0.001, clock=lambda: NOW)
    await assistant.start()
    yield assistant
    await assistant.stop()


async def file_of(phone: Phone, ending: str) -> bytes:
    def has_it(message: Json) -> bool:
        return str(message.get("document", {}).get("file_name", "")).endswith(ending)

    message = await phone.sandbox.wait_for(phone.id, predicate=has_it, timeout=20)
    return await phone.sandbox.file(message["document"]["file_id"])


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_a_desk_asks_for_today_and_gets_figures_map_and_files(
    enrol: Enrol, language: str, country: str
) -> None:
    desk = await enrol("Zoran", country=country, roles="duty", language=language)
    other = "RO" if country == "RS" else "RS"
    ana = await enrol("Ana", country=other)
    joint = await enrol("Vasile", country=other, roles="pcc")
    mila = await enrol("Mila", country=country, language=language)
    number = await reports(mila, WORDS[language])
    await desk.reads(number)

    await desk.says("/digest")
    shown = await gets_picture(desk, TITLE[language])
    assert shown["caption"].splitlines()[0] == TITLE[language]
    table = (await file_of(desk, ".csv")).decode("utf-8-sig")
    assert "Категорија / Categorie" in table.splitlines()[0]
    assert number in table.splitlines()[1]
    book = openpyxl.load_workbook(io.BytesIO(await file_of(desk, ".xlsx")))
    figures, listed = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert ("Укупно / Total", 1) in figures
    assert listed[1][:3] == (1, number, country)
    assert "Mila" not in table

    for outsider in (ana, joint, mila):
        await outsider.says("/digest")
        await outsider.says("/menu")
        await outsider.reads("⌨")
        assert not any("document" in each for each in await outsider.screen())


async def test_the_end_of_both_days_is_set_when_the_assistant_starts(
    assistant: Assistant,
) -> None:
    def ends(session: Session) -> dict[str, str]:
        rows = session.execute(deadlines.deadline.select())
        return {row.subject: f"{row.due_at:%H:%M}" for row in rows if row.kind == "digest"}

    assert await assistant.store.read(ends) == {"RS": "22:00", "RO": "21:00"}
