"""POST /cap/alerts: what is taken, what is refused and why, and what it becomes."""

import asyncio
import gzip
import json
import time
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from services.cap.reading import read
from storage import alerts, cap_messages, people
from storage.alert_recipients import recipient
from storage.alerts import Severity, alert
from storage.audit import audit
from storage.outbox import outbox
from storage.senders import Mode, sender
from tests.services.cap.said import message
from tests.web.conftest import Door, numbered

TEXT = "Бели комби из Неготина"
KEY = "alarm@mup.example,MUP-2026-{},2026-11-26T02:30:00+01:00"
WHO = ("mup", "nobody")
UPDATE = (">Alert<", ">Update<")
CANCEL = (">Alert<", ">Cancel<")


def referring(*numbers: int) -> tuple[str, str]:
    keys = " ".join(map(KEY.format, numbers))
    return ("  <info>", f"  <references>{keys}</references>\n  <info>")


async def rows(door: Door, table: Table) -> list[dict[str, Any]]:
    def work(session: Any) -> list[dict[str, Any]]:
        found = session.execute(select(table).order_by(*table.primary_key)).all()
        return [dict(row._mapping) for row in found]

    return await door.store.read(work)


async def told(door: Door) -> dict[int, str]:
    """What waits to be sent to each, by their Telegram account: alerts only."""
    waiting = await rows(door, outbox)
    sent = [(row, json.loads(row["payload"])) for row in waiting]
    return {
        load["chat_id"]: load["text"]
        for row, load in sent
        if str(row["subject"]).startswith("alert:")
    }


async def test_an_alert_is_sent_at_once_to_everybody_it_is_for(any_door: Door) -> None:
    both = (
        "</info>\n</alert>",
        (
            "</info>\n<info><language>ro-RO</language><category>Security</category>"
            "<event>x</event><urgency>Immediate</urgency><severity>Moderate</severity>"
            "<certainty>Observed</certainty><expires>2026-11-26T09:00:00+01:00</expires>"
            "<headline>Dubă albă</headline><description>Spre frontieră.</description>"
            "<instruction>Opriți.</instruction></info></alert>"
        ),
    )

    answer = await any_door.posts("mup", message(both))

    [row] = await rows(any_door, alert)
    number = row["number"]
    assert (answer.status, answer.json) == (
        201,
        {"number": number, "standing": "sent", "alert": f"/cap/alerts/{number}"},
    )
    assert answer.headers["Location"] == f"/cap/alerts/{number}"
    assert row["texts"] == {
        "sr-Cyrl": TEXT,
        "sr-Latn": "Beli kombi iz Negotina",
        "ro": "Dubă albă\nSpre frontieră.\nOpriți.",
    }
    assert (row["side"], row["severity"], row["urgency"]) == ("RS", "Severe", "Immediate")
    assert (row["status"], row["exercise"], row["author_id"]) == ("active", False, None)
    assert (row["sector"], row["latitude"], row["radius"]) == ("BC", 44.89, 12500)
    assert str(row["expires_at"]) == "2026-11-26 08:00:00+00:00"
    # Мила works in the sector, Вук in another one; desks, and whoever has no sector, have all.
    sent = await told(any_door)
    assert sorted(sent) == [7001, 7003, 7004, 7005]
    assert TEXT in sent[7001]
    assert "Dubă albă" in sent[7005]
    deeds = {(each["deed"], each["subject"]) for each in await rows(any_door, audit)}
    assert {("collection", f"alert:{number}"), ("disclosure", f"alert:{number}")} <= deeds
    origins = [json.loads(each["detail"]).get("origin") for each in await rows(any_door, audit)]
    assert origins[-1] == "cap:mup"


async def test_the_same_again_changes_nothing_and_other_content_is_a_conflict(
    any_door: Door,
) -> None:
    first = await any_door.posts("mup", message())
    respaced = message(("  <info>", "<!-- again -->\n\n<info>"))

    again = [await any_door.posts("mup", each) for each in (message(), respaced)]
    any_door.now += timedelta(hours=9)  # it has expired meanwhile
    late = await any_door.posts("mup", message())
    other = await any_door.posts("mup", message(("комби", "камион")))

    assert [each.status for each in again] == [200, 200]
    assert [each.json for each in again] == [first.json, first.json]
    assert late.status == 200
    assert (other.status, other.json["detail"]) == (
        409,
        "MUP-2026-1 came before and says something else.",
    )
    assert len(await rows(any_door, alert)) == 1
    assert len(await rows(any_door, cap_messages.message)) == 1


async def test_of_the_same_ten_times_at_once_one_is_new(any_door: Door) -> None:
    answers = await asyncio.gather(*(any_door.posts("mup", message()) for _ in range(10)))

    assert sorted(each.status for each in answers) == [200] * 9 + [201]
    assert len({each.json["number"] for each in answers}) == 1
    assert len(await rows(any_door, alert)) == 1


async def test_every_fault_is_named_with_its_line(door: Door) -> None:
    wrong = message((">Severe<", ">Grave<"), ("44.8,21.5 44.9,21.4<", "44.8,21.5<"))

    answer = await door.posts("mup", wrong)

    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert answer.json == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The message has 2 faults.",
        "faults": [
            {
                "line": 15,
                "what": "<severity> says “Grave”; it must be one of Extreme, Severe, Moderate,"
                " Minor, Unknown.",
            },
            {
                "line": 21,
                "what": "<polygon> has 3 positions; a polygon has at least 4, the last the first.",
            },
        ],
    }
    assert await rows(door, alert) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        (
            "T08:30:00+01:00",
            "T02:31:00+01:00",
            17,
            "<expires> says 2026-11-26T02:31:00+01:00: the alert is over and is not sent.",
        ),
        ("2026-11-26T08:30", "2026-12-26T08:30", 17, "<expires> lies more than 7 days ahead."),
        (">Actual<", ">Draft<", 6, "<status> says Draft; what is taken is Actual, Exercise, Test."),
        (
            "Бели комби",
            "я" * 5000,
            10,
            "The text in sr-Cyrl has 5012 characters; at most 2000 fit.",
        ),
    ],
)
async def test_what_cannot_be_sent_is_refused_with_its_line(
    door: Door, old: str, new: str, line: int, what: str
) -> None:
    answer = await door.posts("mup", message((old, new)))

    assert answer.status == 400
    assert {"line": line, "what": what} in answer.json["faults"]
    assert await rows(door, alert) == []
    assert await rows(door, cap_messages.message) == []


@pytest.mark.parametrize("name", ["", "x", "Ж", "a" * 5000, "mup "])
async def test_without_a_valid_token_nothing_is_answered(door: Door, name: str) -> None:
    for path in ("/cap/feed", "/cap/alerts/RS-26-0001", "/api/alerts/RS-26-0001/delivery"):
        assert (await door.asks(name, "GET", path)).status == 401
    answer = await door.posts(name, message())

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="straja"'


async def test_the_token_is_looked_at_before_the_body_is_read(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b" " * 1024
            await asyncio.sleep(0.05)
        raise AssertionError("the whole body was read")

    answer = await asyncio.wait_for(door.posts("nobody", endless()), 5)

    assert answer.status == 401


async def test_a_revoked_sender_is_nobody(door: Door) -> None:
    await door.store.run(lambda s: s.execute(sender.update().values(revoked_at=door.now)))

    assert (await door.posts("mup", message())).status == 401


async def test_what_is_no_cap_message_is_not_read(door: Door) -> None:
    assert (await door.posts("mup", message(), **{"Content-Type": "text/plain"})).status == 415
    assert (await door.posts("mup", message(), **{"Content-Type": "application/xml"})).status == 201
    assert (await door.posts("mup", b" " * (256 * 1024 + 1))).status == 413

    async def pieces() -> AsyncIterator[bytes]:  # no length is told beforehand
        for _ in range(5):
            yield b" " * 65536

    assert (await door.posts("mup", pieces())).status == 413


async def test_a_sender_writes_under_its_own_name(door: Door) -> None:
    answer = await door.posts("mup", message(("alarm@mup.example", "chief@mup.example")))

    assert (answer.status, answer.json["detail"]) == (
        403,
        "<sender> says chief@mup.example; this token is for alarm@mup.example.",
    )
    noted = [row for row in await rows(door, audit) if row["deed"] == "refusal"]
    assert [(row["subject"], row["side"]) for row in noted] == [("sender:mup", "RS")]


async def test_a_sender_does_not_go_beyond_its_ceiling(door: Door) -> None:
    await door.let_in("met", "RS", ceiling=Severity.MODERATE, audience=("RS",))

    above = await door.posts("met", message())
    below = await door.posts("met", message((">Severe<", ">Moderate<")))

    assert (above.status, above.json["detail"]) == (
        403,
        "<severity> says Severe; this sender may send up to Moderate.",
    )
    assert below.status == 201
    [row] = await rows(door, alert)
    assert row["audience"]["sides"] == ["RS"]
    assert sorted(await told(door)) == [7001, 7003]


async def test_too_many_requests_are_put_off(door: Door) -> None:
    answers = [(await door.asks("mup", "GET", "/cap/feed")) for _ in range(31)]
    other = await door.asks("isu", "GET", "/cap/feed")
    door.seconds += 1
    later = await door.asks("mup", "GET", "/cap/feed")

    assert [each.status for each in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert (other.status, later.status) == (200, 200)


async def test_an_update_takes_the_place_of_the_earlier_alert(any_door: Door) -> None:
    number = (await any_door.posts("mup", message())).json["number"]
    newer = numbered(2, UPDATE, referring(1), ("комби", "камион"))

    answer = await any_door.posts("mup", newer)

    assert (answer.status, answer.json["standing"]) == (201, "sent")
    assert answer.json["number"] == number
    first, second = await rows(any_door, alert)
    assert [each["edition"] for each in (first, second)] == [1, 2]
    assert (first["status"], second["status"]) == ("superseded", "active")
    assert second["texts"]["sr-Cyrl"] == "Бели камион из Неготина"


async def test_a_cancel_ends_the_alert_and_again_changes_nothing(any_door: Door) -> None:
    number = (await any_door.posts("mup", message())).json["number"]
    cancel = numbered(2, CANCEL, ("  <info>", "  <note>Пронађен</note>\n  <info>"), referring(1))

    answer = await any_door.posts("mup", cancel)
    again = await any_door.posts("mup", cancel)
    twice = await any_door.posts("mup", numbered(3, CANCEL, referring(1)))

    assert (answer.status, answer.json["standing"]) == (201, "ended")
    assert answer.json["number"] == number
    assert (again.status, twice.status) == (200, 201)
    [row] = await rows(any_door, alert)
    assert (row["status"], row["reason"]) == ("cancelled", "Пронађен")


@pytest.mark.parametrize("kind", [UPDATE, CANCEL])
async def test_an_alert_that_nobody_knows_cannot_be_changed(
    door: Door, kind: tuple[str, str]
) -> None:
    answer = await door.posts("mup", numbered(2, kind, referring(7)))

    assert answer.status == 400
    assert answer.json["faults"] == [
        {
            "line": 10,
            "what": "<references> names MUP-2026-7 of alarm@mup.example, which is not known here.",
        }
    ]


@pytest.mark.parametrize("kind", [UPDATE, CANCEL])
@pytest.mark.parametrize("country", ["RS", "RO"])
async def test_the_alert_of_another_sender_cannot_be_changed(
    door: Door, kind: tuple[str, str], country: str
) -> None:
    await door.let_in("other", country)
    await door.posts("mup", message())

    answer = await door.posts("other", numbered(2, kind, referring(1)))

    assert (answer.status, answer.json["detail"]) == (
        403,
        "<references> names MUP-2026-1, an alert of another sender.",
    )
    [row] = await rows(door, alert)
    assert row["status"] == "active"


async def test_an_alert_of_one_side_is_not_known_to_the_systems_of_the_other(door: Door) -> None:
    await door.let_in("home", "RS", audience=("RS",))
    number = (await door.posts("home", message())).json["number"]

    update = await door.posts("isu", numbered(2, UPDATE, referring(1)))
    feed = await door.asks("isu", "GET", "/cap/feed")

    assert update.status == 400
    assert "which is not known here" in update.json["faults"][0]["what"]
    for path in (f"/cap/alerts/{number}", f"/api/alerts/{number}/delivery"):
        assert (await door.asks("isu", "GET", path)).status == 404
        assert (await door.asks("mup", "GET", path)).status == 200
    assert number not in feed.body.decode()


@pytest.mark.parametrize(
    ("status", "told_to"), [("Exercise", [7001, 7003, 7004, 7005]), ("Test", [7003, 7004])]
)
async def test_an_exercise_says_so_and_a_test_reaches_the_desks_only(
    door: Door, status: str, told_to: list[int]
) -> None:
    await door.posts("mup", message((">Actual<", f">{status}<")))

    [row] = await rows(door, alert)
    sent = await told(door)
    assert row["exercise"] is True
    # What is in no language of theirs yet waits, so that only an extreme alert would reach all.
    held = {each["person_id"]: each["held"] for each in await rows(door, recipient)}
    assert len(held) == len(told_to)
    assert all("ВЕЖБА" in text for chat, text in sent.items() if chat < 7004)


async def test_all_that_a_training_sender_sends_is_an_exercise(door: Door) -> None:
    await door.let_in("drill", "RO", exercise=True)

    await door.posts("drill", message())

    assert [row["exercise"] for row in await rows(door, alert)] == [True]


@pytest.mark.parametrize("kind", ["Ack", "Error"])
async def test_what_is_acknowledged_is_kept_with_the_alert(door: Door, kind: str) -> None:
    number = (await door.posts("mup", message())).json["number"]
    note = ("  <info>", "  <note>seen</note>\n  <info>")
    ours = (">MUP-2026-2<", f">{kind}-2<")
    reference = (
        "  <info>",
        (
            f"  <references>rs@straja_bot.t.me,{number}.1,2026-11-26T01:31:00+00:00</references>\n"
            "  <info>"
        ),
    )

    answer = await door.posts("isu", numbered(2, ours, (">Alert<", f">{kind}<"), note, reference))
    unknown = await door.posts("isu", numbered(3, (">Alert<", f">{kind}<"), referring(99)))

    assert (answer.status, answer.json["standing"]) == (201, "noted")
    assert answer.json["number"] == number
    kept = [row for row in await rows(door, cap_messages.message) if row["kind"] == kind]
    assert [(row["number"], row["note"]) for row in kept] == [(number, "seen")]
    assert unknown.status == 400
    assert [row["status"] for row in await rows(door, alert)] == ["active"]


async def test_an_ack_is_given_where_cap_is_asked_for(door: Door) -> None:
    answer = await door.posts("mup", message(), Accept="application/cap+xml")

    ack = read(answer.body)
    number = answer.headers["Location"].rpartition("/")[2]
    assert answer.status == 201
    assert (ack.kind, ack.sender, ack.addresses) == (
        "Ack",
        "rs@straja_bot.t.me",
        "alarm@mup.example",
    )
    assert ack.note == f"Taken as {number}."
    assert [each.identifier for each in ack.references] == ["MUP-2026-1"]


async def test_a_draft_waits_for_the_desk_of_the_senders_side(door: Door) -> None:
    await door.let_in("slow", "RS", mode=Mode.DRAFT)

    answer = await door.posts("slow", message())

    number = answer.json["number"]
    assert (answer.status, answer.json["standing"]) == (201, "draft")
    assert [row["status"] for row in await rows(door, alert)] == ["draft"]
    assert await told(door) == {}
    [card] = await rows(door, outbox)
    shown = json.loads(card["payload"])
    assert shown["chat_id"] == 7003  # Драган, the desk of Serbia; the other one has nothing of it
    assert TEXT in shown["text"]
    assert (await door.asks("isu", "GET", f"/cap/alerts/{number}")).status == 404
    assert number not in (await door.asks("mup", "GET", "/cap/feed")).body.decode()


async def test_pictures_come_along_and_addresses_are_not_followed(door: Door) -> None:
    asked: list[str] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append("")
        writer.close()

    listening = await asyncio.start_server(hear, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    resource = (
        "    <area>",
        (
            f"<resource><resourceDesc>van</resourceDesc><mimeType>image/png</mimeType>"
            f"<uri>http://127.0.0.1:{port}/van.png</uri>"
            "<derefUri>iVBORw0KGgoAAA==</derefUri></resource><area>"
        ),
    )

    await door.posts("mup", message(resource))

    [row] = await rows(door, alert)
    listening.close()
    assert (row["file_kind"], row["file_name"]) == ("photo", "van.png")
    assert asked == []
    assert (await door.store.read(lambda s: alerts.by_number(s, row["number"]))) is not None


async def test_an_alert_to_nobody_is_refused_with_a_sentence(door: Door) -> None:
    await door.let_in("far", "RO", audience=("RO",))
    gone = people.person.update().where(people.person.c.country == "RO")
    await door.store.run(lambda s: s.execute(gone.values(revoked_at=door.now)))

    answer = await door.posts("far", message())

    assert (answer.status, answer.json["detail"]) == (
        400,
        "Nobody is in this audience, so nothing was sent. Please choose a wider one.",
    )
    assert await rows(door, cap_messages.message) == []


async def test_what_is_compressed_is_not_unpacked(door: Door) -> None:
    packed = gzip.compress(message())

    answer = await door.posts("mup", packed, **{"Content-Encoding": "gzip"})

    assert (answer.status, answer.json["detail"]) == (
        415,
        "A CAP message is sent as it is, not compressed.",
    )


async def test_a_bomb_costs_nobody_anything(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(b" " * 1024 * 1024) for _ in range(200)]
    bomb = b"".join(pieces) + packer.flush()
    begun = time.process_time()

    answers = [(await door.posts(who, bomb, **{"Content-Encoding": "gzip"})).status for who in WHO]

    with capsys.disabled():
        print(f"\n200 MB packed: {time.process_time() - begun:.3f} s", end="")  # noqa: T201 a figure
    assert answers == [415, 401]
