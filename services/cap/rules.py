"""What CAP 1.2 asks beyond its schema: what must go together, and in which order of time."""

from typing import Any

from lxml import etree

from services.cap.faults import Faults

_Values = dict[str, list[Any]]

_ON_EARLIER = ("Update", "Cancel", "Ack", "Error")  # msgType, 3.2.1
_SAYING = ("Alert", "Update")


def check(root: etree._Element, said: _Values, faults: Faults) -> None:
    """Add what is wrong between the parts of a message, as far as they could be read."""
    line = root.sourceline
    kind, scope = _only(said, "msgType"), _only(said, "scope")
    if kind in _ON_EARLIER and not any(said["references"]):
        faults.add(line, f"<msgType> says {kind}, and no <references> say of which message.")
    if kind in _SAYING and not said["info"]:
        faults.add(line, f"<msgType> says {kind}, and there is no <info>.")
    if scope == "Restricted" and not any(said["restriction"]):
        faults.add(line, "<scope> says Restricted, and no <restriction> says to whom.")
    if scope == "Private" and not any(said["addresses"]):
        faults.add(line, "<scope> says Private, and no <addresses> say for whom.")
    for info in said["info"]:
        _times(info, _only(said, "sent"), faults)
        for area in info["area"]:
            if area["ceiling"] and not area["altitude"]:
                faults.add(area["line"][0], "<area> has a <ceiling> without an <altitude>.")


def _times(info: _Values, sent: Any, faults: Faults) -> None:  # noqa: ANN401 a moment, or none
    expires, line = _only(info, "expires"), info["line"][0]
    if expires and sent and expires <= sent:
        faults.add(line, "<expires> is not after <sent>: the alert is over before it begins.")
    for name in ("effective", "onset"):
        begins = _only(info, name)
        if expires and begins and expires <= begins:
            faults.add(line, f"<expires> is not after <{name}>.")


def _only(said: _Values, name: str) -> Any:  # noqa: ANN401 whatever the part makes
    return said[name][0] if said[name] else None
