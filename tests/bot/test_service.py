"""The sample unit for systemd: what it must hold, and what systemd itself says of it."""

import shutil
import subprocess
from pathlib import Path

from tests.bot.operator import ROOT

UNIT = ROOT / "docs/samples/straja.service"
PROGRAM = "/opt/straja/.venv/bin/straja"
MUST = {
    "ExecStartPre": [f"{PROGRAM} db upgrade"],
    "ExecStart": [f"{PROGRAM} run"],
    "Restart": ["always"],
    "User": ["straja"],
    "StateDirectory": ["straja"],
    "NoNewPrivileges": ["true"],
    "ProtectSystem": ["strict"],
    "ProtectHome": ["true"],
    "CapabilityBoundingSet": [""],
}


def directives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def test_it_starts_again_whatever_happens_and_may_do_little() -> None:
    assert {name: directives().get(name) for name in MUST} == MUST
    sockets = "AF_INET AF_INET6 AF_UNIX"  # Telegram, and the socket of the commands
    assert directives()["RestrictAddressFamilies"] == [sockets]


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    """Where there is systemd: the directives above are checked everywhere."""
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        return
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace(PROGRAM, "/bin/sh"))
    checked = subprocess.run(
        [systemd, "verify", unit], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")
