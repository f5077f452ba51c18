"""What central systems are given: alerts as CAP, the feed, and how far each has come."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import update

from geography.point import Point
from services import alerts as core
from services.alert_audiences import Audience
from services.alerts import AlertForm
from services.cap.reading import read
from storage import alert_recipients, alerts, people
from storage.alerts import AlertRow, Severity, Status
from storage.audit import audit
from storage.outbox import State, outbox
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from tests.services.cap.said import message
from tests.web.conftest import FACTS, Door, numbered
from tests.web.test_cap import CANCEL, UPDATE, referring, rows
from views.documents.cap_message import Area, CapAlert, Circle, Info, Pair

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/services/cap/samples"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(ROOT / "services/cap/CAP-v1.2.xsd"))


async def by_desk(door: Door, name: str = "Драган", **more: Any) -> AlertRow:
    """An alert that a duty officer has issued in the chat."""

    def work(session: Session) -> AlertRow:
        [desk] = [each for each in people.roster(session) if each.name == name]
        uow = UnitOfWork(session, desk, door.now, FACTS)
        given: dict[str, Any] = {
            "severity": Severity.SEVERE,
            "urgency": "Immediate",
            "certainty": "Likely",
            "texts": {"sr-Cyrl": "Возило.", "sr-Latn": "Vozilo.", "ro": "Vehicul.\nOpriți-l."},
            "audience": Audience(),
            "expires_at": door.now + timedelta(hours=6),
        }
        return core.issue(uow, AlertForm(**given | more))

    return await door.store.run(work)


async def got(door: Door, number: str, schema: etree.XMLSchema, name: str = "mup") -> CapAlert:
    answer = await door.asks(name, "GET", f"/cap/alerts/{number}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/cap+xml; charset=utf-8"
    schema.assertValid(etree.fromstring(answer.body))
    return read(answer.body)


async def test_an_alert_of_a_desk_has_a_block_for_each_language(
    any_door: Door, schema: etree.XMLSchema
) -> None:
    row = await by_desk(any_door, point=Point(44.82, 21.33), radius=5000.0, sector="BC")

    found = await got(any_door, row.number, schema, "isu")

    def info(language: str, event: str, sender: str, text: str, where: str) -> Info:
        area = Area(where, (), (Circle(Point(44.82, 21.33), 5.0),), (Pair("sector", "BC"),))
        return Info(
            language=language,
            categories=("Security",),
            event=event,
            urgency="Immediate",
            severity="Severe",
            certainty="Likely",
            expires=any_door.now + timedelta(hours=6),
            sender_name=sender,
            headline=text.partition("\n")[0],
            description=text,
            areas=(area,),
        )

    assert found == CapAlert(
        identifier=f"{row.number}.1",
        sender="rs@straja_bot.t.me",
        sent=any_door.now,
        status="Actual",
        kind="Alert",
        scope="Restricted",
        restriction="Officers of the Romanian-Serbian joint patrols and their duty centres",
        infos=(
            info(
                "ro",
                "Vigilență sporită",
                "Dispecerat RS",
                "Vehicul.\nOpriți-l.",
                "Sector: Biserica Albă",
            ),
            info("sr-Cyrl", "Појачан опрез", "Дежурни центар RS", "Возило.", "Сектор: Бела Црква"),
            info("sr-Latn", "Pojačan oprez", "Dežurni centar RS", "Vozilo.", "Sektor: Bela Crkva"),
        ),
    )
    exported = [each for each in await rows(any_door, audit) if each["deed"] == "export"]
    assert [(each["subject"], each["side"]) for each in exported] == [(f"alert:{row.number}", "RS")]


async def test_an_alert_that_is_cancelled_says_so(door: Door, schema: etree.XMLSchema) -> None:
    row = await by_desk(door)
    door.now += timedelta(minutes=5)

    def cancel(session: Session) -> None:
        held = alerts.by_number(session, row.number)
        uow = UnitOfWork(session, Person(country="RS"), door.now, FACTS)
        core.end(uow, held or row, Status.CANCELLED, reason="False alarm")

    await door.store.run(cancel)
    found = await got(door, row.number, schema)

    assert (found.kind, found.identifier, found.sent) == ("Cancel", f"{row.number}.1.end", door.now)
    assert (found.note, [each.identifier for each in found.references]) == (
        "False alarm",
        [f"{row.number}.1"],
    )


@pytest.mark.parametrize("name", ["at", "be", "bz", "cn"])
async def test_what_services_have_published_comes_in_and_goes_out_the_same(
    any_door: Door, schema: etree.XMLSchema, name: str
) -> None:
    body = (SAMPLES / f"{name}.xml").read_bytes()
    came = read(body)
    # Updates of what was never sent here are let in as what they say.
    for earlier in came.references:
        text = body.decode()
        text = text.replace(came.identifier, earlier.identifier).replace(">Update<", ">Alert<")
        start, end = text.index("<references>"), text.index("</references>")
        text = text[:start] + text[end + len("</references>") :]
        any_door.now = came.sent
        assert (await any_door.posts("isu", text.encode())).status == 201
    any_door.now = came.sent + timedelta(minutes=1)

    answer = await any_door.posts("isu", body)

    assert answer.status == 201
    assert await got(any_door, answer.json["number"], schema) == came


async def test_the_newest_message_is_given(door: Door, schema: etree.XMLSchema) -> None:
    number = (await door.posts("mup", message())).json["number"]
    assert (await got(door, number, schema)).identifier == "MUP-2026-1"

    await door.posts("mup", numbered(2, UPDATE, referring(1)))
    update = await got(door, number, schema)
    assert (update.kind, update.identifier) == ("Update", "MUP-2026-2")

    await door.posts("mup", numbered(3, CANCEL, referring(2)))
    cancel = await got(door, number, schema)
    assert (cancel.kind, cancel.identifier) == ("Cancel", "MUP-2026-3")


async def test_a_language_that_a_desk_has_added_goes_along(
    door: Door, schema: etree.XMLSchema
) -> None:
    number = (await door.posts("mup", message())).json["number"]

    def add(session: Session) -> None:
        [desk] = [each for each in people.roster(session) if each.name == "Ion"]
        core.complete(UnitOfWork(session, desk, door.now, FACTS), number, {"ro": "Dubă albă."})

    await door.store.run(add)
    found = await got(door, number, schema)

    assert (found.kind, found.sender) == ("Update", "rs@straja_bot.t.me")
    assert [each.identifier for each in found.references] == ["MUP-2026-1"]
    said = {each.language: each.headline for each in found.infos}
    assert said == {
        "ro": "Dubă albă.",
        "sr-Cyrl": "Бели комби из Неготина",
        "sr-Latn": "Beli kombi iz Negotina",
    }
    assert {each.areas[0].description for each in found.infos} == {"Бела Црква"}


async def test_the_feed_lists_what_is_active_and_readable(any_door: Door) -> None:
    await any_door.let_in("home", "RS", audience=("RS",), exercise=True)
    shared = await by_desk(any_door)
    kept = (await any_door.posts("home", message())).json["number"]
    over = (await any_door.posts("mup", message())).json["number"]
    await any_door.posts("mup", numbered(2, CANCEL, referring(1)))

    feeds = {name: await any_door.asks(name, "GET", "/cap/feed") for name in ("mup", "isu")}

    titles = {
        name: [
            each.text
            for each in etree.fromstring(feed.body).iterfind(f".//{ATOM}entry/{ATOM}title")
        ]
        for name, feed in feeds.items()
    }
    assert titles == {
        "mup": [f"Exercise · {kept} · Severe", f"{shared.number} · Severe"],
        "isu": [f"{shared.number} · Severe"],
    }
    assert over not in feeds["mup"].body.decode()
    assert feeds["mup"].headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    links = etree.fromstring(feeds["isu"].body).iterfind(f"{ATOM}entry/{ATOM}link")
    assert [each.get("href") for each in links] == [
        f"{any_door.address}/cap/alerts/{shared.number}"
    ]


async def test_an_empty_feed_is_a_feed(door: Door) -> None:
    feed = etree.fromstring((await door.asks("isu", "GET", "/cap/feed")).body)

    assert feed.findtext(f"{ATOM}updated") == "2026-11-26T01:31:00+00:00"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "ro@straja_bot.t.me"
    assert feed.find(f"{ATOM}entry") is None


async def test_delivery_is_counted_in_all_and_by_country(any_door: Door) -> None:
    row = await by_desk(any_door, "Ion", texts={"sr-Cyrl": "Возило."})
    line = {"recipients": 3, "queued": 3, "sent": 0, "failed": {}, "held": {}, "acknowledged": 0}

    before = await any_door.asks("isu", "GET", f"/api/alerts/{row.number}/delivery")

    def settle(session: Session) -> None:
        told = alert_recipients.of(session, row.id or 0)
        ours = [each.person_id for each in told if each.side == "RS"]
        alert_recipients.change(session, row.id or 0, ours[0], accepted_at=any_door.now)
        call = (outbox.c.subject == f"alert:{row.id}", outbox.c.person_id == ours[1])
        refused = {"state": State.DEAD, "outcome": "Forbidden: bot was blocked"}
        session.execute(update(outbox).where(*call).values(refused | {"finished_at": any_door.now}))
        answered = {"accepted_at": any_door.now, "answered_at": any_door.now}
        alert_recipients.change(session, row.id or 0, ours[2], **answered)

    await any_door.store.run(settle)
    after = await any_door.asks("isu", "GET", f"/api/alerts/{row.number}/delivery")

    theirs = line | {"recipients": 1, "queued": 0, "held": {"text": 1}}
    assert before.json == {
        "number": row.number,
        "edition": 1,
        "status": "active",
        **(line | {"recipients": 4, "held": {"text": 1}}),
        "by_country": {"RS": line, "RO": theirs},
    }
    told = {"queued": 0, "sent": 2, "failed": {"Forbidden: bot was blocked": 1}, "acknowledged": 1}
    assert after.json["by_country"] == {"RS": line | told, "RO": theirs}
    assert {key: after.json[key] for key in told} == told


@pytest.mark.parametrize("number", ["RS-26-0001", "RS-26-%00", "x", "RS-26-1' OR 1=1", "..%2Ffeed"])
async def test_what_is_not_there_is_not_found(door: Door, number: str) -> None:
    for path in (f"/cap/alerts/{number}", f"/api/alerts/{number}/delivery"):
        assert (await door.asks("mup", "GET", path)).status == 404
