"""How long a value may be, read out of the sentences with which aiogram describes its fields."""

import ast
import inspect
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pydantic import BaseModel

RANGE = re.compile(r"\b(\d+)-(\d+) ([a-z]+)")
MOST = re.compile(r"\b(?:[Uu]p to|[Aa]t most) (\d+) ([a-z]+)")


@dataclass(frozen=True)
class Bound:
    """From `least` to `most` of `unit`: characters (UTF-16 code units), bytes (UTF-8) or items."""

    least: int
    most: int
    unit: str

    def fault(self, value: object) -> str | None:
        """What is wrong with the length of a value; None for a value that has no such length."""
        match value, self.unit:
            case str(), "characters":
                length = len(value.encode("utf-16-le", "surrogatepass")) // 2
            case str(), "bytes":
                length = len(value.encode("utf-8", "surrogatepass"))
            case list(), "items":
                length = len(value)
            case _:
                return None
        if self.least <= length <= self.most:
            return None
        return f"{length} {self.unit}, {self.least} to {self.most} are allowed"


@cache
def bounds(model: type[BaseModel]) -> dict[str, Bound]:
    """The bound of each field that has one, inherited fields included."""
    found: dict[str, Bound] = {}
    for ancestor in reversed(model.__mro__):
        # TelegramMethod[Message] and its like are made at import: no source, no fields.
        if issubclass(ancestor, BaseModel) and "[" not in ancestor.__name__:
            for name, sentence in _described_fields(ancestor).items():
                if bound := _bound(sentence):
                    found[name] = bound
    return found


def _described_fields(model: type) -> dict[str, str]:
    """Fields with the string that stands under each: Python itself does not keep it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    described = {}
    for field, below in pairwise(body):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(sentence))),
            ):
                described[name] = sentence
    return described


def _bound(sentence: str) -> Bound | None:
    if found := RANGE.search(sentence):
        least, most, unit = int(found[1]), int(found[2]), found[3]
    elif found := MOST.search(sentence):
        least, most, unit = 0, int(found[1]), found[2]
    else:
        return None
    return Bound(least, most, unit if unit in {"characters", "bytes"} else "items")
