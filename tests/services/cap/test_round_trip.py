"""What was published, read, written and read again, says the same."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from geography.point import Point
from services.cap.reading import read
from tests.services.cap import said
from views.documents import cap
from views.documents.cap_message import Circle, Pair

SAMPLES = Path(__file__).with_name("samples")
SCHEMA = Path(__file__).parents[3] / "services" / "cap" / "CAP-v1.2.xsd"


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


@pytest.mark.parametrize("name", ["at", "be", "bz", "cn"])
def test_what_services_have_published_says_the_same_when_written_again(
    name: str, schema: etree.XMLSchema
) -> None:
    message = read((SAMPLES / f"{name}.xml").read_bytes())

    written = cap.write(message)

    assert read(written) == message
    assert cap.write(read(written)) == written
    schema.assertValid(etree.fromstring(written))


def test_the_samples_are_in_several_languages() -> None:
    said = {
        info.language for file in SAMPLES.glob("*.xml") for info in read(file.read_bytes()).infos
    }

    assert said == {"de-DE", "en-GB", "nl-BE", "fr-BE", "en", "en-US", "zh-CN"}


def test_a_message_with_everything_says_the_same_when_written_again(
    message: Callable[..., bytes], schema: etree.XMLSchema
) -> None:
    full = read(
        message(
            (
                "</restriction>",
                "</restriction><addresses>x</addresses><code>c</code><note>n</note>",
            ),
            ("44.9,21.4 44.9,21.5", "0.00000001,-0.00000001 0,0 44.9,21.4 44.9,21.5"),
            ("44.8,21.5 44.9,21.4", "44.8,21.5 0.00000001,-0.00000001"),
            ("    </area>", "<altitude>0.0000001</altitude><ceiling>30000000</ceiling></area>"),
            (
                "    <area>",
                (
                    "<web>https://a.example/?b=1&amp;c=2</web><contact>&lt;desk&gt;</contact>"
                    "<resource><resourceDesc>r</resourceDesc><mimeType>m</mimeType><size>0</size>"
                    "<uri>u</uri><derefUri></derefUri><digest>d</digest></resource><area>"
                ),
            ),
        )
    )

    written = cap.write(full)

    assert read(written) == full
    schema.assertValid(etree.fromstring(written))


VALIDATOR = etree.XMLSchema(etree.parse(SCHEMA))
USUAL = read(said.message())


@given(st.text(min_size=1), st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1e4))
def test_whatever_people_type_is_written_so_that_it_can_be_read(
    text: str, latitude: float, longitude: float, radius: float
) -> None:
    circle = Circle(Point(round(latitude, 12), round(longitude, 12)), round(radius, 12))
    area = replace(USUAL.infos[0].areas[0], circles=(circle,), geocodes=(Pair("n", text),))
    info = replace(USUAL.infos[0], headline=text, description=text, areas=(area,))

    written = cap.write(replace(USUAL, infos=(info,)))

    again = read(written).infos[0]
    VALIDATOR.assertValid(etree.fromstring(written))
    assert again.areas[0].circles == (circle,)
    assert cap.write(read(written)) == cap.write(read(cap.write(read(written))))


def test_what_xml_cannot_hold_is_left_out_and_all_else_is_kept() -> None:
    typed = "a\x00b\x0bc\ufffed\ud800e 😀 <&>\"' Ћș"

    written = cap.write(replace(USUAL, note=typed))

    assert read(written).note == "abcde 😀 <&>\"' Ћș"
