"""What was published, read, written and read again, says the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from services.cap.reading import read
from views.documents import cap

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
