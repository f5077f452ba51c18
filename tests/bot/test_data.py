"""`straja data import` as operators type it, beside and without an assistant."""

import asyncio

from storage import organisation
from storage.store import Store
from tests.bot.operator import ROOT, Said, Straja

SAMPLES = ROOT / "docs/samples"


def test_the_samples_come_in_and_again_change_nothing(straja: Straja) -> None:
    names = ("services.csv", "units.csv", "sectors.csv", "telephones.csv")
    told = straja("data", "import", *(SAMPLES / name for name in names))
    assert told == Said(
        0,
        [
            f"{SAMPLES}/services.csv: 5 services, 5 added, 0 changed, 0 unchanged.",
            f"{SAMPLES}/units.csv: 6 units, 6 added, 0 changed, 0 unchanged.",
            f"{SAMPLES}/sectors.csv: 3 sectors, 3 added, 0 changed, 0 unchanged.",
            f"{SAMPLES}/telephones.csv: 3 telephone numbers, 3 added, 0 changed, 0 unchanged.",
        ],
        [],
    )
    [again] = straja("data", "import", SAMPLES / "sectors.csv").out
    assert again.endswith("sectors.csv: 3 sectors, 0 added, 0 changed, 3 unchanged.")
    [moved] = straja("data", "import", SAMPLES / "sectors.geojson").out
    assert moved.endswith("sectors.geojson: 2 sectors, 0 added, 2 changed, 0 unchanged.")


async def test_each_file_is_whole_or_not_at_all_beside_a_running_assistant(
    straja: Straja, assistant: Store
) -> None:
    (straja.folder / "bad.csv").write_text("country,unit\nRS,Вршац\nHU,Szeged\n")
    (straja.folder / "good.csv").write_text("country,service\nRS,Гранична полиција\n")
    told = await asyncio.to_thread(straja, "data", "import", "bad.csv", "good.csv", "no.csv")
    assert told == Said(
        1,
        ["good.csv: 1 service, 1 added, 0 changed, 0 unchanged."],
        [
            "bad.csv: Line 3: country is 'HU', neither RO nor RS.",
            "bad.csv: Nothing of this file was brought in.",
            "no.csv: It cannot be read: No such file or directory.",
            "no.csv: Nothing of this file was brought in.",
        ],
    )
    assert await assistant.read(organisation.units) == set()
    assert await assistant.read(organisation.services) == {("RS", "Гранична полиција")}
