"""House rules that no linter knows: each lists the places under a root that break it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.house.tree import PLAIN_CORE, Module, code, comments, files, modules

MOST_LINES_OF_A_FUNCTION = 50
COMMITTING = {"storage/store.py", "storage/group.py"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
TRANSLATING = {"gettext", "ngettext", "pgettext", "npgettext"}
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|managers?)(_|$)")
SILENCING = re.compile(
    r"#\s*(ruff:\s*)?noqa(:\s*[A-Z]+[0-9]+([,\s]+[A-Z]+[0-9]+)*)?"
    r"|#\s*type:\s*ignore(\[[\w,\s-]*\])?|#\s*pragma:\s*no cover|#\s*fmt:\s*(off|skip)"
)
# Split, so that this file does not name what it forbids to name.
REGISTRIES = re.compile(
    r"\b(pypi\.o" + r"rg|pythonhosted\.o" + r"rg|registry\.npmjs\.o" + r"rg|deb\.debian\.o" + r"rg"
    r"|archive\.ubuntu\.c" + r"om|crates\.i" + r"o|proxy\.golang\.o" + r"rg|rubygems\.o" + r"rg)\b"
)
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.}/-])/(?:root|work|home/\w+|Users/\w+)/|(?<!\w)\.\./shared\b|/opt/(?:pypi|wheels)\b"
)


def undescribed_modules(root: Path) -> Iterator[str]:
    """Modules whose first line does not say what they are for."""
    for module in modules(root):
        if module.path.startswith("tests/") and not module.text.strip():
            continue
        lines = (ast.get_docstring(module.tree) or "").splitlines()
        if not lines or not lines[0].strip() or any(lines[1:2]):
            yield module.path


def texts_outside_views(root: Path) -> Iterator[str]:
    """Calls of the translator where no text belongs; locales/ is the catalogues' own tool."""
    for module in code(root):
        if module.folder in {"views", "locales"} or module.path.startswith("web/console/"):
            continue
        for node in ast.walk(module.tree):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in TRANSLATING | {"_"}:
                    yield f"{module.path}:{node.lineno}"
                case ast.Attribute(attr=name) if name in TRANSLATING:
                    yield f"{module.path}:{node.lineno}"


def commits_outside_the_store(root: Path) -> Iterator[str]:
    """Commits anywhere but in the store and in the group commit that it is made of."""
    for module in code(root):
        if module.path in COMMITTING:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                yield f"{module.path}:{node.lineno}"
            if isinstance(node, ast.Constant) and str(node.value).strip().upper() == "COMMIT":
                yield f"{module.path}:{node.lineno}"


def async_in_the_core(root: Path) -> Iterator[str]:
    """Coroutines in the plain core; storage/store.py is the door through which the shell enters."""
    for module in code(root, *PLAIN_CORE):
        if module.path == "storage/store.py":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.AsyncFunctionDef):
                yield f"{module.path}:{node.lineno} {node.name}"


def named_after_nothing(root: Path) -> Iterator[str]:
    """Files and folders whose name says only that something was left over."""
    for module in modules(root):
        parts = PurePosixPath(module.path).with_suffix("").parts
        if any(EMPTY_NAMES.search(part) for part in parts):
            yield module.path


def long_functions(root: Path) -> Iterator[str]:
    """Functions longer than a screen, outside tests and migrations (those list tables)."""
    for module in code(root):
        if module.path.startswith("storage/migrations/versions/"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, FUNCTIONS) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    yield f"{module.path}:{node.lineno} {node.name} ({length} lines)"


def silenced_without_reason(root: Path) -> Iterator[str]:
    """Comments that silence a tool and do not go on to say why."""
    for module in modules(root):
        for line, comment in comments(module):
            reason = SILENCING.sub(" ", comment)
            if reason != comment and not re.search(r"\w{4,}", reason):
                yield f"{module.path}:{line} {comment}"


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def mocks(root: Path) -> Iterator[str]:
    """Mock objects, wherever they are imported."""
    for module in modules(root):
        for line, name in imports(module):
            if re.match(r"(unittest\.mock|mock|pytest_mock)(\.|$)", name):
                yield f"{module.path}:{line} {name}"


def strange_addresses(root: Path) -> Iterator[str]:
    """Package registries' hosts and paths of one machine, in any file that is text."""
    for name in files(root):
        try:
            text = (root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for found in (REGISTRIES.search(line), OF_ONE_MACHINE.search(line)):
                if found:
                    yield f"{name}:{number} {found[0]}"
