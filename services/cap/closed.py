"""XML from strangers, read with every door closed: no DTD, no entities, no files, no network."""

import re
from functools import cache
from pathlib import Path

from lxml import etree

from services.cap.faults import Faults
from views.documents.cap_message import NAMESPACE

LARGEST = 256 * 1024  # bytes

_OLDER = re.compile(r"(?:urn:oasis:names:tc:emergency:cap:|http://www\.incident\.com/cap/)([\d.]+)")


def root_of(body: bytes, faults: Faults) -> etree._Element | None:
    """The `<alert>` of a CAP 1.2 message; None where there is none, and the faults say why."""
    if len(body) > LARGEST:
        faults.add(0, f"The message has {len(body)} bytes; at most {LARGEST} are read.")
        return None
    # Looked for before anything is parsed; the zeros are those of UTF-16 and UTF-32.
    if (start := body.replace(b"\0", b"").find(b"<!DOCTYPE")) >= 0:
        faults.add(body.count(b"\n", 0, start) + 1, _NO_DTD)
        return None
    root = _parsed(body, faults)
    if root is None or not _is_alert(root, faults):
        return None
    return root


def validate(root: etree._Element, faults: Faults) -> None:
    """Whatever the schema of OASIS finds wrong with a message."""
    schema = _schema()
    if not schema.validate(root):
        for entry in schema.error_log:
            faults.add(entry.line, entry.message.replace(f"{{{NAMESPACE}}}", ""))


def line_of(body: bytes, path: str) -> int:
    """Where something stands in a message that has been read; `info/expires` is the first one."""
    root = root_of(body, Faults())
    found = (
        None if root is None else root.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    )
    return 0 if found is None else int(found.sourceline)


_NO_DTD = "There is a document type declaration (<!DOCTYPE>), which is not read."


def _parsed(body: bytes, faults: Faults) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        for entry in parser.error_log:
            faults.add(entry.line, f"This is no well-formed XML: {entry.message.strip()}.")
        if not parser.error_log:
            faults.add(error.lineno, f"This is no well-formed XML: {error.msg}.")
        return None
    if root.getroottree().docinfo.doctype:  # in an encoding that hid it
        faults.add(0, _NO_DTD)
        return None
    return root


def _is_alert(root: etree._Element, faults: Faults) -> bool:
    name = etree.QName(root)
    if name.localname != "alert":
        faults.add(root.sourceline, f"The message is an <{name.localname}>, not an <alert>.")
    elif name.namespace == NAMESPACE:
        return True
    elif older := _OLDER.fullmatch(name.namespace or ""):
        faults.add(root.sourceline, f"The message is CAP {older[1]}; only CAP 1.2 is read.")
    else:
        given = f"the namespace {name.namespace[:200]}" if name.namespace else "no namespace"
        faults.add(root.sourceline, f"<alert> is in {given}, not in {NAMESPACE}.")
    return False


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).with_name("CAP-v1.2.xsd")))
