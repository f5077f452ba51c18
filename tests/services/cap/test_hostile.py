"""XML made to harm: refused before it costs anything."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from services.cap.closed import LARGEST
from services.cap.faults import Fault, NotCap
from services.cap.reading import read

Message = Callable[..., bytes]

ROOT = Path(__file__).parents[3]
DTD = "There is a document type declaration (<!DOCTYPE>), which is not read."
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

ATTACKS = {
    "a file by an entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "an address by an entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>',
    "an outside DTD": '<!DOCTYPE alert SYSTEM "http://127.0.0.1:1/cap.dtd">',
    "a parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>',
    "a billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha"><!ENTITY x "&l9;">{LAUGHS}]>',
    "quadratic growth": f'<!DOCTYPE a [<!ENTITY x "{"ha" * 50_000}">]>',
    "entities in a circle": '<!DOCTYPE a [<!ENTITY x "&y;"><!ENTITY y "&x;">]>',
    "a harmless DTD": "<!DOCTYPE alert>",
}


def attack(message: Message, declaration: str) -> bytes:
    return message(("<alert", f"{declaration}\n<alert"), ("Бели комби", "&x;" * 3000))


def faults(body: bytes) -> list[Fault]:
    with pytest.raises(NotCap) as refused:
        read(body)
    return refused.value.faults


@pytest.mark.parametrize("name", ATTACKS)
def test_whatever_declares_something_is_not_read(message: Message, name: str) -> None:
    assert faults(attack(message, ATTACKS[name])) == [Fault(2, DTD)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-7"])
def test_no_encoding_hides_a_declaration(message: Message, encoding: str) -> None:
    text = attack(message, ATTACKS["a file by an entity"]).decode()
    hidden = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)

    found = faults(hidden)

    assert found
    assert "root:" not in str(found)


def test_an_entity_that_nobody_declared_is_a_fault(message: Message) -> None:
    found = faults(message(("Бели комби", "&xxe;")))

    assert found == [
        Fault(18, "This is no well-formed XML: Entity 'xxe' not defined."),
    ]


def test_too_large_a_message_is_not_even_parsed(message: Message) -> None:
    assert faults(b" " * (LARGEST + 1)) == [
        Fault(0, "The message has 262145 bytes; at most 262144 are read.")
    ]


def test_very_deep_nesting_is_refused() -> None:
    deep = b"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>" + b"<a>" * 60_000

    assert "well-formed" in faults(deep)[0].what


@pytest.mark.parametrize("body", [b"", b"\0\1\2", b"\xff\xfe", b"{}", b"<alert", "не".encode()])
def test_what_is_no_xml_is_said_to_be_none(body: bytes) -> None:
    assert faults(body)[0].what.startswith("This is no well-formed XML: ")


MEASURED = """
import resource, sys, time
from services.cap.faults import NotCap
from services.cap.reading import read
body = sys.stdin.buffer.read()
read(open(sys.argv[1], "rb").read())  # the schema and all modules are there
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
try:
    read(body)
    said = "read"
except NotCap as refused:
    said = "refused"
seconds = time.perf_counter() - begun
print(said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, f"{seconds:.3f}")
"""
SAMPLE = Path(__file__).with_name("samples") / "at.xml"


@pytest.mark.parametrize("name", [*ATTACKS, "100 MB", "the largest polygon", "very many faults"])
def test_no_attack_costs_much_memory(
    message: Message, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = "44.9,21.4 " * 25_000
    bodies = {
        "100 MB": b"<alert>" + b" " * 100 * 1024 * 1024,
        "the largest polygon": message(("44.9,21.4 44.9", f"{ring} 44.9,21.4 44.9")),
        "very many faults": message(("<headline>", "<x/>" * 50_000 + "<headline>")),
    }
    body = bodies[name] if name in bodies else attack(message, ATTACKS[name])

    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(SAMPLE)],
        input=body,
        capture_output=True,
        check=True,
        cwd=ROOT,
    ).stdout.decode()

    said, grown, seconds = told.split()
    with capsys.disabled():
        print(f"\n{name}: {said}, {int(grown) / 1024:.1f} MB more, {seconds} s", end="")  # noqa: T201 a figure for whoever runs it
    assert said == ("read" if name == "the largest polygon" else "refused")
    assert int(grown) < 50 * 1024  # kilobytes; the figure of the list of faults


def test_an_open_parser_would_have_read_the_file(message: Message, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the password")
    body = message(
        ("<alert", f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<alert'),
        ("Бели комби", "&x;"),
    )

    open_ = etree.fromstring(body, etree.XMLParser(resolve_entities=True, load_dtd=True))

    assert "the password" in "".join(open_.itertext())
    assert faults(body) == [Fault(2, DTD)]
