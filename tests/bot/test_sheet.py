"""`--sheet`: invitations to print, on disk before they count, for their owner only."""

import asyncio
from pathlib import Path

from sandbox.server import Running
from storage import people
from storage.store import Store
from tests.bot.operator import ION, MILA, Said, Straja
from tests.views.documents import paper

TOKEN = "4242:made-up-token-of-tests"
NO_NAME = (
    "A sheet needs the bot's name for its links, and Telegram has not told it: set "
    "STRAJA_BOT_TOKEN, and see what straja doctor says. Nobody was invited."
)


async def test_the_sheet_and_the_file_open_the_same_doors(straja: Straja, running: Running) -> None:
    telegram = {"STRAJA_BOT_TOKEN": TOKEN, "STRAJA_TELEGRAM_API": running.url}
    file = straja.file(MILA, ION)
    done = await asyncio.to_thread(
        straja,
        *("roster", "import", file, "--invites", "out.csv", "--sheet", "out.pdf"),
        env=telegram,
    )
    assert (done.code, done.err) == (0, [])
    both = "2 invitations are in out.csv and out.pdf. Keep these files as you would keep keys."
    assert done.out[-1] == both
    sheet = straja.folder / "out.pdf"
    assert oct(sheet.stat().st_mode)[-3:] == "600"
    assert paper.codes(sheet.read_bytes()) == [[each["link"] for each in straja.invites("out.csv")]]
    [page] = paper.texts(sheet.read_bytes())
    assert {"Mila Jovanović", "Гранична полиција · SGP"} <= set(page.splitlines())

    again = await asyncio.to_thread(
        straja, *("roster", "invite", "RO-1", "--sheet", "ion.pdf"), env=telegram
    )
    assert again == Said(0, ["1 invitation is in ion.pdf."], [])
    [page] = paper.texts((straja.folder / "ion.pdf").read_bytes())
    assert "Poliția de Frontieră · ITPF" in page.splitlines()


async def test_where_the_bots_name_is_unknown_nobody_is_invited(
    straja: Straja, assistant: Store
) -> None:
    file = straja.file(MILA, ION)
    refused = await asyncio.to_thread(
        straja, *("roster", "import", file, "--invites", "out.csv", "--sheet", "out.pdf")
    )
    assert (refused.code, refused.out, refused.err[-1]) == (1, [], NO_NAME)
    assert [path.name for path in straja.folder.glob("out.*")] == []
    assert await assistant.read(people.roster) == []


def test_an_existing_sheet_is_never_overwritten(straja: Straja) -> None:
    sheet = straja.folder / "out.pdf"
    sheet.write_text("of somebody")
    refused = straja("roster", "import", straja.file(MILA), "--invites", "i.csv", "--sheet", sheet)
    assert refused == Said(1, [], [f"{sheet} exists already; choose another name."])
    assert sheet.read_text() == "of somebody"
    assert not Path(straja.folder / "i.csv").exists()
    assert straja.names() == []
