"""Reading CAP: whole, or every fault with its line."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from geography.point import Point
from services.cap.faults import Fault, NotCap
from services.cap.reading import read
from views.documents.cap_message import (
    Area,
    CapAlert,
    Circle,
    Info,
    Pair,
    Reference,
    Resource,
)

HERE = timezone(timedelta(hours=1))
Message = Callable[..., bytes]


def faults(body: bytes) -> list[Fault]:
    with pytest.raises(NotCap) as refused:
        read(body)
    return refused.value.faults


def test_a_message_is_read_whole(message: Message) -> None:
    ring = (Point(44.9, 21.4), Point(44.9, 21.5), Point(44.8, 21.5), Point(44.9, 21.4))
    area = Area(
        "Бела Црква", (ring,), (Circle(Point(44.89, 21.42), 12.5),), (Pair("sector", "BC"),)
    )

    assert read(message()) == CapAlert(
        identifier="MUP-2026-1",
        sender="alarm@mup.example",
        sent=datetime(2026, 11, 26, 2, 30, tzinfo=HERE),
        status="Actual",
        kind="Alert",
        scope="Restricted",
        restriction="Police",
        infos=(
            Info(
                language="sr-Cyrl",
                categories=("Security",),
                event="Потрага за возилом",
                urgency="Immediate",
                severity="Severe",
                certainty="Observed",
                expires=datetime(2026, 11, 26, 8, 30, tzinfo=HERE),
                headline="Бели комби из Неготина",
                areas=(area,),
            ),
        ),
    )


def test_what_may_be_there_is_read_too(message: Message) -> None:
    more = message(
        ("<msgType>Alert</msgType>", "<msgType>Update</msgType><source>desk</source>"),
        (
            "  <info>",
            (
                "<code>one</code><code>two</code><note>why</note>"
                "<references>a,b,2026-11-26T01:00:00+00:00\n"
                " c,d,2026-11-26T00:00:00-01:00</references>"
                "<incidents>river</incidents><info>"
            ),
        ),
        (
            "    <area>",
            (
                "<parameter><valueName>lane</valueName><value/></parameter>"
                "<resource><resourceDesc>photo</resourceDesc><mimeType>image/png</mimeType>"
                "<size>3</size><uri>http://127.0.0.1:1/never-asked</uri><derefUri>AAEC\n</derefUri>"
                "<digest>x</digest></resource><area>"
            ),
        ),
        ("    </area>", "<altitude>100.50</altitude><ceiling>300</ceiling></area>"),
    )

    read_ = read(more)

    assert (read_.source, read_.codes, read_.note) == ("desk", ("one", "two"), "why")
    assert read_.references == (
        Reference("a", "b", datetime(2026, 11, 26, 1, tzinfo=UTC)),
        Reference("c", "d", datetime(2026, 11, 26, 1, tzinfo=UTC)),
    )
    assert read_.incidents == "river"
    info = read_.infos[0]
    assert info.parameters == (Pair("lane", ""),)
    assert info.resources == (
        Resource("photo", "image/png", 3, "http://127.0.0.1:1/never-asked", b"\x00\x01\x02", "x"),
    )
    assert (info.areas[0].altitude, info.areas[0].ceiling) == (Decimal("100.50"), Decimal(300))


def test_a_block_without_a_language_is_english(message: Message) -> None:
    assert read(message(("<language>sr-Cyrl</language>", ""))).infos[0].language == "en-US"


def test_comments_and_characters_by_number_are_no_obstacle(message: Message) -> None:
    said = message(("Бела Црква", "Бела <!-- the town --><![CDATA[Цр]]>&#x43A;ва"))

    assert read(said).infos[0].areas[0].description == "Бела Црква"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        (
            "MUP-2026-1<",
            "MUP 2026,1<",
            3,
            "<identifier> says “MUP 2026,1”; it may hold no space, comma, < or &.",
        ),
        ("alarm@mup.example", " ", 4, "<sender> is empty."),
        (
            "<sent>2026-11-26T02:30:00+01:00",
            "<sent>2026-11-26T02:30:00",
            5,
            "<sent> says “2026-11-26T02:30:00”, without its time zone, as +01:00.",
        ),
        (
            "<sent>2026-11-26T02:30:00+01:00",
            "<sent>2026-11-26T01:30:00Z",
            5,
            "<sent> says “2026-11-26T01:30:00Z”; UTC is written +00:00 in CAP, not Z.",
        ),
        (
            "<sent>2026-11-26T02:30:00+01:00",
            "<sent>2026-02-30T02:30:00+01:00",
            5,
            "<sent> says “2026-02-30T02:30:00+01:00”, and there is no such time.",
        ),
        (
            "<sent>2026-11-26T02:30:00+01:00",
            "<sent>yesterday",
            5,
            "<sent> says “yesterday”; a time is written 2026-11-26T02:30:00+01:00.",
        ),
        (
            ">Actual<",
            ">actual<",
            6,
            "<status> says “actual”; it must be one of Actual, Exercise, System, Test, Draft.",
        ),
        ("<scope>Restricted</scope>", "", 2, "<alert> has no <scope>."),
        ("Police", "", 2, "<scope> says Restricted, and no <restriction> says to whom."),
        (">Restricted<", ">Private<", 2, "<scope> says Private, and no <addresses> say for whom."),
        (
            ">Alert<",
            ">Cancel<",
            2,
            "<msgType> says Cancel, and no <references> say of which message.",
        ),
        ("sr-Cyrl", "по-српски", 11, "<language> says “по-српски”, which is no language tag, as "),
        ("<event>Потрага за возилом</event>", "<event/>", 13, "<event> is empty."),
        ("</urgency>", "</urgency><urgency>Past</urgency>", 14, "<urgency> stands in <info> more"),
        ("<severity>Severe</severity>", "", 10, "<info> has no <severity>."),
        ("T08:30:00+01:00", "T02:30:00+01:00", 10, "<expires> is not after <sent>: the alert is "),
        ("44.8,21.5 44.9,21.4<", "44.8,21.5<", 21, "<polygon> has 3 positions; a polygon has at "),
        ("44.8,21.5 44.9,21.4<", "44.8,21.5 44.9,21<", 21, "<polygon> is not closed: its last po"),
        (
            "44.9,21.5 ",
            "94.9,21.5 ",
            21,
            "<polygon> holds “94.9,21.5”; there is no such place on Earth.",
        ),
        (
            "44.9,21.5 ",
            "NaN,21.5 ",
            21,
            "<polygon> holds “NaN,21.5”; a position is written 44.79,21.40.",
        ),
        ("44.89,21.42 12.5", "44.89,21.42", 22, "<circle> says “44.89,21.42”; a circle is written"),
        ("44.89,21.42 12.5", "44.89,21.42 -1", 22, "<circle> says “44.89,21.42 -1”; its radius is"),
        ("44.89,21.42 12.5", "44.89,21.42 1e3", 22, "<circle> says “1e3”, which is no number."),
        ("</area>", "<ceiling>3</ceiling></area>", 19, "<area> has a <ceiling> without an <altit"),
        ("<headline>", "<title>x</title><headline>", 18, "<title> does not belong into <info>."),
        ("<headline>", "<headline bold='yes'>", 18, "<headline> holds text, and neither elements "),
        ("<headline>", "<headline><b/>", 18, "<headline> holds text, and neither elements nor mor"),
        ("<area>", "hello<area>", 10, "<info> holds text between its elements."),
        ("<info>", "<info id='1'>", 10, "<info> has attributes, which CAP does not know."),
        (
            "<headline>",
            (
                "<resource><resourceDesc>a</resourceDesc><mimeType>b</mimeType>"
                "<derefUri>!</derefUri></resource><headline>"
            ),
            18,
            "<derefUri> is not base64.",
        ),
        (
            "</info>",
            "</inf>",
            25,
            "This is no well-formed XML: Opening and ending tag mismatch: info ",
        ),
        ("cap:1.2", "cap:1.1", 2, "The message is CAP 1.1; only CAP 1.2 is read."),
        (
            "urn:oasis:names:tc:emergency:cap:1.2",
            "http://www.incident.com/cap/1.0",
            2,
            "The message is CAP 1.0; only CAP 1.2 is read.",
        ),
        (
            ' xmlns="urn:oasis:names:tc:emergency:cap:1.2"',
            "",
            2,
            "<alert> is in no namespace, not ",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(
    message: Message, old: str, new: str, line: int, what: str
) -> None:
    found = faults(message((old, new)))

    assert (line, what) in [(each.line, each.what[: len(what)]) for each in found]


def test_what_stands_in_the_wrong_order_is_named(message: Message) -> None:
    turned = message(
        ("  <status>Actual</status>\n", ""), ("</msgType>", "</msgType><status>Actual</status>")
    )

    assert faults(turned) == [Fault(6, "<status> must stand before <msgType>.")]


def test_twenty_faults_at_once_are_all_named(message: Message) -> None:
    wrong = message(
        ("MUP-2026-1<", "MUP 2026<"),
        ("alarm@mup.example", "alarm, mup"),
        ("<sent>2026-11-26T02:30:00+01:00", "<sent>now"),
        (">Actual<", ">actual<"),
        (">Alert<", ">alert<"),
        ("Restricted<", "restricted<"),
        ("<restriction>Police</restriction>", "<restrict>Police</restrict>"),
        ("sr-Cyrl", "sr_Cyrl"),
        (">Security<", ">security<"),
        ("<event>Потрага за возилом</event>", "<event></event>"),
        (">Immediate<", ">Now<"),
        (">Severe<", ">Grave<"),
        (">Observed<", ">Sure<"),
        ("T08:30:00+01:00", "T08:30:00"),
        ("headline>", "head>"),
        (">Бела Црква<", "><"),
        ("44.9,21.4 44.9,21.5 44.8,21.5 44.9,21.4", "44.9,21.4 44.9,21.5"),
        ("44.89,21.42 12.5", "here"),
        ("<valueName>sector</valueName>", ""),
        ("</area>", "<altitude>high</altitude></area>"),
    )

    assert [(each.line, each.what.split()[0]) for each in faults(wrong)] == [
        (3, "<identifier>"),
        (4, "<sender>"),
        (5, "<sent>"),
        (6, "<status>"),
        (7, "<msgType>"),
        (8, "<scope>"),
        (9, "<restrict>"),
        (11, "<language>"),
        (12, "<category>"),
        (13, "<event>"),
        (14, "<urgency>"),
        (15, "<severity>"),
        (16, "<certainty>"),
        (17, "<expires>"),
        (18, "<head>"),
        (20, "<areaDesc>"),
        (21, "<polygon>"),
        (22, "<circle>"),
        (23, "<geocode>"),
        (24, "<altitude>"),
    ]


def test_of_very_many_faults_the_first_are_named_and_the_rest_are_counted(message: Message) -> None:
    found = faults(message(("<headline>", "<x/>\n" * 130 + "<headline>")))

    assert len(found) == 101
    assert found[-1] == Fault(0, "There are 30 more faults.")
