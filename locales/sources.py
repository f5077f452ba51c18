"""The English sentences of the sources: what is to be translated, and how it is asked for."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir

# Where sentences stand: folder, files in it, and Babel's extractor for them.
SOURCES = (("views", "**.py", "python"),)

# How many literal sentences each of a Reader's methods takes, a context counted as one.
_SENTENCES = {"_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2}
# And how many things in all, the number that is counted among them.
_ARGUMENTS = {"_": 1, "gettext": 1, "ngettext": 3, "pgettext": 2}
# Where these methods are made, and so are given what is no literal.
_MACHINERY = Path("views/language.py")


def extract(root: Path) -> Catalog:
    """Every sentence of the sources below `root`, with its files and the translator's notes."""
    catalogue = Catalog()
    for folder, pattern, method in SOURCES:
        found = extract_from_dir(
            root / folder,
            method_map=[(pattern, method)],
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, line, message, notes, context in found:
            place = (f"{folder}/{name}", line)
            catalogue.add(message, None, [place], auto_comments=notes, context=context)
    return catalogue


def calls(root: Path, *names: str) -> Iterator[tuple[str, ast.Call]]:
    """Where the sources call something by one of these names, as `views/duty.py:12`."""
    for place, tree in _trees(root):
        yield from (
            (f"{place}:{call.lineno}", call)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _called(call) in names
        )


def faults(root: Path) -> Iterator[str]:
    """A sentence for each text that is asked for in a way that extraction or filling in misses."""
    for place, call in calls(root, *_SENTENCES):
        yield from (f"{place}: {fault}" for fault in _faults_of_call(call))
    yield from _inside_f_strings(root)


def _inside_f_strings(root: Path) -> Iterator[str]:
    """To the extractor an f-string is one string until Python 3.12, and calls after that."""
    for place, tree in _trees(root):
        for string in (each for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)):
            for call in ast.walk(string):
                if isinstance(call, ast.Call) and _called(call) in _SENTENCES:
                    yield f"{place}:{call.lineno}: a text inside an f-string is not extracted."


def _trees(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder, _, method in SOURCES:
        for path in sorted((root / folder).rglob("*.py")) if method == "python" else ():
            place = path.relative_to(root)
            if place != _MACHINERY:
                yield place, ast.parse(path.read_text(encoding="utf-8"))


def unfilled(call: ast.Call, sentence: str, given: set[str]) -> Iterator[str]:
    """Placeholders of the sentence that the call leaves empty, and values without a placeholder."""
    filled = {keyword.arg for keyword in call.keywords}
    if None in filled:  # **values: what it holds is not written here
        return
    try:
        wanted = placeholders(sentence)
    except ValueError as reason:
        yield f"“{sentence}” cannot be filled in: {reason}."
        return
    for field in sorted(wanted - filled - given):
        yield f"{{{field}}} of “{sentence}” is not given."
    for field in sorted(str(field) for field in filled - wanted):
        yield f"{field}= has no place in “{sentence}”."


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _faults_of_call(call: ast.Call) -> Iterator[str]:
    name = _called(call)
    literals = [
        argument.value
        for argument in call.args[: _SENTENCES[name]]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if len(literals) < _SENTENCES[name]:
        yield f"{name}() takes literal texts, or nobody can find and translate them."
    elif len(call.args) > _ARGUMENTS[name]:
        yield f"{name}() is given too much: a context goes to pgettext(), by that name."
    else:
        yield from unfilled(call, literals[-1], {"n"} if name == "ngettext" else set())


def placeholders(sentence: str) -> set[str]:
    """The names of the fields of a sentence.

    ValueError, with a reason, where the braces do not match or a field has no name.
    """
    fields = set()
    for _, field, _, _ in Formatter().parse(sentence):
        if field is not None and not field.isidentifier():
            raise ValueError("a placeholder is not a name")
        if field is not None:
            fields.add(field)
    return fields
