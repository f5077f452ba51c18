"""What the house rules look at: the files of a repository, parsed once."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Everything that is shipped or runs; tests are judged by fewer rules.
CODE = (
    "bot",
    "handlers",
    "web",
    "services",
    "views",
    "storage",
    "geography",
    "sandbox",
    "locales",
    "schema",
)
PLAIN_CORE = ("services", "views", "storage", "geography")


@dataclass(frozen=True)
class Module:
    """One Python file: its path inside the repository, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def folder(self) -> str:
        return self.path.split("/")[0]


@cache
def files(root: Path) -> tuple[str, ...]:
    """Paths of what is committed or about to be, relative to `root`; all files where no git is."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
    else:
        listed = [str(path.relative_to(root)) for path in root.rglob("*")]
    return tuple(sorted(name for name in listed if name and (root / name).is_file()))


@cache
def modules(root: Path) -> tuple[Module, ...]:
    """Every Python module of the repository, tests included."""
    found = []
    for name in files(root):
        if name.endswith(".py"):
            text = (root / name).read_text(encoding="utf-8")
            found.append(Module(name, text, ast.parse(text)))
    return tuple(found)


def code(root: Path, *folders: str) -> Iterator[Module]:
    """The modules in `folders`, or in all that are shipped."""
    wanted = folders or CODE
    return (module for module in modules(root) if module.folder in wanted)


def comments(module: Module) -> Iterator[tuple[int, str]]:
    """Line and text of each comment."""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
