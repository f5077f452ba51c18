"""The settings as the code knows them and as .env.example tells them."""

import ast
import re
from pathlib import Path

PREFIX = "STRAJA_"


def in_example(root: Path) -> dict[str, str]:
    """Each key of .env.example with the comment above it."""
    keys: dict[str, str] = {}
    sentence = ""
    for line in (root / ".env.example").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"#?([A-Z_]+)=.*", line):
            keys[found[1]] = sentence
            sentence = ""
        elif line.startswith("# "):
            sentence = f"{sentence} {line[2:]}".strip()
        else:
            sentence = ""
    return keys


def in_code(root: Path) -> set[str]:
    """The keys that the class `Settings` of bot/settings.py reads: its fields, with the prefix."""
    tree = ast.parse((root / "bot/settings.py").read_text(encoding="utf-8"))
    return {
        f"{PREFIX}{field.target.id.upper()}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and field.target.id != "model_config"
    }
