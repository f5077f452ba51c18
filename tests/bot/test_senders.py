"""`straja senders` as operators type it, beside and without an assistant."""

import asyncio
import hashlib

from storage import senders
from storage.store import Store
from tests.bot.operator import Said, Straja
from tests.storage.roster import rows

HEADER = "name\tcountry\tcap_sender\taudience\tceiling\tmode\tstanding"


def test_a_token_is_shown_once_and_only_its_hash_is_kept(straja: Straja) -> None:
    told = straja("senders", "add", "mup", "--country", "RS")

    assert (told.code, told.err) == (
        0,
        ["mup sends with this token from now on. It is not shown again."],
    )
    [token] = told.out
    assert len(token) == 43
    kept = rows(straja.url, "SELECT token_hash FROM sender")
    assert kept == [(hashlib.sha256(token.encode()).hexdigest(),)]
    assert token not in straja("senders", "list").out[1]
    logged = rows(straja.url, "SELECT deed, subject, side, detail FROM audit")
    assert [row[:3] for row in logged] == [("roles", "sender:mup", "RS")]
    assert token not in str(logged)


def test_what_a_sender_may_do_is_listed(straja: Straja) -> None:
    straja("senders", "add", "mup", "--country", "RS")
    bound = ("--cap-sender", "isu@gov.example", "--audience", "RO", "--ceiling", "Severe")
    straja("senders", "add", "isu", "--country", "RO", *bound, "--mode", "draft")
    straja("senders", "add", "drill", "--country", "RO", "--exercise")

    assert straja("senders", "list").out == [
        HEADER,
        "drill\tRO\tany\tRS;RO\tExtreme\tsend\texercise",
        "isu\tRO\tisu@gov.example\tRO\tSevere\tdraft\tactive",
        "mup\tRS\tany\tRS;RO\tExtreme\tsend\tactive",
    ]


async def test_a_revoked_sender_comes_in_again_with_another_token(
    straja: Straja, assistant: Store
) -> None:
    async def typed(*arguments: str) -> Said:
        return await asyncio.to_thread(straja, "senders", *arguments)

    first = (await typed("add", "mup", "--country", "RS")).out[0]

    assert (await typed("revoke", "mup")).out == [
        "mup is revoked: its token is worth nothing any more."
    ]
    assert (await typed("revoke", "mup")).out == ["mup was revoked before."]
    second = (await typed("add", "mup", "--country", "RS", "--ceiling", "Minor")).out[0]

    def found(token: str) -> senders.SenderRow | None:
        row = rows(straja.url, "SELECT ceiling FROM sender")
        assert row == [("Minor",)]
        with_hash = hashlib.sha256(token.encode()).hexdigest()
        return assistant.run_blocking(lambda session: senders.by_token(session, with_hash))

    assert await asyncio.to_thread(found, first) is None
    assert (await asyncio.to_thread(found, second)) is not None


def test_what_cannot_be_is_refused_with_a_sentence(straja: Straja) -> None:
    straja("senders", "add", "mup", "--country", "RS")

    again = straja("senders", "add", "mup", "--country", "RS")
    badly = straja("senders", "add", "м п", "--country", "RS", "--cap-sender", "a b")
    nobody = straja("senders", "revoke", "isu")
    straja("senders", "revoke", "mup")
    theirs = straja("senders", "add", "mup", "--country", "RO")

    assert again == Said(1, [], ["There is a sender mup already; revoke it first."])
    assert badly == Said(
        1,
        [],
        [
            "A sender's name is 1 to 60 of A-Z a-z 0-9 . _ and -.",
            "CAP's <sender> may hold no space, comma, < or &, and is not empty.",
        ],
    )
    assert nobody == Said(1, [], ["There is no sender isu; straja senders list shows all."])
    assert theirs == Said(1, [], ["mup belonged to RS; choose another name."])
    assert straja("senders", "add", "x").code == 2
